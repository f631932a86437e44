//! Why an emulator did not start.

use std::fmt::Display;
use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use crate::store::StoreError;
use crate::store::file::DataFileError;

/// Why an emulator did not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// The address can't be listened at, for example because another program does.
    #[error("cannot listen at {address}")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// What the system says.
        source: io::Error,
    },
    /// An option's value can't be used.
    #[error("{option} {reason}")]
    Option {
        /// The builder's method.
        option: &'static str,
        /// What is wrong with it. Quotes no secret.
        reason: String,
    },
    /// The data file can't be used. It is as it was.
    #[error("cannot use the data file {}", path.display())]
    DataFile {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        source: DataFileError,
    },
    /// The starting thread ended before it was done.
    #[error("the emulator stopped while it was starting")]
    Stopped,
    /// A fault of the emulator itself.
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
