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
    let path = target.path(relative);
    let text = text::read(&path)?;
    is_sdl(&text, &path)?;
    Ok(text)
}

/// Rejects JSON, in which each character would be an error.
pub(crate) fn is_sdl(text: &str, path: &Path) -> Result<(), Error> {
    if !text::without_bom(text).trim_start().starts_with(['{', '[']) {
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

/// Converts the compiler's diagnostics to problems, the first ones if there are very many.
pub(crate) fn problems(diagnostics: &DiagnosticList) -> Vec<Problem> {
    /// Further problems are mostly a consequence of these.
    const SHOWN: usize = 20;
    let mut problems: Vec<Problem> = diagnostics
        .iter()
        .take(SHOWN)
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
            let column = place.as_ref().map_or(1, |place| place.column);
            let detail: Vec<&str> = report.lines().skip(1).collect();
            Problem {
                message: cut(&diagnostic.error.to_string(), 1),
                place,
                detail: cut(&detail.join("\n"), column),
            }
        })
        .collect();
    let more = diagnostics.len().saturating_sub(SHOWN);
    if more > 0 {
        problems.push(Problem::nowhere(format!(
            "and {more} more problems like these"
        )));
    }
    problems
}

/// Truncates very long lines of a report to the part around a column: a file without line breaks is one line.
fn cut(report: &str, column: usize) -> String {
    const LONGEST: usize = 300;
    const BEFORE: usize = 60;
    const SHOWN: usize = 160;
    let is_long = |line: &str| line.chars().count() > LONGEST;
    if !report.lines().any(is_long) {
        return report.to_owned();
    }
    let start = column.saturating_sub(BEFORE + 1);
    let lines = report.lines().map(|line| {
        // Line numbers and a frame come before the source and the marks under it.
        let frame = line.chars().take(20).position(|one| one == '│');
        let frame = frame.map_or(0, |at| at + 2);
        let head: String = line.chars().take(frame).collect();
        let rest: Vec<char> = line.chars().skip(frame).collect();
        let (before, after) = rest.split_at(start.min(rest.len()));
        let is_mark = frame > 0 && before.iter().all(|one| one.is_whitespace());
        if !is_long(line) && !is_mark {
            return line.to_owned();
        }
        let shown: String = after.iter().take(SHOWN).collect();
        let dots = |is: bool, there: &'static str| if is { there } else { "" };
        let left = dots(start > 0, if is_mark { " " } else { "…" });
        format!("{head}{left}{shown}{}", dots(after.len() > SHOWN, "…"))
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn invalid(diagnostics: &DiagnosticList) -> Error {
    Error::Invalid(problems(diagnostics))
}

#[cfg(test)]
mod tests {
    use apollo_compiler::Schema;

    use super::problems;

    #[test]
    fn a_mark_is_under_its_place_however_long_the_line_is() {
        let scalars = |name: &str, count: usize| -> String {
            (0..count)
                .map(|number| format!(" scalar {name}{number} "))
                .collect()
        };
        for before in [0, 3, 40, 900].map(|count| scalars("A", count)) {
            for after in [0, 900].map(|count| scalars("B", count)) {
                let text = format!("{before}type Query {{ a: Missing }}{after}");
                let error = Schema::parse_and_validate(text, "schema.graphql").unwrap_err();
                let problems = problems(&error.errors);
                let detail = &problems
                    .iter()
                    .find(|one| one.message.contains("Missing"))
                    .unwrap()
                    .detail;
                let lines: Vec<&str> = detail.lines().collect();
                let source = lines
                    .iter()
                    .position(|line| line.contains("a: Missing"))
                    .unwrap();
                let at =
                    |line: &str, what: &str| line.find(what).map(|at| line[..at].chars().count());
                let mark = lines[source + 1];
                assert_eq!(at(lines[source], "Missing"), at(mark, "─"), "{detail}");
                assert!(detail.chars().count() < 2000, "{detail}");
            }
        }
    }

    #[test]
    fn of_very_many_problems_the_first_are_shown() {
        let text = format!(
            "type Query {{ a: Int }} {}",
            "type A { a: B } ".repeat(1000)
        );
        let error = Schema::parse_and_validate(text, "schema.graphql").unwrap_err();
        let problems = problems(&error.errors);
        assert_eq!(problems.len(), 21);
        assert!(problems[20].message.ends_with("more problems like these"));
    }
}
