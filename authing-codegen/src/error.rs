//! What can go wrong, with the place where it did.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// Why nothing was generated, or why the check failed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The configuration is wrong.
    #[error("{}: {reason}", path.display())]
    Config {
        /// The configuration file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },

    /// A file could not be read or written.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },

    /// The schema or the query files are wrong.
    #[error("{}", list(.0))]
    Invalid(Vec<Problem>),

    /// A service did not give its schema.
    #[error("{service}: {reason}")]
    Fetch {
        /// The service's URL, without what may be secret in it; or the file or option that is wrong.
        service: String,
        /// Why not.
        reason: String,
    },

    /// The generated files are not what the query files give now.
    #[error("the generated files are stale; run `authing-codegen generate` and review the changes\n{}", list(.0))]
    Stale(Vec<String>),
}

impl Error {
    pub(crate) fn io(path: &Path, source: io::Error) -> Self {
        Self::Io {
            path: path.to_owned(),
            source,
        }
    }
}

fn list(items: &[impl fmt::Display]) -> String {
    let items: Vec<String> = items.iter().map(ToString::to_string).collect();
    items.join("\n")
}

/// One thing that is wrong with a schema or query file.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Problem {
    /// What is wrong, in one line.
    pub message: String,
    /// Where.
    pub place: Option<Place>,
    /// The source with the fault marked, or advice; may be several lines.
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

    /// An error of these, if there are any.
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
        write!(f, "error: {}", self.message)?;
        if let Some(place) = &self.place {
            write!(f, "\n  --> {place}")?;
        }
        if !self.detail.is_empty() {
            write!(f, "\n{}", self.detail.trim_end())?;
        }
        Ok(())
    }
}

/// A line of a file.
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
