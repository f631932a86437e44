//! Default values, which introspection returns as text, often in the syntax of the service's own language.

use apollo_compiler::Node;
use apollo_compiler::ast::{Definition, Value};
use apollo_compiler::parser::Parser;

/// Returns a warning that a default was skipped.
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
