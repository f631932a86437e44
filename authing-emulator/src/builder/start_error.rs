//! The errors of starting an emulator.

use std::fmt::Display;
use std::io;
use std::path::{Path, PathBuf};

use crate::server::serving::address::ListenAddress;
use crate::store::StoreError;
use crate::store::data_file_error::DataFileError;

/// Why an emulator failed to start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// The emulator can't listen on the address, for example because another program does.
    #[error("cannot listen on {address}")]
    Listen {
        /// The address.
        address: ListenAddress,
        /// The operating system's error.
        source: io::Error,
    },
    /// An option's value can't be used.
    #[error("`{option}` {reason}")]
    Option {
        /// The name of the builder's method.
        option: &'static str,
        /// The problem. Contains no secret.
        reason: String,
    },
    /// The data file can't be used. It is unchanged.
    #[error("cannot use the data file {}", path.display())]
    DataFile {
        /// The file.
        path: PathBuf,
        /// The problem.
        source: DataFileError,
    },
    /// The thread that starts the emulator ended too early.
    #[error("the emulator stopped while it was starting")]
    Stopped,
    /// An internal error of the emulator.
    #[error("internal error: {0}")]
    Internal(String),
}

impl StartError {
    pub(crate) fn internal(error: impl Display) -> Self {
        Self::Internal(error.to_string())
    }

    pub(crate) fn data_file(path: &Path, source: DataFileError) -> Self {
        Self::DataFile {
            path: path.to_owned(),
            source,
        }
    }

    pub(crate) fn option(option: &'static str, reason: impl Into<String>) -> Self {
        Self::Option {
            option,
            reason: reason.into(),
        }
    }
}

impl From<StoreError> for StartError {
    fn from(error: StoreError) -> Self {
        Self::internal(error)
    }
}
