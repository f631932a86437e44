//! Errors of the generator, with their locations.

pub(crate) mod diagnostics;
pub(crate) mod quiet;

use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// The reason that a command failed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The configuration is invalid.
    #[error("{}: {}", path.display(), bounded(reason))]
    Config {
        /// The configuration file.
        path: PathBuf,
        /// The problem.
        reason: String,
    },

    /// A file could not be read or written.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// The system's error.
        source: io::Error,
    },

    /// The schema or the query files are invalid.
    #[error("{}", report(.0))]
    Invalid(Vec<Problem>),

    /// The schema could not be fetched from a service.
    #[error("{service}: {}", bounded(reason))]
    Fetch {
        /// The service's URL, without parts that can be secret; or the file or option.
        service: String,
        /// The cause.
        reason: String,
    },

    /// The generated files are out of date.
    #[error("the generated files are out of date; run `authing-codegen generate` and review the changes\n{}", list(.0))]
    Stale(Vec<String>),
}

impl Error {
    pub(crate) fn io(path: &Path, source: io::Error) -> Self {
        // The standard library's words for a text that is not UTF-8 don't name the way out.
        let source = match source.kind() {
            io::ErrorKind::InvalidData => {
                io::Error::new(source.kind(), "it is not UTF-8: save the file as UTF-8")
            }
            _ => source,
        };
        Self::Io {
            path: path.to_owned(),
            source,
        }
    }
}

/// How many problems are shown. Further ones are mostly a consequence of these.
pub(crate) const SHOWN: usize = 20;

/// How many places of one problem are listed.
const PLACES: usize = 10;

/// Lists problems, each once, with all its places.
fn report(problems: &[Problem]) -> String {
    let mut numbers = BTreeMap::new();
    let mut unique: Vec<Found<'_>> = Vec::new();
    for problem in problems {
        let number = *numbers
            .entry((&problem.message, &problem.detail))
            .or_insert_with(|| {
                let places = Vec::new();
                unique.push(Found { problem, places });
                unique.len() - 1
            });
        if let Some(found) = unique.get_mut(number) {
            found.places.extend(&problem.place);
        }
    }
    list(&unique)
}

/// A problem, and everywhere it is.
struct Found<'a> {
    problem: &'a Problem,
    places: Vec<&'a Place>,
}

impl fmt::Display for Found<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { problem, places } = self;
        write!(f, "error: {}", truncated(&problem.message))?;
        for place in places.iter().take(PLACES) {
            write!(f, "\n  --> {place}")?;
        }
        if places.len() > PLACES {
            write!(f, "\n  and in {} more places", places.len() - PLACES)?;
        }
        if !problem.detail.is_empty() {
            write!(f, "\n{}", bounded(problem.detail.trim_end()))?;
        }
        Ok(())
    }
}

fn list(items: &[impl fmt::Display]) -> String {
    shown(items).join("\n")
}

/// Returns the first items, and the number of the others.
pub(crate) fn shown(items: &[impl fmt::Display]) -> Vec<String> {
    let first = items.iter().take(SHOWN).map(ToString::to_string);
    let more = items.len().saturating_sub(SHOWN);
    first
        .chain((more > 0).then(|| format!("and {more} more")))
        .collect()
}

/// Returns the beginning of a very long line: names and values can have any length.
pub(crate) fn truncated(line: &str) -> String {
    const LONGEST: usize = 500;
    match line.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or_default()),
        None => line.to_owned(),
    }
}

/// Returns a text of a few lines, none of which is very long.
fn bounded(text: &str) -> String {
    const LINES: usize = 40;
    let lines: Vec<String> = text.lines().take(LINES).map(truncated).collect();
    lines.join("\n")
}

/// A problem in a schema or query file.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Problem {
    /// The message, in one line.
    pub message: String,
    /// The location.
    pub place: Option<Place>,
    /// An excerpt of the source with the problem marked, or advice; can have several lines.
    pub detail: String,
}

impl Problem {
    pub(crate) fn new(place: &Place, message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            place: Some(place.clone()),
            detail: String::new(),
        }
    }

    pub(crate) fn nowhere(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            place: None,
            detail: String::new(),
        }
    }

    /// Returns an error with these problems, or `Ok` if there are none.
    pub(crate) fn none(problems: Vec<Self>) -> Result<(), Error> {
        if problems.is_empty() {
            Ok(())
        } else {
            Err(Error::Invalid(problems))
        }
    }

    pub(crate) fn with_help(mut self, help: impl Into<String>) -> Self {
        self.detail = format!("  help: {}", help.into());
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&report(std::slice::from_ref(self)))
    }
}

/// A location in a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file, relative to the configuration file.
    pub file: PathBuf,
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1.
    pub column: usize,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.file.display(), self.line, self.column)
    }
}
