//! Default values in a schema, whose types apollo-compiler does not check.

use apollo_compiler::ast::{InputValueDefinition, Type, Value};
use apollo_compiler::schema::{ExtendedType, InputObjectType};
use apollo_compiler::{Name, Node, Schema};

use super::place_in;
use crate::error::Problem;

/// The words of other languages for a missing value; no custom scalar has these as values.
const NO_VALUES: [&str; 6] = ["None", "undefined", "Undefined", "NaN", "nan", "Infinity"];

/// Reports every default that is not a value of its type.
pub(super) fn faults(schema: &Schema) -> Vec<Problem> {
    let mut inputs: Vec<&Node<InputValueDefinition>> = Vec::new();
    for definition in schema.types.values() {
        let fields = match definition {
            ExtendedType::Object(of) => &of.fields,
            ExtendedType::Interface(of) => &of.fields,
            ExtendedType::InputObject(of) => {
                inputs.extend(of.fields.values().map(|field| &field.node));
                continue;
            }
            _ => continue,
        };
        inputs.extend(fields.values().flat_map(|field| &field.arguments));
    }
    let directives = schema.directive_definitions.values();
    inputs.extend(directives.flat_map(|directive| &directive.arguments));
    let wrong = inputs.into_iter().filter_map(|input| {
        let default = input.default_value.as_ref()?;
        (!fits(default, &input.ty, schema)).then_some((input, default))
    });
    let faults = wrong.map(|(input, default)| {
        let (name, ty, text) = (&input.name, &input.ty, default.serialize().no_indent());
        let message =
            format!("the default `{text}` of `{name}` is not a value of its type, `{ty}`");
        Problem::new(&place_in(&schema.sources, default), message)
            .with_help("correct the default, or remove it")
    });
    faults.collect()
}

/// Returns whether a value is valid for this type.
pub(crate) fn fits(value: &Value, ty: &Type, schema: &Schema) -> bool {
    match (value, ty) {
        (Value::Null, ty) => !ty.is_non_null(),
        (Value::List(elements), Type::List(item) | Type::NonNullList(item)) => {
            elements.iter().all(|element| fits(element, item, schema))
        }
        // One value stands for a list of it.
        (value, Type::List(item) | Type::NonNullList(item)) => fits(value, item, schema),
        (value, Type::Named(name) | Type::NonNullNamed(name)) => is_a(value, name, schema),
    }
}

fn is_a(value: &Value, name: &Name, schema: &Schema) -> bool {
    match (name.as_str(), value) {
        ("Int", Value::Int(int)) => int.try_to_i32().is_ok(),
        ("Float", Value::Int(_) | Value::Float(_)) => true,
        ("String", Value::String(_)) => true,
        ("Boolean", Value::Boolean(_)) => true,
        ("ID", Value::String(_) | Value::Int(_)) => true,
        ("Int" | "Float" | "String" | "Boolean" | "ID", _) => false,
        _ => match (schema.types.get(name), value) {
            (Some(ExtendedType::Enum(of)), Value::Enum(value)) => of.values.contains_key(value),
            (Some(ExtendedType::Enum(_)), _) => false,
            (Some(ExtendedType::InputObject(of)), Value::Object(fields)) => {
                is_input(fields, of, schema)
            }
            (Some(ExtendedType::InputObject(_)), _) => false,
            // The service alone knows what a scalar of its own accepts.
            (_, Value::Enum(value)) => !NO_VALUES.contains(&value.as_str()),
            _ => true,
        },
    }
}

fn is_input(fields: &[(Name, Node<Value>)], of: &InputObjectType, schema: &Schema) -> bool {
    let is_one = || matches!(fields, [(_, value)] if !value.is_null());
    if of.directives.has("oneOf") && !is_one() {
        return false;
    }
    let fits = |(name, value): &(Name, Node<Value>)| {
        let field = of.fields.get(name);
        field.is_some_and(|field| fits(value, &field.ty, schema))
    };
    let is_given = |name: &Name| fields.iter().any(|(given, _)| given == name);
    let mut known = of.fields.values();
    fields.iter().all(fits) && known.all(|field| !field.is_required() || is_given(&field.name))
}
