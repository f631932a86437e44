//! Compares two schemas: each change with its class, the operations that it affects, and its effect on the Rust code.
//!
//! The query files are compiled against both schemas with the generator's own steps, so that the effect on a Rust item is
//! the one that generating has. An operation that a schema rejects is listed, and compiled without the fields and arguments
//! that the schema does not have; if the schema still rejects it, it is skipped.

mod accepted;
mod change;
pub(crate) mod compare;
mod prune;
mod report;
mod touch;
mod uses;

use std::fs;
use std::path::{Path, PathBuf};

use serde::Serialize;

pub use change::{Change, Class, Event, Kind, Subject};
pub use touch::{Effect, TouchedItem, TouchedOperation};
pub use uses::Role;

use crate::config::Target;
use crate::error::{Error, Problem, truncated};
use crate::input::schema;
use crate::input::source;
use crate::project::Project;
use crate::project::inherited;

/// The changes between two schemas, the most severe first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Diff {
    /// The changes.
    pub changes: Vec<TouchingChange>,
    /// The operations that the old schema rejects already: the effect of the changes on them is unknown.
    pub rejected_by_old: Vec<RejectedOperation>,
    /// The operations that the new schema rejects: their query files must change.
    pub rejected_by_new: Vec<RejectedOperation>,
    /// What else the generator rejects in the query files with the new schema, each with its place.
    pub faults: Vec<String>,
}

/// A change with what it affects.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct TouchingChange {
    /// The change.
    #[serde(flatten)]
    pub change: Change,
    /// The operations that use what has changed.
    pub operations: Vec<TouchedOperation>,
    /// The items of the public Rust API that are generated from it.
    pub rust: Vec<TouchedItem>,
}

/// An operation that a schema rejects.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct RejectedOperation {
    /// Its name.
    pub name: String,
    /// Why, each with its place in the query file.
    pub reasons: Vec<String>,
}

/// A schema in GraphQL's schema language.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Source {
    /// The file, or another name for messages.
    pub name: PathBuf,
    /// The schema.
    pub text: String,
}

impl Source {
    /// Creates a source from a text that is in no file.
    #[must_use]
    pub fn new(name: impl Into<PathBuf>, text: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            text: text.into(),
        }
    }

    /// Reads a schema from a file.
    ///
    /// # Errors
    ///
    /// [`Error::Io`] if the file can't be read.
    pub fn file(path: &Path) -> Result<Self, Error> {
        let text = fs::read_to_string(path).map_err(|error| Error::io(path, error))?;
        Ok(Self::new(path, text))
    }
}

/// Compares two schemas.
///
/// # Errors
///
/// [`Error::Invalid`] for a schema that is not valid, and for query files that the schema accepts but the generator can't
/// compile.
pub fn diff(target: &Target, old: &Source, new: &Source) -> Result<Diff, Error> {
    let read = |source: &Source| {
        schema::is_sdl(&source.text, &source.name)?;
        schema::parse(target, &source.text, &source.name)
    };
    let (old, new) = (read(old)?, read(new)?);
    // The old ones may be what the new schema corrects.
    new.check_defaults()?;
    let mut sources = source::read(target)?;
    let base = Project::base(target)?;
    if let Some(base) = &base {
        inherited::lend(&base.sources, &mut sources)?;
    }
    let base = base.as_ref().map(Project::as_base);
    let changes = compare::compare(&old.service, &new.service);
    let old = accepted::compile(target, base.as_ref(), &old, &sources)?;
    let new = accepted::compile(target, base.as_ref(), &new, &sources)?;
    Ok(Diff {
        changes: changes
            .into_iter()
            .map(|change| TouchingChange {
                operations: touch::operations(&change, &old),
                rust: touch::items(&change, &old, &new),
                change,
            })
            .collect(),
        rejected_by_old: old.rejected,
        rejected_by_new: new.rejected,
        faults: new.faults.into_iter().map(line).collect(),
    })
}

fn line(problem: Problem) -> String {
    match problem.place {
        Some(place) => format!("{place}: {}", truncated(&problem.message)),
        None => truncated(&problem.message),
    }
}

impl Diff {
    /// Returns the number of changes of a class.
    #[must_use]
    pub fn count(&self, class: Class) -> usize {
        let changes = self.changes.iter();
        changes.filter(|one| one.change.class == class).count()
    }

    /// Returns whether a change is of this class, or of a more severe one.
    #[must_use]
    pub fn has(&self, class: Class) -> bool {
        self.changes.iter().any(|one| one.change.class <= class)
    }
}
