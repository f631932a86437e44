//! Compiles one operation with graphql_client_codegen and parses its output.
//!
//! Its input is a copy of the document with names that can't collide: the operation is `Q9z`, the fragments are `F0_`,
//! `F1_` …, because it names the type of a selection by its path, and such a path can equal the name of a fragment.
//! `extract` restores the original names.

mod rename;
mod skeleton;

use std::any::Any;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use graphql_client_codegen::normalization::Normalization;
use graphql_client_codegen::{
    CodegenMode, GraphQLClientCodegenOptions, generate_module_token_stream_from_string,
};
use syn::{Fields, Item, ItemEnum, ItemImpl, ItemMod, ItemStruct, Meta, Type};
use tempfile::NamedTempFile;

use crate::config::Target;
use crate::error::{Error, Problem};
use crate::model::{Field, Model, Operation, Selection};
use crate::schema::Schemas;

const OPERATION: &str = "Q9z";

/// The parsed output of graphql_client_codegen for an operation.
pub(crate) struct Compiled {
    /// The variables by their wire names.
    pub(crate) variables: Vec<RawField>,
    /// The keys of `data` in the response.
    pub(crate) response: Vec<RawField>,
    /// The structs of selections, by their mangled names.
    selections: BTreeMap<String, Vec<RawField>>,
    /// The names of selections that consist of a single fragment.
    aliases: BTreeMap<String, String>,
    pub(crate) inputs: Vec<RawInput>,
    pub(crate) enums: Vec<RawEnum>,
    /// The fragments, in the order of their mangled names.
    fragments: Vec<String>,
}

/// A field of a struct.
#[derive(Clone)]
pub(crate) struct RawField {
    pub(crate) wire: String,
    pub(crate) ty: Type,
}

/// An input object.
#[derive(Clone)]
pub(crate) struct RawInput {
    pub(crate) name: String,
    pub(crate) fields: Vec<RawField>,
}

/// An enum with its serde implementations.
#[derive(Clone)]
pub(crate) struct RawEnum {
    pub(crate) definition: ItemEnum,
    pub(crate) impls: Vec<ItemImpl>,
}

/// The meaning of a name in a response type.
pub(crate) enum Named<'a> {
    /// A fragment of the query files.
    Fragment(&'a str),
    /// An anonymous selection.
    Selection(&'a [RawField]),
    /// A scalar or an enum.
    Other,
}

impl Compiled {
    /// The fields generated for a fragment.
    pub(crate) fn fragment(&self, name: &str) -> Option<&[RawField]> {
        let index = self
            .fragments
            .iter()
            .position(|fragment| fragment == name)?;
        self.selections.get(&mangled(index)).map(Vec::as_slice)
    }

    /// Resolves the name of a type.
    pub(crate) fn named(&self, name: &str) -> Named<'_> {
        let name = self.aliases.get(name).map_or(name, String::as_str);
        if let Some(fragment) = self
            .fragments
            .iter()
            .enumerate()
            .find(|(index, _)| mangled(*index) == name)
            .map(|(_, fragment)| fragment)
        {
            return Named::Fragment(fragment);
        }
        match self.selections.get(name) {
            Some(fields) => Named::Selection(fields),
            None => Named::Other,
        }
    }
}

/// Writes the schema to a temporary file, which graphql_client_codegen requires.
pub(crate) struct Compiler {
    schema: NamedTempFile,
    serde: syn::Path,
    scalars: Vec<String>,
}

impl Compiler {
    pub(crate) fn new(target: &Target, schemas: &Schemas) -> Result<Self, Error> {
        let io = |error| Error::io(&target.path(&target.schema), error);
        let mut schema = tempfile::Builder::new()
            .suffix(".graphql")
            .tempfile()
            .map_err(io)?;
        schema
            .write_all(skeleton::of(&schemas.service).as_bytes())
            .map_err(io)?;
        schema.flush().map_err(io)?;
        let serde = format!("{}::support::serde", target.runtime);
        Ok(Self {
            schema,
            serde: syn::parse_str(&serde).map_err(|_| Error::Config {
                path: target.output.clone(),
                reason: format!("`{serde}` is not a valid Rust path"),
            })?,
            scalars: target.scalars.keys().cloned().collect(),
        })
    }

    pub(crate) fn compile(&self, model: &Model, operation: &Operation) -> Result<Compiled, Error> {
        let copy = copy(model, operation);
        let mut options = GraphQLClientCodegenOptions::new(CodegenMode::Cli);
        options.set_normalization(Normalization::Rust);
        options.set_serde_path(self.serde.clone());
        options.set_response_derives("Debug,Clone,PartialEq,Eq,Hash".to_owned());
        let schema: &Path = self.schema.path();
        // Validated documents should not make it panic; if it does, the error has the panic's message.
        let tokens = catch_unwind(AssertUnwindSafe(|| {
            generate_module_token_stream_from_string(&copy, schema, options)
        }))
        .map_err(|panic| format!("it panicked: {}", panic_text(&*panic)))
        .and_then(|result| result.map_err(|error| error.to_string()));
        let fault = |reason: String| {
            Error::Invalid(vec![Problem::new(
                &operation.place,
                format!(
                    "graphql_client_codegen can't compile `{}`: {reason}",
                    operation.name
                ),
            )])
        };
        let file: syn::File =
            syn::parse2(tokens.map_err(fault)?).map_err(|error| fault(error.to_string()))?;
        let module = file
            .items
            .into_iter()
            .find_map(|item| match item {
                Item::Mod(module) => Some(module),
                _ => None,
            })
            .ok_or_else(|| fault("it returned no module".to_owned()))?;
        Ok(self.take_apart(module, operation))
    }

    fn take_apart(&self, module: ItemMod, operation: &Operation) -> Compiled {
        let mut compiled = Compiled {
            variables: Vec::new(),
            response: Vec::new(),
            selections: BTreeMap::new(),
            aliases: BTreeMap::new(),
            inputs: Vec::new(),
            enums: Vec::new(),
            fragments: operation.reached.clone(),
        };
        for item in module.content.into_iter().flat_map(|(_, items)| items) {
            match item {
                Item::Struct(item) => compiled.add_struct(item),
                Item::Type(item) => {
                    if let Type::Path(path) = &*item.ty
                        && let Some(target) = path.path.get_ident()
                        && !self.scalars.contains(&item.ident.to_string())
                    {
                        compiled
                            .aliases
                            .insert(item.ident.to_string(), target.to_string());
                    }
                }
                Item::Enum(definition) => compiled.enums.push(RawEnum {
                    definition,
                    impls: Vec::new(),
                }),
                // Implementations follow their enum. Those of `Variables` are dropped.
                Item::Impl(item) if item.trait_.is_some() => {
                    if let Some(last) = compiled.enums.last_mut() {
                        last.impls.push(item);
                    }
                }
                _ => {}
            }
        }
        compiled
    }
}

impl Compiled {
    fn add_struct(&mut self, item: ItemStruct) {
        let serializes = derives(&item, "Serialize");
        let name = item.ident.to_string();
        let fields = raw_fields(item);
        match name.as_str() {
            "Variables" => self.variables = fields,
            "ResponseData" => self.response = fields,
            _ if serializes => self.inputs.push(RawInput { name, fields }),
            _ => {
                self.selections.insert(name, fields);
            }
        }
    }
}

/// Returns the message of a panic.
fn panic_text(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("no message")
}

fn mangled(index: usize) -> String {
    format!("F{index}_")
}

fn raw_fields(item: ItemStruct) -> Vec<RawField> {
    let Fields::Named(fields) = item.fields else {
        return Vec::new();
    };
    fields
        .named
        .into_iter()
        .filter_map(|field| {
            let wire =
                serde_rename(&field).or_else(|| field.ident.as_ref().map(ToString::to_string))?;
            Some(RawField { wire, ty: field.ty })
        })
        .collect()
}

fn serde_rename(field: &syn::Field) -> Option<String> {
    let mut rename = None;
    for attribute in &field.attrs {
        if attribute.path().is_ident("serde") {
            // Other keys, such as `skip_serializing_if`, are skipped.
            let _ = attribute.parse_nested_meta(|meta| {
                let value: syn::LitStr = meta.value()?.parse()?;
                if meta.path.is_ident("rename") {
                    rename = Some(value.value());
                }
                Ok(())
            });
        }
    }
    rename
}

fn derives(item: &ItemStruct, name: &str) -> bool {
    item.attrs.iter().any(|attribute| {
        let Meta::List(list) = &attribute.meta else {
            return false;
        };
        list.path.is_ident("derive") && list.tokens.to_string().contains(name)
    })
}

/// Returns the document to compile: the same types under mangled names, without syntax that the compiler ignores.
fn copy(model: &Model, operation: &Operation) -> String {
    let mut copy = format!("{} {OPERATION}", operation.kind.keyword());
    if !operation.variables.is_empty() {
        let variables: Vec<String> = operation
            .variables
            .iter()
            .map(|variable| format!("${}: {}", variable.wire, variable.ty))
            .collect();
        // Writing to a string can't fail.
        let _ = write!(copy, "({})", variables.join(", "));
    }
    copy.push_str(" { ");
    select(&mut copy, operation, std::slice::from_ref(&operation.root));
    copy.push('}');
    for (index, name) in operation.reached.iter().enumerate() {
        if let Some(fragment) = model.fragments.get(name) {
            let _ = write!(copy, " fragment {} on {} {{ ", mangled(index), fragment.on);
            select(&mut copy, operation, &fragment.fields);
            copy.push('}');
        }
    }
    copy
}

fn select(copy: &mut String, operation: &Operation, fields: &[Field]) {
    for field in fields {
        if field.wire != field.name {
            let _ = write!(copy, "{}: ", field.wire);
        }
        copy.push_str(&field.name);
        match &field.selection {
            Selection::Leaf => {}
            Selection::Fragment(name) => {
                if let Some(index) = operation.reached.iter().position(|reached| reached == name) {
                    let _ = write!(copy, " {{ ...{} }}", mangled(index));
                }
            }
            Selection::Fields(fields) => {
                copy.push_str(" { ");
                select(copy, operation, fields);
                copy.push('}');
            }
        }
        copy.push(' ');
    }
}
