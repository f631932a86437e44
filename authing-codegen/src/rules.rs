//! The rules of the house that the schema does not know: secrets are marked as such, and methods have a client.

pub(crate) mod flow;
mod methods;

use apollo_compiler::schema::ExtendedType;

use crate::config::Target;
use crate::error::{Error, Problem};
use crate::model::{Field, Model, Operation, Selection, Treatment, Variable};
use crate::schema::Schemas;
use crate::source::Sources;
use flow::Sink;

/// Checks that every text with a sensitive name is marked where it is sent and where it is selected.
pub(crate) fn check(
    target: &Target,
    schemas: &Schemas,
    sources: &Sources,
    model: &Model,
) -> Result<(), Error> {
    Problem::none(faults(target, schemas, sources, model))
}

/// Where one is not marked.
pub(crate) fn faults(
    target: &Target,
    schemas: &Schemas,
    sources: &Sources,
    model: &Model,
) -> Vec<Problem> {
    let mut rules = Rules {
        target,
        schemas,
        faults: Vec::new(),
    };
    rules.configuration();
    for operation in &model.operations {
        rules.operation(operation, sources);
        let root = schemas
            .service
            .root_operation(operation.kind.operation_type());
        if let Some(root) = root {
            rules.fields(std::slice::from_ref(&operation.root), root);
        }
    }
    for fragment in model.fragments.values() {
        rules.fields(&fragment.fields, &fragment.on);
    }
    rules.faults.extend(methods::faults(target, model));
    rules.faults
}

struct Rules<'a> {
    target: &'a Target,
    schemas: &'a Schemas,
    faults: Vec<Problem>,
}

impl Rules<'_> {
    /// A field that is named with its type must be one: what was renamed is not shown from then on.
    fn configuration(&mut self) {
        for name in &self.target.sensitive {
            if let Some((ty, field)) = name.split_once('.')
                && !self.has_field(ty, field)
            {
                self.faults.push(
                    Problem::nowhere(format!(
                        "`{name}` is sensitive, but the schema has no such field"
                    ))
                    .with_help("correct `sensitive` in the configuration"),
                );
            }
        }
    }

    fn has_field(&self, ty: &str, field: &str) -> bool {
        let schema = &self.schemas.service;
        let input = schema.get_input_object(ty);
        input.is_some_and(|input| input.fields.contains_key(field))
            || schema.type_field(ty, field).is_ok()
    }

    fn operation(&mut self, operation: &Operation, sources: &Sources) {
        let flow = flow::of(operation, self.schemas, sources);
        for variable in &operation.variables {
            if variable.treatment != Treatment::Plain {
                continue;
            }
            let ty = variable.ty.inner_named_type();
            match self.schemas.service.types.get(ty) {
                Some(ExtendedType::InputObject(_)) => self.input(variable),
                Some(definition) if definition.is_leaf() => {
                    let own = Sink {
                        on: None,
                        name: variable.wire.clone(),
                    };
                    let into = flow.get(&variable.wire).into_iter().flatten();
                    if let Some(sink) = std::iter::once(&own)
                        .chain(into)
                        .find(|sink| self.target.is_sensitive(sink.on.as_deref(), &sink.name))
                    {
                        self.faults.push(unmarked(variable, &sink.name));
                    }
                }
                _ => {}
            }
        }
    }

    /// Inside an input object a sensitive text is not shown, but nothing encrypts it.
    fn input(&mut self, variable: &Variable) {
        let ty = variable.ty.inner_named_type();
        let types = &self.schemas.service.types;
        let encrypted = |_: &str, name: &str| self.target.encrypted.iter().any(|one| one == name);
        if let Some(field) = flow::reached(types, ty, &encrypted) {
            self.faults.push(
                Problem::new(
                    &variable.place,
                    format!(
                        "`${}` holds `{field}`, which nothing encrypts",
                        variable.wire
                    ),
                )
                .with_help(format!(
                    "pass the fields of `{ty}` one by one, so that `{field}` can be marked"
                )),
            );
        }
    }

    /// What is selected of a type.
    fn fields(&mut self, selected: &[Field], on: &str) {
        for field in selected {
            match &field.selection {
                Selection::Leaf => {
                    if self.target.is_sensitive(Some(on), &field.name) && !field.secret {
                        let message = format!("`{}` is sensitive and not marked", field.name);
                        let fault = Problem::new(&field.place, message);
                        self.faults.push(fault.with_help("mark it `@secret`"));
                    }
                }
                Selection::Fields(inner) => {
                    let schemas = self.schemas;
                    if let Ok(definition) = schemas.service.type_field(on, &field.name) {
                        self.fields(inner, definition.ty.inner_named_type());
                    }
                }
                Selection::Fragment(_) => {}
            }
        }
    }
}

fn unmarked(variable: &Variable, name: &str) -> Problem {
    let wire = &variable.wire;
    let message = if wire == name {
        format!("`${wire}` is sensitive and not marked")
    } else {
        format!("`${wire}` is sent as `{name}`, which is sensitive, and not marked")
    };
    Problem::new(&variable.place, message).with_help("mark it `@encrypted`, `@secret` or `@digits`")
}
