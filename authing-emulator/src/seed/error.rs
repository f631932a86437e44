//! The errors of reading and writing seeds.

use std::error::Error;
use std::fmt::Display;
use std::path::{Path, PathBuf};

use crate::store::StoreError;

/// Why a seed can't be read or written.
///
/// No error quotes a value of the seed, because it may be a secret.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SeedError {
    /// A member is invalid.
    #[error("{at}: {reason}")]
    Invalid {
        /// The member, such as `users[3].email`.
        at: String,
        /// The problem.
        reason: String,
    },
    /// A file can't be read, used or written.
    #[error("cannot use the file {}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// The problem.
        source: Box<dyn Error + Send + Sync>,
    },
    /// An internal error of the emulator.
    #[error("internal error: {0}")]
    Internal(String),
}

impl SeedError {
    pub(super) fn file(path: &Path, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::File {
            path: path.to_owned(),
            source: source.into(),
        }
    }

    pub(super) fn invalid(at: impl Display, reason: impl Display) -> Self {
        Self::Invalid {
            at: at.to_string(),
            reason: reason.to_string(),
        }
    }

    pub(super) fn internal(error: impl Display) -> Self {
        Self::Internal(error.to_string())
    }
}

impl From<StoreError> for SeedError {
    fn from(error: StoreError) -> Self {
        Self::internal(error)
    }
}
