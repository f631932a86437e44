//! The schema, with and without the client-side directives.

use std::path::Path;

use apollo_compiler::Node;
use apollo_compiler::Schema;
use apollo_compiler::diagnostic::ToCliReport as _;
use apollo_compiler::validation::{DiagnosticList, Valid};

use crate::config::Target;
use crate::error::{Error, Place, Problem};
use crate::text;

/// The schema, without and with the client-side directives.
pub(crate) struct Schemas {
    /// The service's schema.
    pub(crate) service: Valid<Schema>,
    /// The same with the client-side directives, against which query files are validated.
    pub(crate) with_directives: Valid<Schema>,
}

impl Schemas {
    /// Returns the location of a node in the service's schema.
    pub(crate) fn place<T>(&self, node: &Node<T>) -> Place {
        Self::place_in(&self.service, node)
    }

    /// Returns the location of a node in the directives.
    pub(crate) fn place_of_directive<T>(&self, node: &Node<T>) -> Place {
        Self::place_in(&self.with_directives, node)
    }

    fn place_in<T>(schema: &Schema, node: &Node<T>) -> Place {
        let sources = &schema.sources;
        let start = node.line_column_range(sources).map(|range| range.start);
        let file = node
            .location()
            .and_then(|span| sources.get(&span.file_id()))
            .map(|source| source.path().to_owned());
        Place {
            file: file.unwrap_or_default(),
            line: start.as_ref().map_or(1, |start| start.line),
            column: start.map_or(1, |start| start.column),
        }
    }
}

/// Reads and validates the schema and the directives.
pub(crate) fn read(target: &Target) -> Result<Schemas, Error> {
    parse(target, &read_file(target, &target.schema)?, &target.schema)
}

/// Validates a schema, alone and with the target's directives.
pub(crate) fn parse(target: &Target, schema: &str, path: &Path) -> Result<Schemas, Error> {
    let mut with_directives = Schema::builder().parse(schema, path);
    for directives in &target.directives {
        with_directives = with_directives.parse(&read_file(target, directives)?, directives);
    }
    let service =
        Schema::parse_and_validate(schema, path).map_err(|error| invalid(&error.errors))?;
    let with_directives = with_directives
        .build()
        .and_then(Schema::validate)
        .map_err(|error| invalid(&error.errors))?;
    Ok(Schemas {
        service,
        with_directives,
    })
}

/// Reads a schema file of the target.
pub(crate) fn read_file(target: &Target, relative: &Path) -> Result<String, Error> {
    text::read(&target.path(relative))
}

/// Converts the compiler's diagnostics to problems.
pub(crate) fn problems(diagnostics: &DiagnosticList) -> Vec<Problem> {
    diagnostics
        .iter()
        .map(|diagnostic| {
            let place = diagnostic.error.location().and_then(|span| {
                let start = span.line_column(diagnostic.sources)?;
                let file = diagnostic.sources.get(&span.file_id())?;
                Some(Place {
                    file: file.path().to_owned(),
                    line: start.line,
                    column: start.column,
                })
            });
            // The first lines of the report repeat the message and the location. Only the marked source after them is new.
            let report = diagnostic.to_string();
            let detail: Vec<&str> = report.lines().skip(1).collect();
            Problem {
                message: diagnostic.error.to_string(),
                place,
                detail: detail.join("\n"),
            }
        })
        .collect()
}

fn invalid(diagnostics: &DiagnosticList) -> Error {
    Error::Invalid(problems(diagnostics))
}
