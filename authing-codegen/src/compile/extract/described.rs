//! Documentation from the schema.

use apollo_compiler::Node;
use apollo_compiler::ast::DirectiveList;

use crate::input::markdown;

/// Returns the documentation of a type.
pub(super) fn description(description: Option<&Node<str>>) -> Vec<String> {
    description
        .map(|text| markdown::docs(text))
        .unwrap_or_default()
}

/// Returns documentation: the query file's comment, or else the schema's description; then whether it is deprecated.
pub(super) fn docs(
    comment: &[String],
    description: Option<&Node<str>>,
    directives: &DirectiveList,
) -> Vec<String> {
    let mut docs = match comment {
        [] => self::description(description),
        comment => comment.to_vec(),
    };
    if let Some(deprecated) = directives.get("deprecated") {
        if !docs.is_empty() {
            docs.push(String::new());
        }
        let reason = deprecated.specified_argument_by_name("reason");
        let reason = reason.and_then(|reason| reason.as_str());
        let reason = reason.map(markdown::docs).unwrap_or_default();
        if reason.is_empty() {
            docs.push("Deprecated.".to_owned());
        } else {
            docs.extend(markdown::labeled("Deprecated:", &reason));
        }
    }
    docs
}
