//! The arguments of directives.

use apollo_compiler::Node;
use apollo_compiler::ast::{Directive, Value};

/// An enum's value.
pub(super) fn enumeration(directive: &Directive, name: &str) -> String {
    directive
        .specified_argument_by_name(name)
        .and_then(|value| value.as_enum())
        .map(ToString::to_string)
        .unwrap_or_default()
}

/// A text.
pub(super) fn string(directive: &Directive, name: &str) -> Option<String> {
    let value = directive.specified_argument_by_name(name)?;
    value.as_str().map(str::to_owned)
}

/// A count.
pub(super) fn count(directive: &Directive, name: &str) -> Option<usize> {
    let value = directive.specified_argument_by_name(name)?;
    value
        .to_i32()
        .and_then(|number| usize::try_from(number).ok())
}

/// A list of an enum's values.
pub(super) fn enumerations(directive: &Directive, name: &str) -> Vec<String> {
    elements(directive, name)
        .filter_map(|value| value.as_enum().map(ToString::to_string))
        .collect()
}

/// Whether it is said.
pub(super) fn flag(directive: &Directive, name: &str) -> bool {
    let value = directive.specified_argument_by_name(name);
    value.and_then(|value| value.to_bool()).unwrap_or_default()
}

/// A list of texts.
pub(super) fn list(directive: &Directive, name: &str) -> Vec<String> {
    elements(directive, name)
        .filter_map(|value| value.as_str().map(str::to_owned))
        .collect()
}

/// The elements of a list; GraphQL takes a single value for a list of it.
fn elements<'a>(directive: &'a Directive, name: &str) -> impl Iterator<Item = &'a Node<Value>> {
    let value = directive.specified_argument_by_name(name);
    value.into_iter().flat_map(|value| match value.as_list() {
        Some(list) => list,
        None => std::slice::from_ref(value),
    })
}
