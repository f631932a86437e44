//! Compiles each query file once with graphql_client_codegen, and the enums, and parses its output.
//!
//! Its input is a reduced copy in which types and fragments have other names: twins that differ in case only would have one
//! name in its output, and a selection, which it names by its path, could have the name of a fragment. [`Compiled::named`]
//! and [`Compiler::wire`] restore the original names.

mod rename;
mod skeleton;

use std::any::Any;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use graphql_client_codegen::normalization::Normalization;
use graphql_client_codegen::{
    CodegenMode, GraphQLClientCodegenOptions, generate_module_token_stream_from_string,
};
use syn::{Fields, Item, ItemEnum, ItemImpl, ItemStruct, Type};
use tempfile::TempDir;

use crate::config::Target;
use crate::error::{Error, Place, Problem};
use crate::model::{Field, Fragment, Model, Operation, Variable};
use crate::schema::Schemas;
use skeleton::Skeleton;

const OPERATION: &str = "Q9z";

/// The parsed output of graphql_client_codegen for an operation or a fragment.
#[derive(Default)]
pub(crate) struct Compiled {
    /// The variables by their wire names.
    pub(crate) variables: Vec<RawField>,
    /// The outermost fields.
    pub(crate) fields: Vec<RawField>,
    /// The structs of anonymous selections.
    selections: BTreeMap<String, Vec<RawField>>,
    enums: Vec<RawEnum>,
}

/// A field of a struct.
#[derive(Clone)]
pub(crate) struct RawField {
    pub(crate) wire: String,
    pub(crate) ty: Type,
}

/// An enum with its serde implementations.
#[derive(Clone)]
pub(crate) struct RawEnum {
    pub(crate) definition: ItemEnum,
    pub(crate) impls: Vec<ItemImpl>,
}

/// The meaning of a name in graphql_client_codegen's output.
pub(crate) enum Named<'a> {
    /// A fragment of the query files, by its position among them.
    Fragment(usize),
    /// An anonymous selection.
    Selection(&'a [RawField]),
    /// A type of the schema.
    Other,
}

impl Compiled {
    /// Resolves the name of a type.
    pub(crate) fn named(&self, name: &str) -> Named<'_> {
        if let Some(index) = skeleton::position(name, 'F') {
            return Named::Fragment(index);
        }
        match self.selections.get(name) {
            Some(fields) => Named::Selection(fields),
            None => Named::Other,
        }
    }

    /// Takes what is selected of the root field, if it is an object, for the outermost fields.
    fn enter_root(&mut self) {
        let root = match self.fields.first() {
            Some(RawField {
                ty: Type::Path(path),
                ..
            }) => path.path.get_ident(),
            _ => None,
        };
        if let Some(fields) = root.and_then(|root| self.selections.remove(&root.to_string())) {
            self.fields = fields;
        }
    }

    fn add_struct(&mut self, item: ItemStruct) {
        let name = item.ident.to_string();
        let fields = raw_fields(item);
        match name.as_str() {
            "Variables" => self.variables = fields,
            "ResponseData" => self.fields = fields,
            _ => {
                self.selections.insert(name, fields);
            }
        }
    }
}

/// An operation or a fragment, as far as its types go.
pub(crate) struct Document<'a> {
    name: &'a str,
    place: &'a Place,
    variables: &'a [Variable],
    /// The type of the fields.
    on: &'a str,
    fields: &'a [Field],
}

impl<'a> Document<'a> {
    pub(crate) fn operation(operation: &'a Operation, on: &'a str) -> Self {
        Self {
            name: &operation.name,
            place: &operation.place,
            variables: &operation.variables,
            on,
            fields: std::slice::from_ref(&operation.root),
        }
    }

    pub(crate) fn fragment(fragment: &'a Fragment) -> Self {
        Self {
            name: &fragment.name,
            place: &fragment.place,
            variables: &[],
            on: &fragment.on,
            fields: &fragment.fields,
        }
    }
}

/// How many documents have a schema in common: writing a file takes as long as copying the types of some documents.
const BATCH: usize = 32;

/// Runs graphql_client_codegen.
pub(crate) struct Compiler<'a> {
    schemas: &'a Schemas,
    serde: syn::Path,
    fragments: BTreeMap<String, usize>,
    /// The folder of the schemas: graphql_client_codegen reads a file, and never the same file twice.
    folder: TempDir,
    files: usize,
}

impl<'a> Compiler<'a> {
    pub(crate) fn new(target: &Target, schemas: &'a Schemas, model: &Model) -> Result<Self, Error> {
        let serde = format!("{}::support::serde", target.runtime);
        let names = model.fragments.keys().cloned();
        Ok(Self {
            schemas,
            serde: syn::parse_str(&serde).map_err(|_| Error::Config {
                path: target.output.clone(),
                reason: format!("`{serde}` is not a valid Rust path"),
            })?,
            fragments: names.zip(0..).collect(),
            folder: TempDir::new().map_err(|error| Error::io(&std::env::temp_dir(), error))?,
            files: 0,
        })
    }

    /// Compiles documents, each on its own.
    pub(crate) fn documents(&mut self, documents: &[Document<'_>]) -> Result<Vec<Compiled>, Error> {
        let mut compiled = Vec::new();
        for documents in documents.chunks(BATCH) {
            let mut skeleton = Skeleton::new(&self.schemas.service, &self.fragments);
            let texts = documents.iter().map(|document| {
                let Document {
                    variables,
                    on,
                    fields,
                    ..
                } = document;
                skeleton.document(variables, on, fields)
            });
            let texts: Vec<String> = texts.collect();
            let schema = self.write(&skeleton.schema())?;
            for (document, text) in documents.iter().zip(texts) {
                compiled.push(self.compile(&text, &schema).map_err(|reason| {
                    let name = document.name;
                    let message =
                        format!("graphql_client_codegen can't compile `{name}`: {reason}");
                    Error::Invalid(vec![Problem::new(document.place, message)])
                })?);
            }
        }
        Ok(compiled)
    }

    /// Compiles enums of the schema.
    pub(crate) fn enums(&mut self, wires: &BTreeSet<String>) -> Result<Vec<RawEnum>, Error> {
        if wires.is_empty() {
            return Ok(Vec::new());
        }
        let (document, schema) = skeleton::of_enums(&self.schemas.service, wires);
        let schema = self.write(&schema)?;
        let compiled = self.compile(&document, &schema).map_err(|reason| {
            let message = format!("graphql_client_codegen can't compile the enums: {reason}");
            Error::Invalid(vec![Problem::nowhere(message)])
        })?;
        Ok(compiled.enums)
    }

    fn write(&mut self, schema: &str) -> Result<PathBuf, Error> {
        let path = self.folder.path().join(format!("{}.graphql", self.files));
        self.files += 1;
        fs::write(&path, schema).map_err(|error| Error::io(&path, error))?;
        Ok(path)
    }

    fn compile(&self, document: &str, schema: &Path) -> Result<Compiled, String> {
        let mut options = GraphQLClientCodegenOptions::new(CodegenMode::Cli);
        options.set_normalization(Normalization::Rust);
        options.set_serde_path(self.serde.clone());
        options.set_response_derives("Debug,Clone,PartialEq,Eq,Hash".to_owned());
        // Validated documents should not make it panic; if it does, the error has the panic's message.
        let tokens = catch_unwind(AssertUnwindSafe(|| {
            generate_module_token_stream_from_string(document, schema, options)
        }))
        .map_err(|panic| format!("it panicked: {}", panic_text(&*panic)))?
        .map_err(|error| error.to_string())?;
        let file: syn::File = syn::parse2(tokens).map_err(|error| error.to_string())?;
        let module = file.items.into_iter().find_map(|item| match item {
            Item::Mod(module) => Some(module),
            _ => None,
        });
        let module = module.ok_or("it returned no module")?;
        let mut compiled = Compiled::default();
        for item in module.content.into_iter().flat_map(|(_, items)| items) {
            match item {
                Item::Struct(item) => compiled.add_struct(item),
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
        compiled.enter_root();
        Ok(compiled)
    }
}

/// Returns the position in the schema of a type with this name in graphql_client_codegen's output.
pub(crate) fn position(name: &str) -> Option<usize> {
    skeleton::position(name, 'T')
}

/// Returns the name of a type of the schema in graphql_client_codegen's output.
pub(crate) fn type_name(schemas: &Schemas, wire: &str) -> String {
    skeleton::type_name(&schemas.service, wire)
}

/// Returns the message of a panic.
fn panic_text(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("no message")
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
