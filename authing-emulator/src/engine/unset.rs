//! Unset fields of an input object.
//!
//! `{ options: { nickname: $nickname } }` without a value for `$nickname` has no field `nickname`, according to the
//! specification. The compiler passes `null` nevertheless, which `updateUser` would take as a request to clear it.

use apollo_compiler::ast::Value;
use apollo_compiler::executable::Field;
use apollo_compiler::response::{JsonMap, JsonValue};

/// Returns the arguments of a field, without the fields whose variables have no value.
pub(super) fn without_unset(
    arguments: &JsonMap,
    field: Option<&&Field>,
    variables: &JsonMap,
) -> JsonMap {
    let mut arguments = arguments.clone();
    for argument in field.iter().flat_map(|field| &field.arguments) {
        if let Some(value) = arguments.get_mut(argument.name.as_str()) {
            remove_unset(value, &argument.value, variables);
        }
    }
    arguments
}

fn remove_unset(value: &mut JsonValue, written: &Value, variables: &JsonMap) {
    match (value, written) {
        (JsonValue::Object(fields), Value::Object(written)) => {
            for (name, written) in written {
                if is_unset(written, variables) {
                    fields.remove(name.as_str());
                } else if let Some(value) = fields.get_mut(name.as_str()) {
                    remove_unset(value, written, variables);
                }
            }
        }
        (JsonValue::Array(items), Value::List(written)) => {
            for (item, written) in items.iter_mut().zip(written) {
                remove_unset(item, written, variables);
            }
        }
        _ => {}
    }
}

fn is_unset(written: &Value, variables: &JsonMap) -> bool {
    written
        .as_variable()
        .is_some_and(|name| !variables.contains_key(name.as_str()))
}
