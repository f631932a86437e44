//! Values of input objects with `@oneOf`, which apollo-compiler does not know.

use apollo_compiler::ast::Value;
use apollo_compiler::executable::Operation;
use apollo_compiler::{ExecutableDocument, Name, Node, Schema};

use crate::error::Problem;
use crate::input::schema::place_in;

/// Reports every value in a document that doesn't have exactly one field, or one that can be null.
pub(super) fn faults(schema: &Schema, document: &ExecutableDocument) -> Vec<Problem> {
    let mut faults = Vec::new();
    for operation in document.operations.iter() {
        let mut check = |value, ty: &str| {
            for (wrong, ty) in wrong(schema, operation, value, ty) {
                let fault = Problem::new(
                    &place_in(&document.sources, wrong),
                    format!("a `{ty}` must have exactly one field, and its value must not be null"),
                );
                faults.push(fault.with_help(
                    "give one field; if its value is a variable, end the variable's type with `!`",
                ));
            }
        };
        for variable in &operation.variables {
            if let Some(default) = &variable.default_value {
                check(default, variable.ty.inner_named_type());
            }
        }
        for field in operation.all_fields(document) {
            for argument in &field.arguments {
                if let Some(known) = field.definition.argument_by_name(&argument.name) {
                    check(&argument.value, known.ty.inner_named_type());
                }
            }
        }
    }
    faults
}

/// Returns the values in a value, and itself, that are wrong, with their types.
fn wrong<'v>(
    schema: &'v Schema,
    operation: &Operation,
    value: &'v Node<Value>,
    ty: &str,
) -> Vec<(&'v Node<Value>, &'v str)> {
    match (&**value, schema.get_input_object(ty)) {
        (Value::List(elements), _) => elements
            .iter()
            .flat_map(|element| wrong(schema, operation, element, ty))
            .collect(),
        (Value::Object(fields), Some(definition)) => {
            let is_wrong = definition.directives.has("oneOf") && !is_one(operation, fields);
            let itself = is_wrong.then_some((value, definition.name.as_str()));
            let inner = fields.iter().filter_map(|(name, inner)| {
                let known = definition.fields.get(name)?;
                Some(wrong(schema, operation, inner, known.ty.inner_named_type()))
            });
            itself.into_iter().chain(inner.flatten()).collect()
        }
        _ => Vec::new(),
    }
}

/// Returns whether an object has one field, which is never null.
fn is_one(operation: &Operation, fields: &[(Name, Node<Value>)]) -> bool {
    let [(_, value)] = fields else {
        return false;
    };
    match value.as_variable() {
        None => !value.is_null(),
        Some(name) => {
            let mut variables = operation.variables.iter();
            variables.any(|one| one.name == *name && one.ty.is_non_null())
        }
    }
}
