//! Default values, which introspection returns as text, often in the syntax of the service's own language.

use std::collections::HashMap;

use apollo_compiler::ast::{Definition, InputObjectTypeDefinition, Type, Value};
use apollo_compiler::parser::Parser;
use apollo_compiler::{Name, Node};

/// The words of other languages for a missing value; no custom scalar has these as values.
const NO_VALUES: [&str; 6] = ["None", "undefined", "Undefined", "NaN", "nan", "Infinity"];

/// A warning that a default was skipped.
pub(super) fn warning(coordinate: &str, text: &str, reason: &str) -> String {
    const CHARACTERS: usize = 60;
    let mut shown: String = text.chars().take(CHARACTERS).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    format!("the default `{shown}` of `{coordinate}` is skipped: {reason}")
}

/// Parses a default value; `None` if the text is not exactly one value.
pub(super) fn literal(text: &str) -> Option<Node<Value>> {
    let document = Parser::new()
        .parse_ast(format!("{{ of(value: {text}\n) }}"), "default.graphql")
        .ok()?;
    let [Definition::OperationDefinition(operation)] = document.definitions.as_slice() else {
        return None;
    };
    let [selection] = operation.selection_set.as_slice() else {
        return None;
    };
    let field = selection.as_field()?;
    let [argument] = field.arguments.as_slice() else {
        return None;
    };
    let is_alone = field.directives.is_empty() && field.selection_set.is_empty();
    // Without its place in that text.
    (is_alone && is_constant(&argument.value)).then(|| Node::new((*argument.value).clone()))
}

fn is_constant(value: &Value) -> bool {
    match value {
        Value::Variable(_) => false,
        Value::List(elements) => elements.iter().all(|element| is_constant(element)),
        Value::Object(fields) => fields.iter().all(|(_, field)| is_constant(field)),
        _ => true,
    }
}

/// The definitions of types by name.
pub(super) type Types<'a> = HashMap<Name, &'a Definition>;

/// Returns whether a value is valid for this type.
pub(super) fn fits(value: &Value, ty: &Type, types: &Types<'_>) -> bool {
    match (value, ty) {
        (Value::Null, ty) => !ty.is_non_null(),
        (Value::List(elements), Type::List(item) | Type::NonNullList(item)) => {
            elements.iter().all(|element| fits(element, item, types))
        }
        // One value stands for a list of it.
        (value, Type::List(item) | Type::NonNullList(item)) => fits(value, item, types),
        (value, Type::Named(name) | Type::NonNullNamed(name)) => is_a(value, name, types),
    }
}

fn is_a(value: &Value, name: &Name, types: &Types<'_>) -> bool {
    match (name.as_str(), value) {
        ("Int", Value::Int(int)) => int.try_to_i32().is_ok(),
        ("Float", Value::Int(_) | Value::Float(_)) => true,
        ("String", Value::String(_)) => true,
        ("Boolean", Value::Boolean(_)) => true,
        ("ID", Value::String(_) | Value::Int(_)) => true,
        ("Int" | "Float" | "String" | "Boolean" | "ID", _) => false,
        _ => match (types.get(name), value) {
            (Some(Definition::EnumTypeDefinition(of)), Value::Enum(value)) => {
                of.values.iter().any(|known| known.value == *value)
            }
            (Some(Definition::EnumTypeDefinition(_)), _) => false,
            (Some(Definition::InputObjectTypeDefinition(of)), Value::Object(fields)) => {
                is_input(fields, of, types)
            }
            (Some(Definition::InputObjectTypeDefinition(_)), _) => false,
            // The service alone knows what a scalar of its own accepts.
            (_, Value::Enum(value)) => !NO_VALUES.contains(&value.as_str()),
            _ => true,
        },
    }
}

fn is_input(
    fields: &[(Name, Node<Value>)],
    of: &InputObjectTypeDefinition,
    types: &Types<'_>,
) -> bool {
    let known = fields.iter().all(|(name, value)| {
        let field = of.fields.iter().find(|field| field.name == *name);
        field.is_some_and(|field| fits(value, &field.ty, types))
    });
    let is_given = |name: &Name| fields.iter().any(|(given, _)| given == name);
    known
        && of
            .fields
            .iter()
            .all(|field| !field.is_required() || is_given(&field.name))
}
