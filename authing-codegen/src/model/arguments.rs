//! The arguments of directives.

use apollo_compiler::Node;
use apollo_compiler::ast::{Directive, Value};

/// Returns an enum value.
pub(super) fn enumeration(directive: &Directive, name: &str) -> String {
    directive
        .specified_argument_by_name(name)
        .and_then(|value| value.as_enum())
        .map(ToString::to_string)
        .unwrap_or_default()
}

/// Returns a string.
pub(super) fn string(directive: &Directive, name: &str) -> Option<String> {
    let value = directive.specified_argument_by_name(name)?;
    value.as_str().map(str::to_owned)
}

/// Returns a non-negative number.
pub(super) fn count(directive: &Directive, name: &str) -> Option<usize> {
    let value = directive.specified_argument_by_name(name)?;
    value
        .to_i32()
        .and_then(|number| usize::try_from(number).ok())
}

/// Returns a list of enum values.
pub(super) fn enumerations(directive: &Directive, name: &str) -> Vec<String> {
    elements(directive, name)
        .filter_map(|value| value.as_enum().map(ToString::to_string))
        .collect()
}

/// Returns whether a flag is set.
pub(super) fn flag(directive: &Directive, name: &str) -> bool {
    let value = directive.specified_argument_by_name(name);
    value.and_then(|value| value.to_bool()).unwrap_or_default()
}

/// Returns a list of strings.
pub(super) fn list(directive: &Directive, name: &str) -> Vec<String> {
    elements(directive, name)
        .filter_map(|value| value.as_str().map(str::to_owned))
        .collect()
}

/// Returns the elements of a list. GraphQL coerces a single value to a list.
fn elements<'a>(directive: &'a Directive, name: &str) -> impl Iterator<Item = &'a Node<Value>> {
    let value = directive.specified_argument_by_name(name);
    value.into_iter().flat_map(|value| match value.as_list() {
        Some(list) => list,
        None => std::slice::from_ref(value),
    })
}
