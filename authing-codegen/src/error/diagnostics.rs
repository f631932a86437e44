//! The diagnostics of apollo-compiler as problems.

use apollo_compiler::diagnostic::ToCliReport as _;
use apollo_compiler::validation::DiagnosticList;

use crate::error::quiet;
use crate::error::{Place, Problem, SHOWN};

/// Converts the compiler's diagnostics to problems. Only those that are shown have the marked source, which takes long to make.
pub(crate) fn problems(diagnostics: &DiagnosticList) -> Vec<Problem> {
    let diagnostics = diagnostics.iter().enumerate();
    diagnostics
        .map(|(index, diagnostic)| {
            let place = diagnostic.error.location().and_then(|span| {
                let start = span.line_column(diagnostic.sources)?;
                let file = diagnostic.sources.get(&span.file_id())?;
                Some(Place {
                    file: file.path().to_owned(),
                    line: start.line,
                    column: start.column,
                })
            });
            let column = place.as_ref().map_or(1, |place| place.column);
            let detail = if index < SHOWN {
                // Its report takes a position in one of two files for a number of bytes, which can be inside of a character.
                let report = quiet::catch(|| diagnostic.to_string());
                report.map_or_else(|_| String::new(), |report| marked_source(&report, column))
            } else {
                String::new()
            };
            Problem {
                message: diagnostic.error.to_string(),
                place,
                detail,
            }
        })
        .collect()
}

/// Returns the part of a report that the message and the location don't have, truncated.
fn marked_source(report: &str, column: usize) -> String {
    let lines: Vec<&str> = report.lines().skip(1).collect();
    cut(&lines.join("\n"), column)
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
}
