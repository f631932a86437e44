//! Extracts one set of shared types from the compiled operations.
//!
//! The names are those of the query files, and for input objects and enums those of the schema and the configuration. Two
//! types of one name are an error.

mod base;
mod described;
mod holds;
mod library;
mod merge;
pub(crate) mod pages;
mod schema_types;
mod selections;
mod sharing;
mod variants;

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use apollo_compiler::schema::FieldDefinition;

use crate::compile::graphql_client::{Compiled, Compiler, Document};
use crate::compile::types::{Shape, Value};
use crate::config::Target;
use crate::error::{Error, Problem};
use crate::input::schema::Schemas;
use crate::model::{Fragment, MOST_ARGUMENTS, Model, Operation, Treatment, Variable};
pub(crate) use base::Base;
use holds::Holds;
pub(crate) use library::{
    Enum, Library, SharedType, Struct, TypedField, TypedOperation, TypedVariable, Variant,
};

/// Compiles every operation and extracts the shared types. Those that the base has are inherited. Returns everything that could be
/// compiled, and the problems of the rest.
pub(crate) fn extract(
    target: &Target,
    base: Option<&Base<'_>>,
    schemas: &Schemas,
    model: &Model,
) -> Result<(Library, Vec<Problem>), Error> {
    let mut compiler = Compiler::new(schemas, model)?;
    let reused = base
        .map(|base| base.types_of(target, schemas))
        .unwrap_or_default();
    let mut extractor = Extractor {
        target,
        schemas,
        model,
        taken: taken_names(target, schemas, model),
        fragment_names: model.fragments.keys().map(String::as_str).collect(),
        holds: Holds::new(target, base, schemas, &reused),
        base: base.copied(),
        reused,
        inherited: BTreeMap::new(),
        beyond: BTreeMap::new(),
        fragments: BTreeMap::new(),
        used: Used::default(),
        types: BTreeMap::new(),
        faults: Vec::new(),
    };
    extractor.compile_fragments(&mut compiler)?;
    let documents = model.operations.iter().map(Document::operation);
    let compiled = compiler.documents(&documents.collect::<Vec<_>>())?;
    let mut operations = Vec::new();
    for (operation, compiled) in model.operations.iter().zip(&compiled) {
        operations.extend(extractor.operation(operation, compiled));
    }
    extractor.inputs();
    extractor.enums();
    operations.sort_by(|a, b| a.model.name.cmp(&b.model.name));
    extractor.merge_fragments();
    extractor.reject_equal_names(&operations);
    let inherited = extractor.take_inherited();
    let fragments = model.fragments.values().filter(|one| !one.inherited);
    let mut library = Library {
        operations,
        types: extractor.types,
        inherited: Rc::new(inherited),
        beyond: extractor.beyond,
        fragments: fragments.cloned().collect(),
        bound: extractor.holds.bound,
        secret: extractor.holds.secret,
    };
    let mut faults = extractor.faults;
    faults.extend(add_pages(target, model, &mut library));
    Ok((library, faults))
}

/// Finds the pages of each operation, and returns the reasons why some can't be streamed.
fn add_pages(target: &Target, model: &Model, library: &mut Library) -> Vec<Problem> {
    let mut faults = Vec::new();
    let paged = library.operations.iter().map(|operation| {
        let paged = pages::paged(target.pages(), model, library, operation);
        paged.unwrap_or_else(|fault| {
            faults.push(fault);
            None
        })
    });
    let paged: Vec<_> = paged.collect();
    for (operation, paged) in library.operations.iter_mut().zip(paged) {
        operation.paged = paged;
    }
    faults
}

/// The context of fields: their GraphQL type, and the name of their Rust struct.
struct Path {
    on: String,
    name: String,
}

/// Returns the names of types and operations, which anonymous selections must not have.
fn taken_names(target: &Target, schemas: &Schemas, model: &Model) -> BTreeSet<String> {
    let fragments = model
        .fragments
        .values()
        .map(|fragment| fragment.type_name.clone());
    let schema = schemas
        .service
        .types
        .iter()
        .filter(|(_, definition)| definition.is_input_object() || definition.is_enum())
        .map(|(name, _)| target.type_name(name));
    // The types of an operation's selections stand next to all operations.
    let operations = model.operations.iter().map(|one| one.name.clone());
    fragments.chain(schema).chain(operations).collect()
}

struct Extractor<'a> {
    target: &'a Target,
    schemas: &'a Schemas,
    model: &'a Model,
    taken: BTreeSet<String>,
    /// The fragments by their positions.
    fragment_names: Vec<&'a str>,
    holds: Holds,
    base: Option<Base<'a>>,
    /// The input objects and enums whose types are inherited, with their Rust names.
    reused: BTreeMap<String, String>,
    /// The inherited types that are used.
    inherited: BTreeMap<String, SharedType>,
    /// What the schema has in addition to them.
    beyond: BTreeMap<String, Vec<String>>,
    /// The type of each fragment, before fragments that share a type are merged.
    fragments: BTreeMap<String, (Struct, Vec<Struct>)>,
    used: Used,
    types: BTreeMap<String, SharedType>,
    faults: Vec<Problem>,
}

/// The types of the schema that operations use, by their wire names.
#[derive(Default)]
struct Used {
    inputs: BTreeSet<String>,
    /// The input objects that are not extracted yet.
    ahead: Vec<String>,
    enums: BTreeSet<String>,
}

impl<'a> Extractor<'a> {
    /// Compiles the fragments that operations reach.
    fn compile_fragments(&mut self, compiler: &mut Compiler<'_>) -> Result<(), Error> {
        let model: &'a Model = self.model;
        let reached = model.operations.iter().flat_map(|one| &one.reached);
        let reached: BTreeSet<&String> = reached.collect();
        let fragments = reached
            .into_iter()
            .filter_map(|name| model.fragments.get(name));
        let fragments: Vec<&Fragment> = fragments.collect();
        let documents = fragments.iter().map(|one| Document::fragment(one));
        let compiled = compiler.documents(&documents.collect::<Vec<_>>())?;
        let compiled = fragments.into_iter().zip(&compiled);
        let (inherited, new): (Vec<_>, Vec<_>) = compiled.partition(|(one, _)| one.inherited);
        let target = self.target;
        if let Some(base) = self.base {
            // With its settings, so that only the schemas can make a difference.
            self.target = base.target;
            for (fragment, compiled) in inherited {
                self.fragment(fragment, compiled);
            }
            self.target = target;
            self.used = Used::default();
        }
        for (fragment, compiled) in new {
            self.fragment(fragment, compiled);
        }
        Ok(())
    }

    fn operation(&mut self, operation: &Operation, compiled: &Compiled) -> Option<TypedOperation> {
        let mut selections = Vec::new();
        let path = Path {
            on: operation.on.clone(),
            name: operation.name.clone(),
        };
        let mut fields = self.fields(
            std::slice::from_ref(&operation.root),
            &compiled.fields,
            compiled,
            &path,
            &mut selections,
        );
        let root = fields.pop()?;
        let output = match &root.shape {
            Shape::Option(inner) if !operation.root.nullable => (**inner).clone(),
            shape => shape.clone(),
        };
        if operation.root.nullable && !root.shape.is_option() {
            self.faults.push(Problem::new(
                &operation.root.place,
                format!(
                    "`@nullable` can't apply to `{}`, which is non-null or a list",
                    operation.root.name
                ),
            ));
        }
        let schemas = self.schemas;
        let definition = schemas.service.type_field(&path.on, &operation.root.name);
        let definition = definition.ok().map(|known| -> &FieldDefinition { known });
        let mut model = operation.clone();
        if let Some(definition) = definition {
            model.docs = described::docs(&model.docs, None, &definition.directives);
        }
        Some(TypedOperation {
            variables: self.variables(operation, definition, compiled),
            model,
            root,
            judged: self.is_judged(&output),
            output,
            paged: None,
            selections,
        })
    }

    fn variables(
        &mut self,
        operation: &Operation,
        root: Option<&FieldDefinition>,
        compiled: &Compiled,
    ) -> Vec<TypedVariable> {
        let mut typed = Vec::new();
        for (index, variable) in operation.variables.iter().enumerate() {
            let Some(raw) = compiled.variables.get(&index) else {
                continue;
            };
            let shape = self.known(Shape::parse(raw).strict_list(), &variable.place);
            let shape = match variable.treatment {
                Treatment::Encrypted | Treatment::Secret | Treatment::Digits => {
                    shape.with_value(Value::Secret)
                }
                Treatment::CommaSeparated { .. } => shape.into_list(),
                Treatment::Plain if variable.unsigned => shape.with_value(Value::Unsigned),
                Treatment::Plain | Treatment::UserPool => match &variable.rust_type {
                    Some(path) => shape.with_value(Value::TextType(path.clone())),
                    None => shape,
                },
            };
            let mut model = variable.clone();
            let argument = variable.argument.as_deref();
            if let Some(known) = argument.and_then(|name| root?.argument_by_name(name)) {
                let description = known.description.as_ref();
                model.docs = described::docs(&model.docs, description, &known.directives);
            }
            typed.push(TypedVariable {
                model,
                shape,
                is_secret: self.is_secret(variable),
                is_bound: self
                    .holds
                    .bound
                    .contains(variable.ty.inner_named_type().as_str()),
                by_setter: false,
            });
        }
        let required = typed.iter_mut().filter(|variable| variable.is_required());
        let required: Vec<_> = required.collect();
        let by_setter = required.len() > MOST_ARGUMENTS;
        for variable in required {
            variable.by_setter = by_setter;
        }
        typed
    }

    /// Returns whether its type is a fragment that can report a failure.
    fn is_judged(&self, output: &Shape) -> bool {
        matches!(output, Shape::Value(Value::Shared(name))
            if self.model.fragments.get(name).is_some_and(|fragment| fragment.verdict))
    }

    fn is_secret(&self, variable: &Variable) -> bool {
        let ty = variable.ty.inner_named_type();
        variable.treatment.is_secret() || self.holds.secret.contains(ty.as_str())
    }
}
