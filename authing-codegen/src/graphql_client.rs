//! Compiles each query file once with graphql_client_codegen, and parses its output.
//!
//! Its input is a reduced copy in which types and fragments have other names: twins that differ in case only would have one
//! name in its output, and a selection, which it names by its path, could have the name of a fragment. [`Compiled::named`]
//! and [`Compiler::wire`] restore the original names.

mod skeleton;

use std::any::Any;
use std::collections::BTreeMap;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};

use graphql_client_codegen::normalization::Normalization;
use graphql_client_codegen::{
    CodegenMode, GraphQLClientCodegenOptions, generate_module_token_stream_from_string,
};
use syn::{Fields, Item, ItemStruct, Type};
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
    pub(crate) variables: RawFields,
    /// The outermost fields.
    pub(crate) fields: RawFields,
    /// The structs of anonymous selections.
    selections: BTreeMap<String, RawFields>,
}

/// The types of a struct's fields, by their positions in the document.
pub(crate) type RawFields = BTreeMap<usize, Type>;

/// The meaning of a name in graphql_client_codegen's output.
pub(crate) enum Named<'a> {
    /// A fragment of the query files, by its position among them.
    Fragment(usize),
    /// An anonymous selection.
    Selection(&'a RawFields),
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

/// The types of a schema by their names in graphql_client_codegen's output, and the fragments by theirs.
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

    pub(crate) fn operation(&mut self, operation: &Operation, on: &str) -> Result<Compiled, Error> {
        let Operation {
            name,
            variables,
            root,
            place,
            ..
        } = operation;
        self.fields(name, place, variables, on, std::slice::from_ref(root))
    }

    pub(crate) fn fragment(&mut self, fragment: &Fragment) -> Result<Compiled, Error> {
        let Fragment {
            name, place, on, ..
        } = fragment;
        self.fields(name, place, &[], on, &fragment.fields)
    }

    fn fields(
        &mut self,
        name: &str,
        place: &Place,
        variables: &[Variable],
        on: &str,
        fields: &[Field],
    ) -> Result<Compiled, Error> {
        let schema = &self.schemas.service;
        let skeleton = Skeleton::new(schema, &self.fragments, variables, on, fields);
        let schema = skeleton.schema();
        let compiled = self.compile(&skeleton.document, &schema);
        compiled.map_err(|reason| {
            let message = format!("graphql_client_codegen can't compile `{name}`: {reason}");
            Error::Invalid(vec![Problem::new(place, message)])
        })
    }

    fn compile(&mut self, document: &str, schema: &str) -> Result<Compiled, String> {
        let mut options = GraphQLClientCodegenOptions::new(CodegenMode::Cli);
        options.set_normalization(Normalization::Rust);
        options.set_serde_path(self.serde.clone());
        options.set_response_derives("Debug,Clone,PartialEq,Eq,Hash".to_owned());
        let path = self.folder.path().join(format!("{}.graphql", self.files));
        self.files += 1;
        fs::write(&path, schema).map_err(|error| format!("{}: {error}", path.display()))?;
        // Validated documents should not make it panic; if it does, the error has the panic's message.
        let tokens = catch_unwind(AssertUnwindSafe(|| {
            generate_module_token_stream_from_string(document, &path, options)
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
            if let Item::Struct(item) = item {
                compiled.add_struct(item);
            }
        }
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

fn raw_fields(item: ItemStruct) -> RawFields {
    let Fields::Named(fields) = item.fields else {
        return RawFields::new();
    };
    let types = fields.named.into_iter().filter_map(|field| {
        let index = skeleton::position(&field.ident?.to_string(), 'f')?;
        Some((index, field.ty))
    });
    types.collect()
}
