//! Why the program ends without success, and its exit status.

use std::fmt;
use std::io;

use authing_client::{Error, ErrorCode, TokenError};

/// The reason why a command did not do its work.
pub(crate) enum Failure {
    /// An error of the client.
    Client(Error),
    /// The command line or an input file is wrong.
    Usage(String),
    /// There is no such user or role, or the token is not valid.
    NotFound(String),
    /// The role exists already.
    Exists(String),
    /// A part of the work failed, and has been reported.
    Partly(String),
    /// A result could not be written.
    Output(io::Error),
}

impl Failure {
    /// Returns the exit status that `--help` documents.
    pub(crate) fn exit_status(&self) -> u8 {
        match self {
            Self::Client(
                Error::Config { .. } | Error::InvalidInput { .. } | Error::Encrypt { .. },
            )
            | Self::Usage(_) => 2,
            Self::Client(Error::InvalidToken { .. }) | Self::NotFound(_) => 3,
            Self::Client(error) if error.code() == Some(ErrorCode::USER_UNKNOWN) => 3,
            Self::Client(_) | Self::Exists(_) | Self::Partly(_) | Self::Output(_) => 1,
        }
    }

    /// Returns whether the reader of stdout has closed it.
    pub(crate) fn is_closed_pipe(&self) -> bool {
        matches!(self, Self::Output(error) if error.kind() == io::ErrorKind::BrokenPipe)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Client(error) => {
                error.report().fmt(f)?;
                match advice(error) {
                    Some(advice) => write!(f, " ({advice})"),
                    None => Ok(()),
                }
            }
            Self::Usage(text) | Self::NotFound(text) | Self::Exists(text) | Self::Partly(text) => {
                f.write_str(text)
            }
            Self::Output(error) => write!(f, "could not write the result: {error}"),
        }
    }
}

/// Returns what to do about errors that settings cause.
fn advice(error: &Error) -> Option<&'static str> {
    match error {
        Error::CredentialsRejected { .. } => {
            Some("check AUTHING_USER_POOL_ID, AUTHING_SECRET and `--api`")
        }
        Error::Transport { .. } => Some("`authing doctor` checks the connection to the service"),
        Error::InvalidToken {
            reason: TokenError::NoAppSecret,
            ..
        } => Some("set AUTHING_APP_SECRET, or for a legacy token `--api legacy`"),
        Error::InvalidToken {
            reason: TokenError::Algorithm,
            ..
        } => Some("check `--api`"),
        _ => None,
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Client(error)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

impl From<csv::Error> for Failure {
    fn from(error: csv::Error) -> Self {
        Self::Output(error.into())
    }
}
