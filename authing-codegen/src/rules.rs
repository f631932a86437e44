//! Project rules that the schema does not cover: secrets are marked, methods have a client, operation names are verb phrases,
//! and the names in the configuration exist.

pub(crate) mod flow;
mod methods;
mod naming;
mod rest;
mod secrets;
mod verbs;

use std::collections::BTreeSet;

use apollo_compiler::schema::ExtendedType;

use crate::config::{Pages, Target};
use crate::error::Problem;
use crate::input::schema::Schemas;
use crate::input::source::Sources;
use crate::model::Model;
use crate::names::words;

/// Returns every violation of the rules.
pub(crate) fn faults(
    target: &Target,
    unsent: &dyn Fn(&str, &str) -> bool,
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
    rules
        .faults
        .extend(secrets::faults(target, unsent, schemas, sources, model));
    rules.faults.extend(methods::faults(target, model));
    rules.faults.extend(naming::faults(target, schemas, model));
    rules.faults.extend(verbs::faults(target, model));
    rules.faults.extend(rest::faults(schemas, model));
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
            ("public", &target.public),
        ];
        let texts = target.texts.values().map(|list| ("texts", list));
        let pages = target.pages.iter().flat_map(Pages::names).collect();
        for (key, list) in lists.into_iter().chain(texts).chain([("pages", &pages)]) {
            for name in list {
                let fault = match name.rsplit_once('.') {
                    Some((ty, field)) if key == "encrypted" => (!self.is_sent_text(ty, field))
                        .then_some("no input object of the schema has such a string field"),
                    Some((ty, field)) => {
                        (!self.has_field(ty, field)).then_some("the schema has no such field")
                    }
                    None => (!names.contains(name))
                        .then_some("no field, argument or variable has this name"),
                };
                let fault = fault.or_else(|| match key {
                    "public" if target.lists_as_sensitive(name) => Some("it is also `sensitive`"),
                    "public" => {
                        let last = name.rsplit('.').next().unwrap_or(name);
                        words::secret(last)
                            .is_none()
                            .then_some("it does not sound like a secret anyway")
                    }
                    _ => None,
                });
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

    /// Returns whether a type has a field, or a `Type.field` an argument.
    fn has_field(&self, ty: &str, field: &str) -> bool {
        let schema = &self.schemas.service;
        if let Some((ty, of)) = ty.split_once('.') {
            let of = schema.type_field(ty, of);
            return of.is_ok_and(|of| of.argument_by_name(field).is_some());
        }
        let input = schema.get_input_object(ty);
        input.is_some_and(|input| input.fields.contains_key(field))
            || schema.type_field(ty, field).is_ok()
    }

    fn is_sent_text(&self, ty: &str, field: &str) -> bool {
        let input = self.schemas.service.get_input_object(ty);
        let field = input.and_then(|input| input.fields.get(field));
        field.is_some_and(|field| self.target.is_text(field.ty.inner_named_type()))
    }
}
