//! Checks the configured names: each refers to an item of the schema, and is a valid and unique name in Rust.

use apollo_compiler::schema::ExtendedType;

use crate::config::Target;
use crate::error::Problem;
use crate::input::schema::Schemas;
use crate::model::Model;
use crate::names;

/// Returns the problems of the configured names.
pub(super) fn faults(target: &Target, schemas: &Schemas, model: &Model) -> Vec<Problem> {
    let mut faults = Vec::new();
    for (wire, rust) in &target.names {
        let fault = match wire.split_once('.') {
            Some((ty, member)) if schemas.service.get_input_object(ty).is_some() => {
                field(target, schemas, ty, member, rust)
            }
            Some((ty, member)) => variant(target, schemas, ty, member, rust),
            None => type_name(target, schemas, model, wire, rust),
        };
        faults.extend(fault.map(|reason| {
            Problem::nowhere(format!("`{wire}` can't be named `{rust}`: {reason}"))
                .with_help("correct `names` in the configuration")
        }));
    }
    faults
}

fn type_name(
    target: &Target,
    schemas: &Schemas,
    model: &Model,
    wire: &str,
    rust: &str,
) -> Option<String> {
    let types = &schemas.service.types;
    let named = |ty: &ExtendedType| ty.is_input_object() || ty.is_enum();
    if !types.get(wire).is_some_and(named) {
        return Some("the schema has no such input object or enum".to_owned());
    }
    if !names::is_type_name(rust) {
        return Some("it is not a valid Rust type name".to_owned());
    }
    if let Some(reason) = names::reserved(rust) {
        return Some(format!("the name {reason}"));
    }
    let fragment = model.fragments.values().find(|one| one.type_name == rust);
    if let Some(fragment) = fragment {
        return Some(format!("the fragment `{}` has this name", fragment.name));
    }
    let mut others = types.iter().filter(|(_, ty)| named(ty));
    let other = others.find(|(name, _)| *name != wire && target.type_name(name) == rust);
    other.map(|(other, _)| format!("`{other}` has this name"))
}

fn field(target: &Target, schemas: &Schemas, ty: &str, field: &str, rust: &str) -> Option<String> {
    let fields = &schemas.service.get_input_object(ty)?.fields;
    if !fields.contains_key(field) {
        return Some("the input object has no such field".to_owned());
    }
    if !names::is_field_name(rust) || rust == names::CONSTRUCTOR {
        return Some("no Rust field can have this name".to_owned());
    }
    let mut others = fields.keys().filter(|other| *other != field);
    others.find_map(|other| {
        let name = target.input_field(ty, other);
        if rust == name {
            return Some(format!("its field `{other}` has this name"));
        }
        if rust == names::maybe(&name) {
            return Some(format!("a setter of its field `{other}` has this name"));
        }
        let maybe = names::maybe(rust);
        (maybe == name).then(|| format!("its setter `{maybe}` has the name of its field `{other}`"))
    })
}

fn variant(
    target: &Target,
    schemas: &Schemas,
    ty: &str,
    value: &str,
    rust: &str,
) -> Option<String> {
    let definition = schemas.service.get_enum(ty);
    let values = definition.map(|definition| &definition.values);
    let Some(values) = values.filter(|values| values.contains_key(value)) else {
        return Some("no enum of the schema has such a value".to_owned());
    };
    if !names::is_type_name(rust) {
        return Some("no Rust variant can have this name".to_owned());
    }
    let mut others = values.keys().filter(|other| *other != value);
    let other = others.find(|other| target.variant(ty, other) == rust);
    other.map(|other| format!("its value `{other}` has this name"))
}
