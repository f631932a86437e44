//! The arguments of directives.

use apollo_compiler::ast::Directive;

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

/// A list of texts.
pub(super) fn list(directive: &Directive, name: &str) -> Vec<String> {
    directive
        .specified_argument_by_name(name)
        .and_then(|value| value.as_list())
        .into_iter()
        .flatten()
        .filter_map(|value| value.as_str().map(str::to_owned))
        .collect()
}
