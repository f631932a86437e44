//! Compiles each query file once with graphql_client_codegen, and parses its output.
//!
//! Its input is a reduced copy in which types and fragments have other names: twins that differ in case only would have one
//! name in its output, and a selection, which it names by its path, could have the name of a fragment. [`Compiled::named`]
//! and [`position`] tell what a name stands for.

mod skeleton;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use graphql_client_codegen::normalization::Normalization;
use graphql_client_codegen::{
    CodegenMode, GraphQLClientCodegenOptions, generate_module_token_stream_from_string,
};
use syn::{Fields, Item, ItemStruct, Type};
use tempfile::TempDir;

use crate::error::quiet;
use crate::error::{Error, Place, Problem};
use crate::input::schema::Schemas;
use crate::model::{Field, Fragment, Model, Operation, Variable};
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

    /// Takes what is selected of the root field, which each document has for itself, for the outermost fields.
    fn enter_root(&mut self) {
        let root = match self.fields.first_key_value() {
            Some((_, Type::Path(path))) => path.path.get_ident(),
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
    pub(crate) fn operation(operation: &'a Operation) -> Self {
        Self {
            name: &operation.name,
            place: &operation.place,
            variables: &operation.variables,
            on: &operation.on,
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
    fragments: BTreeMap<String, usize>,
    /// The folder of the schemas: graphql_client_codegen reads a file, and never the same file twice.
    folder: TempDir,
    files: usize,
}

impl<'a> Compiler<'a> {
    pub(crate) fn new(schemas: &'a Schemas, model: &Model) -> Result<Self, Error> {
        let names = model.fragments.keys().cloned();
        Ok(Self {
            schemas,
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
                compiled.push(compile(&text, &schema).map_err(|reason| {
                    let name = document.name;
                    let message =
                        format!("graphql_client_codegen can't compile `{name}`: {reason}");
                    Error::Invalid(vec![Problem::new(document.place, message)])
                })?);
            }
        }
        Ok(compiled)
    }

    fn write(&mut self, schema: &str) -> Result<PathBuf, Error> {
        let path = self.folder.path().join(format!("{}.graphql", self.files));
        self.files += 1;
        fs::write(&path, schema).map_err(|error| Error::io(&path, error))?;
        Ok(path)
    }
}

fn compile(document: &str, schema: &Path) -> Result<Compiled, String> {
    let mut options = GraphQLClientCodegenOptions::new(CodegenMode::Cli);
    options.set_normalization(Normalization::Rust);
    // Validated documents should not make it panic; if it does, the error has the panic's message.
    let tokens =
        quiet::catch(|| generate_module_token_stream_from_string(document, schema, options))
            .map_err(|message| format!("it panicked: {message}"))?
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
    compiled.enter_root();
    Ok(compiled)
}

/// Returns the position in the schema of a type with this name in graphql_client_codegen's output.
pub(crate) fn position(name: &str) -> Option<usize> {
    skeleton::position(name, 'T')
}

/// Returns the name of a type of the schema in graphql_client_codegen's output.
pub(crate) fn type_name(schemas: &Schemas, wire: &str) -> String {
    skeleton::type_name(&schemas.service, wire)
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
