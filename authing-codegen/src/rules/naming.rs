//! The names that the configuration gives: each names something of the schema, is a name in Rust, and is nothing else's.

use apollo_compiler::schema::ExtendedType;

use crate::config::Target;
use crate::error::Problem;
use crate::model::Model;
use crate::names;
use crate::schema::Schemas;

/// What is wrong with them.
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
            Problem::nowhere(format!("`{wire}` is to be called `{rust}`, but {reason}"))
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
        return Some("that is not the name of a type in Rust".to_owned());
    }
    if let Some(reason) = names::reserved(rust) {
        return Some(format!("that {reason}"));
    }
    let fragment = model.fragments.values().find(|one| one.type_name == rust);
    if let Some(fragment) = fragment {
        return Some(format!("so is the fragment `{}`", fragment.name));
    }
    let mut others = types.iter().filter(|(_, ty)| named(ty));
    let other = others.find(|(name, _)| *name != wire && target.type_name(name) == rust);
    other.map(|(other, _)| format!("so is `{other}`"))
}

fn field(target: &Target, schemas: &Schemas, ty: &str, field: &str, rust: &str) -> Option<String> {
    let fields = &schemas.service.get_input_object(ty)?.fields;
    if !fields.contains_key(field) {
        return Some("the input object has no such field".to_owned());
    }
    if !names::is_field_name(rust) || rust == names::CONSTRUCTOR {
        return Some("no field can have that name in Rust".to_owned());
    }
    let mut others = fields.keys().filter(|other| *other != field);
    others.find_map(|other| {
        let name = target.input_field(ty, other);
        if rust == name {
            return Some(format!("so is its field `{other}`"));
        }
        if rust == names::maybe(&name) {
            return Some(format!("so is a setter of its field `{other}`"));
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
        return Some("the schema has no such value of an enum".to_owned());
    };
    if !names::is_type_name(rust) || rust == "Other" {
        return Some("no value can have that name in Rust".to_owned());
    }
    let mut others = values.keys().filter(|other| *other != value);
    let other = others.find(|other| target.variant(ty, other) == rust);
    other.map(|other| format!("so is its value `{other}`"))
}
