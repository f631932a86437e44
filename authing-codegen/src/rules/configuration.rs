//! The names in the configuration exist.

use std::collections::BTreeSet;

use apollo_compiler::schema::ExtendedType;

use crate::config::{Pages, Target};
use crate::error::Problem;
use crate::input::schema::Schemas;
use crate::model::Model;
use crate::names::words;

/// Reports names that don't exist. A renamed field would silently lose its protection.
pub(super) fn faults(target: &Target, schemas: &Schemas, model: &Model) -> Vec<Problem> {
    let mut faults = Vec::new();
    let names = names(schemas, model);
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
                Some((ty, field)) if key == "encrypted" => {
                    (!is_sent_text(target, schemas, ty, field))
                        .then_some("no input object of the schema has such a string field")
                }
                Some((ty, field)) => {
                    (!has_field(schemas, ty, field)).then_some("the schema has no such field")
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
            faults.extend(fault.map(|reason| {
                Problem::nowhere(format!("`{name}` is listed in `{key}`, but {reason}"))
                    .with_help(format!("correct `{key}` in the configuration"))
            }));
        }
    }
    faults
}

/// Returns the names of all fields, arguments and variables.
fn names(schemas: &Schemas, model: &Model) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for definition in schemas.service.types.values() {
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
fn has_field(schemas: &Schemas, ty: &str, field: &str) -> bool {
    let schema = &schemas.service;
    if let Some((ty, of)) = ty.split_once('.') {
        let of = schema.type_field(ty, of);
        return of.is_ok_and(|of| of.argument_by_name(field).is_some());
    }
    let input = schema.get_input_object(ty);
    input.is_some_and(|input| input.fields.contains_key(field))
        || schema.type_field(ty, field).is_ok()
}

fn is_sent_text(target: &Target, schemas: &Schemas, ty: &str, field: &str) -> bool {
    let input = schemas.service.get_input_object(ty);
    let field = input.and_then(|input| input.fields.get(field));
    field.is_some_and(|field| target.is_text(field.ty.inner_named_type()))
}
