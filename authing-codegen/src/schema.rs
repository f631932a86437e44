//! The schema, with and without the client-side directives.

use std::fs;
use std::path::Path;

use apollo_compiler::Node;
use apollo_compiler::Schema;
use apollo_compiler::diagnostic::ToCliReport as _;
use apollo_compiler::validation::{DiagnosticList, Valid};

use crate::config::Target;
use crate::error::{Error, Place, Problem};

/// The schema in the two forms that the steps need.
pub(crate) struct Schemas {
    /// The service's own schema.
    pub(crate) service: Valid<Schema>,
    /// The same with the client-side directives: what query files are written against.
    pub(crate) with_directives: Valid<Schema>,
}

impl Schemas {
    /// Where a node of the service's schema begins.
    pub(crate) fn place<T>(&self, node: &Node<T>) -> Place {
        Self::place_in(&self.service, node)
    }

    /// Where a node of the directives begins.
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
    parse(target, &text(target, &target.schema)?, &target.schema)
}

/// Validates a schema, alone and with the target's directives.
pub(crate) fn parse(target: &Target, schema: &str, path: &Path) -> Result<Schemas, Error> {
    let mut with_directives = Schema::builder().parse(schema, path);
    for directives in &target.directives {
        with_directives = with_directives.parse(&text(target, directives)?, directives);
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

fn text(target: &Target, relative: &Path) -> Result<String, Error> {
    let path = target.path(relative);
    let text = fs::read_to_string(&path).map_err(|error| Error::io(&path, error))?;
    is_sdl(&text, &path)?;
    Ok(text)
}

/// A text without the BOM that some editors put first.
pub(crate) fn without_bom(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

/// Refuses JSON, of which each character would be an error.
pub(crate) fn is_sdl(text: &str, path: &Path) -> Result<(), Error> {
    if !without_bom(text).trim_start().starts_with(['{', '[']) {
        return Ok(());
    }
    let file = path.display();
    let advice = format!(
        "if it is the response to an introspection query, `authing-codegen fetch --from {file} --out schema.graphql` \
         makes a schema of it"
    );
    let problem = Problem::nowhere(format!(
        "{file} is JSON, not a schema in GraphQL's schema language"
    ));
    Err(Error::Invalid(vec![problem.with_help(advice)]))
}

/// The compiler's diagnostics as problems.
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
            // The report repeats message and place in its first lines; the marked source after them is what it adds.
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
