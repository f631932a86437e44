//! What a new schema changes: each change with its class, the operations that it touches, and what becomes of the Rust
//! code.
//!
//! The query files are compiled against both schemas with the generator's own steps, so that what is said of a Rust item
//! is what the generator would make of it. An operation that a schema refuses is listed, and compiled without
//! the fields and arguments that the schema does not have; if it is refused still, it is left out.

mod change;
pub(crate) mod compare;
mod fitting;
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
use crate::error::{Error, Problem};
use crate::{schema, source};
use fitting::Unfit;

/// The changes between two schemas, the gravest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Diff {
    /// The changes.
    pub changes: Vec<TouchingChange>,
    /// The operations that the old schema refuses already: nothing is known of what the changes do to them.
    pub refused_by_old: Vec<RefusedOperation>,
    /// The operations that the new schema refuses: their query files must change.
    pub refused_by_new: Vec<RefusedOperation>,
    /// What else the generator refuses of the query files once the schema is the new one, each with its place.
    pub faults: Vec<String>,
}

/// A change with what it touches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct TouchingChange {
    /// The change.
    #[serde(flatten)]
    pub change: Change,
    /// The operations that use what has changed.
    pub operations: Vec<TouchedOperation>,
    /// The items of the public Rust API that were made of it.
    pub rust: Vec<TouchedItem>,
}

/// An operation that a schema refuses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct RefusedOperation {
    /// Its name.
    pub name: String,
    /// Why, each with its place in the query file.
    pub reasons: Vec<String>,
}

/// A schema in GraphQL's schema language.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Source {
    /// The file that it is from, or another name for messages.
    pub name: PathBuf,
    /// The schema.
    pub text: String,
}

impl Source {
    /// A schema that is in no file.
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
/// [`Error::Invalid`] for a schema that is wrong, and for what the generator can't compile of the query files that fit.
pub fn diff(target: &Target, old: &Source, new: &Source) -> Result<Diff, Error> {
    let read = |source: &Source| {
        schema::is_sdl(&source.text, &source.name)?;
        schema::parse(target, &source.text, &source.name)
    };
    let (old, new) = (read(old)?, read(new)?);
    let sources = source::read(target)?;
    let changes = compare::compare(&old.service, &new.service);
    let old = fitting::fit(target, &old, &sources)?;
    let new = fitting::fit(target, &new, &sources)?;
    Ok(Diff {
        changes: changes
            .into_iter()
            .map(|change| TouchingChange {
                operations: touch::operations(&change, &old),
                rust: touch::items(&change, &old, &new),
                change,
            })
            .collect(),
        refused_by_old: refused(old.unfit),
        refused_by_new: refused(new.unfit),
        faults: new.faults.into_iter().map(line).collect(),
    })
}

fn refused(unfit: Vec<Unfit>) -> Vec<RefusedOperation> {
    let refused = unfit.into_iter().map(|unfit| RefusedOperation {
        name: unfit.operation,
        reasons: unfit.problems.into_iter().map(line).collect(),
    });
    refused.collect()
}

fn line(problem: Problem) -> String {
    match problem.place {
        Some(place) => format!("{place}: {}", problem.message),
        None => problem.message,
    }
}

impl Diff {
    /// How many changes are of a class.
    #[must_use]
    pub fn count(&self, class: Class) -> usize {
        let changes = self.changes.iter();
        changes.filter(|one| one.change.class == class).count()
    }

    /// Whether a change is of this class, or of a graver one.
    #[must_use]
    pub fn has(&self, class: Class) -> bool {
        self.changes.iter().any(|one| one.change.class <= class)
    }
}
