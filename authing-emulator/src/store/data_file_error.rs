//! The errors of a data file.

use std::io::{self, ErrorKind};

use redb::{DatabaseError, StorageError};

use super::error::StoreError;
use super::format;

/// Why a data file can't be used. The file is unchanged.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DataFileError {
    /// It can't be created, opened, read or written.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// It is a directory, a device or the like.
    #[error("it is not a regular file")]
    NoFile,
    /// It is another program's file, or not a database at all.
    #[error("it is not a data file of the emulator")]
    Foreign,
    /// A newer version wrote it.
    #[error(
        "a newer version of the emulator wrote it, in format {format}; this one reads {}",
        format::CURRENT
    )]
    Newer {
        /// The format's version.
        format: u64,
    },
    /// An older version wrote it.
    #[error(
        "an older version of the emulator wrote it, in format {format}; this one reads {} and {}: export it with that version and \
         start with the export as the seed",
        format::OLDEST,
        format::CURRENT
    )]
    Older {
        /// The format's version.
        format: u64,
    },
    /// Another emulator is using it.
    #[error("another emulator has it open")]
    InUse,
    /// It was changed or truncated by another program.
    #[error("it is damaged: {0}")]
    Damaged(String),
}

impl DataFileError {
    fn damaged(error: impl ToString) -> Self {
        Self::Damaged(error.to_string())
    }
}

impl From<StoreError> for DataFileError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Database(redb::Error::Io(error)) => error.into(),
            error => Self::damaged(error),
        }
    }
}

impl From<DatabaseError> for DataFileError {
    fn from(error: DatabaseError) -> Self {
        match error {
            DatabaseError::DatabaseAlreadyOpen | DatabaseError::LockProtocolMismatch => Self::InUse,
            DatabaseError::UpgradeRequired(_) => Self::Foreign,
            DatabaseError::Storage(StorageError::Io(error)) => match error.kind() {
                // The database's error for a file that does not start like its files do.
                ErrorKind::InvalidData => Self::Foreign,
                ErrorKind::UnexpectedEof => Self::damaged("it is too short"),
                _ => Self::Io(error),
            },
            error => Self::damaged(error),
        }
    }
}
