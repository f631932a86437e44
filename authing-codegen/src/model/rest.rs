//! REST paths: what `@rest` says about a root field.

use apollo_compiler::ast::Selection;

use super::Field;
use super::arguments::{enumeration, string};
use super::read::Reader;
use crate::names;

/// How a REST operation is sent.
#[derive(Debug, Clone)]
pub(crate) struct Rest {
    /// The method in upper case.
    pub(crate) method: String,
    /// The path with `{name}` for the variables in it.
    pub(crate) path: String,
    /// Where the output is: a value of `RestOutput`.
    pub(crate) output: String,
    /// The arguments whose values are not variables.
    pub(crate) constants: Vec<String>,
}

impl Rest {
    /// Returns the variables that are segments of the path.
    pub(crate) fn segments(&self) -> impl Iterator<Item = &str> {
        let segments = self.path.split('/');
        segments.filter_map(variable)
    }

    /// Returns whether the variables that are not in the path are the body.
    pub(crate) fn has_body(&self) -> bool {
        !["GET", "DELETE"].contains(&self.method.as_str())
    }

    /// Returns the Rust name of the output's place, unless that is the envelope's data.
    pub(crate) fn elsewhere(&self) -> Option<String> {
        (self.output != "DATA").then(|| names::type_name(&self.output.to_lowercase()))
    }
}

/// Returns the variable that is this segment of a path.
pub(crate) fn variable(segment: &str) -> Option<&str> {
    segment.strip_prefix('{')?.strip_suffix('}')
}

impl Reader<'_> {
    /// Reads `@rest` of a root field.
    pub(super) fn rest(&self, on: &str, root: &Field, roots: &[Selection]) -> Option<Rest> {
        let schema = &self.schemas.with_directives;
        let field = schema.type_field(on, &root.name).ok()?;
        let rest = field.directives.get("rest")?;
        let output = rest.argument_by_name("output", schema).ok()?;
        let arguments = &roots.iter().find_map(Selection::as_field)?.arguments;
        let constants = arguments
            .iter()
            .filter(|argument| argument.value.as_variable().is_none());
        Some(Rest {
            method: enumeration(rest, "method"),
            path: string(rest, "path")?,
            output: output.as_enum()?.to_string(),
            constants: constants
                .map(|argument| argument.name.to_string())
                .collect(),
        })
    }
}
