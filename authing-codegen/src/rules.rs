//! Project rules that the schema does not cover: secrets are marked, methods have a client, operation names are verb phrases,
//! and the names in the configuration exist.

pub(crate) mod flow;
mod methods;
mod naming;
mod verbs;

use std::collections::BTreeSet;

use apollo_compiler::schema::ExtendedType;

use crate::config::{Pages, Target};
use crate::error::{Error, Problem};
use crate::model::{Field, Model, Operation, Selection, Treatment, Variable};
use crate::schema::Schemas;
use crate::source::Sources;
use flow::Sink;

/// Checks that every string with a sensitive name is marked where it is sent and where it is selected.
pub(crate) fn check(
    target: &Target,
    schemas: &Schemas,
    sources: &Sources,
    model: &Model,
) -> Result<(), Error> {
    Problem::none(faults(target, schemas, sources, model))
}

/// Returns every violation of the rules.
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
    rules.configuration(model);
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
    rules.faults.extend(naming::faults(target, schemas, model));
    rules.faults.extend(verbs::faults(target, model));
    rules.faults
}

struct Rules<'a> {
    target: &'a Target,
    schemas: &'a Schemas,
    faults: Vec<Problem>,
}

impl Rules<'_> {
    /// Reports names that don't exist. A renamed field would silently lose its protection.
    fn configuration(&mut self, model: &Model) {
        let names = self.names(model);
        let target = self.target;
        let lists = [
            ("sensitive", &target.sensitive),
            ("encrypted", &target.encrypted),
        ];
        let texts = target.texts.values().map(|list| ("texts", list));
        let pages = target.pages.iter().flat_map(Pages::names).collect();
        for (key, list) in lists.into_iter().chain(texts).chain([("pages", &pages)]) {
            for name in list {
                let fault = match name.split_once('.') {
                    Some((ty, field)) if key == "encrypted" => (!self.is_sent_text(ty, field))
                        .then_some("no input object of the schema has such a string field"),
                    Some((ty, field)) => {
                        (!self.has_field(ty, field)).then_some("the schema has no such field")
                    }
                    None => (!names.contains(name))
                        .then_some("no field, argument or variable has this name"),
                };
                self.faults.extend(fault.map(|reason| {
                    Problem::nowhere(format!("`{name}` is listed in `{key}`, but {reason}"))
                        .with_help(format!("correct `{key}` in the configuration"))
                }));
            }
        }
    }

    /// Returns the names of all fields, arguments and variables.
    fn names(&self, model: &Model) -> BTreeSet<String> {
        let mut names = BTreeSet::new();
        for definition in self.schemas.service.types.values() {
            let fields = match definition {
                ExtendedType::Object(object) => &object.fields,
                ExtendedType::Interface(interface) => &interface.fields,
                ExtendedType::InputObject(input) => {
                    names.extend(input.fields.keys().map(ToString::to_string));
                    continue;
                }
                _ => continue,
            };
            for (name, field) in fields {
                names.insert(name.to_string());
                let arguments = field.arguments.iter();
                names.extend(arguments.map(|argument| argument.name.to_string()));
            }
        }
        let variables = model.operations.iter().flat_map(|one| &one.variables);
        names.extend(variables.map(|variable| variable.wire.clone()));
        names
    }

    fn has_field(&self, ty: &str, field: &str) -> bool {
        let schema = &self.schemas.service;
        let input = schema.get_input_object(ty);
        input.is_some_and(|input| input.fields.contains_key(field))
            || schema.type_field(ty, field).is_ok()
    }

    fn is_sent_text(&self, ty: &str, field: &str) -> bool {
        let input = self.schemas.service.get_input_object(ty);
        let field = input.and_then(|input| input.fields.get(field));
        field.is_some_and(|field| ["ID", "String"].contains(&field.ty.inner_named_type().as_str()))
    }

    fn operation(&mut self, operation: &Operation, sources: &Sources) {
        let flow = flow::of(operation, self.schemas, sources);
        for variable in &operation.variables {
            if variable.treatment != Treatment::Plain {
                continue;
            }
            let ty = variable.ty.inner_named_type();
            match self.schemas.service.types.get(ty) {
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

    /// Checks the selection of a type.
    fn fields(&mut self, selected: &[Field], on: &str) {
        for field in selected {
            match &field.selection {
                Selection::Leaf => {
                    if self.target.is_sensitive(Some(on), &field.name) && !field.secret {
                        let message = format!("`{}` is sensitive but not marked", field.name);
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
        format!("`${wire}` is sensitive but not marked")
    } else {
        format!("`${wire}` is sent as `{name}`, which is sensitive, but is not marked")
    };
    Problem::new(&variable.place, message).with_help("mark it `@encrypted`, `@secret` or `@digits`")
}
