//! Everything that a call can come to.

mod display;

use std::borrow::Cow;
use std::error::Error as StdError;
use std::sync::Arc;
use std::time::Duration;

use authing_core::{BindError, ErrorCode, InvalidInput, ServiceError};
use http::StatusCode;
use serde_json::Value;

use crate::transport::error::{SetupError, TransportError, TransportErrorKind};
use display::{At, HttpStatus, Refusal};

/// Why a call, or the construction of a client, failed.
///
/// Its text is one line that says the operation, the service's code and the reason, and never a password, a secret or a
/// token. Match on the variant to tell the cases apart, or ask the methods:
///
/// ```
/// use authing_client::{Error, ErrorCode};
///
/// fn advice(error: &Error) -> &'static str {
///     match error {
///         Error::Api { code: Some(ErrorCode::WRONG_PASSWORD), .. } => "check the password",
///         Error::InvalidInput { field: "email", .. } => "check the address",
///         error if error.needs_mfa() => "ask for the code of the authenticator app",
///         error if error.is_retryable() => "try again later",
///         _ => "give up",
///     }
/// }
/// ```
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The service refused, whatever the HTTP status it said so with.
    #[error("{operation}: the service refused{}", Refusal { message, code: *code })]
    Api {
        /// The operation's name, or the name of the REST path, such as `send_smscode`.
        operation: &'static str,
        /// The service's code. Its GraphQL layer gives none, for example when it refuses a document.
        code: Option<ErrorCode>,
        /// What the service says, in the service's language.
        message: String,
        /// What the service adds, such as the address of a captcha image.
        data: Option<Value>,
        /// The errors after the first one, if there were any.
        others: Box<[ServiceError]>,
        /// How long to wait before the call is sent again, if the answer says so (`Retry-After`).
        retry_after: Option<Duration>,
    },

    /// The service refused the user pool id and secret: a wrong pair, or a pool of another deployment.
    #[error("the service refused the user pool id and secret{}", Refusal { message, code: *code })]
    CredentialsRefused {
        /// The user pool's id.
        user_pool_id: String,
        /// The service's code.
        code: Option<ErrorCode>,
        /// What the service says, in the service's language.
        message: String,
    },

    /// A value that the service would refuse. Nothing was sent.
    #[error("{operation}: `{field}` {reason}")]
    InvalidInput {
        /// The operation's name.
        operation: &'static str,
        /// The field's name in Rust.
        field: &'static str,
        /// What is wrong with it, as the end of a sentence that begins with the field; never the value.
        reason: Cow<'static, str>,
    },

    /// A password could not be encrypted. Nothing was sent.
    #[error("{operation}: `{field}` could not be encrypted: {source}")]
    Encrypt {
        /// The operation's name.
        operation: &'static str,
        /// The field's name in Rust.
        field: &'static str,
        /// What the encryption said.
        source: Arc<dyn StdError + Send + Sync>,
    },

    /// The client was set up wrongly, or used where it can't be: outside of a tokio runtime, or a blocking client inside of
    /// one. Nothing was sent.
    #[error("`{setting}` {reason}")]
    Config {
        /// The [`Builder`](crate::Builder)'s method, the environment variable, `tokio` or `blocking`.
        setting: &'static str,
        /// What is wrong with it, as the end of a sentence that begins with the setting.
        reason: String,
        /// What is behind it, such as the error of reading a file.
        source: Option<Arc<dyn StdError + Send + Sync>>,
    },

    /// There was no answer: the connection failed, TLS failed, or it took too long.
    #[error("{operation}: {source}")]
    Transport {
        /// The operation's name.
        operation: &'static str,
        /// What happened.
        source: TransportError,
    },

    /// An HTTP status that is no success, with a body that is none of the service's: a proxy or a gateway, mostly.
    #[error("{operation}: {}", HttpStatus { status: *status, excerpt: excerpt.as_deref() })]
    Http {
        /// The operation's name.
        operation: &'static str,
        /// The HTTP status.
        status: StatusCode,
        /// The beginning of the body; `None` if something that was sent stands in it, which is not shown.
        excerpt: Option<String>,
        /// How long to wait before the call is sent again, if the answer says so (`Retry-After`).
        retry_after: Option<Duration>,
    },

    /// The service answered what the operation's document does not allow, or no GraphQL answer at all.
    #[error("{operation}: unexpected answer{}: {reason}", At(path))]
    Decode {
        /// The operation's name.
        operation: &'static str,
        /// The field, from the root field on, such as `login.token`; empty if the answer as a whole is meant.
        path: String,
        /// What is wrong with it.
        reason: String,
    },
}

impl Error {
    /// The service's code, if the service refused with one.
    #[must_use]
    pub fn code(&self) -> Option<ErrorCode> {
        match self {
            Self::Api { code, .. } | Self::CredentialsRefused { code, .. } => *code,
            _ => None,
        }
    }

    /// Whether the same call may succeed later: no connection, a timeout, a service that is busy (code 1000) or down (HTTP
    /// statuses 408, 429, 502, 503 and 504). HTTP 500 is not among them: what a program fails at, it mostly fails at again.
    ///
    /// [`RetryPolicy`](crate::RetryPolicy) says which of these calls the client has sent again already.
    ///
    /// It does not say that the call had no effect: a mutation that timed out may have been carried out. For that, see
    /// [`may_have_been_sent`](TransportError::may_have_been_sent).
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Api { code, .. } | Self::CredentialsRefused { code, .. } => {
                *code == Some(ErrorCode::BUSY)
            }
            // Neither a certificate nor the length of an answer changes by itself.
            Self::Transport { source, .. } => !matches!(
                source.kind(),
                TransportErrorKind::Tls | TransportErrorKind::TooLong
            ),
            Self::Http { status, .. } => matches!(status.as_u16(), 408 | 429 | 502..=504),
            _ => false,
        }
    }

    /// How long the service wants to be left alone, if it says so with the HTTP header `Retry-After`.
    ///
    /// The client has waited so long already and tried again where its [`RetryPolicy`](crate::RetryPolicy) allows it.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Api { retry_after, .. } | Self::Http { retry_after, .. } => *retry_after,
            _ => None,
        }
    }

    /// Whether the user has multi-factor authentication on (code 1635): log in again with the `mfa_code` of the user's
    /// authenticator app.
    #[must_use]
    pub fn needs_mfa(&self) -> bool {
        self.code() == Some(ErrorCode::MFA_REQUIRED)
    }

    /// The address of a captcha image, if the service wants one solved (codes 2000 and 2001, and sometimes 2006): log in
    /// again with the answer as `verify_code`.
    #[must_use]
    pub fn captcha_url(&self) -> Option<&str> {
        match self {
            Self::Api {
                code:
                    Some(
                        ErrorCode::CAPTCHA_REQUIRED
                        | ErrorCode::CAPTCHA_WRONG
                        | ErrorCode::WRONG_PASSWORD,
                    ),
                data: Some(data),
                ..
            } => data.get("url")?.as_str(),
            _ => None,
        }
    }

    /// Whether a time limit was exceeded, of the connection or of the whole call.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        self.transport_kind() == Some(TransportErrorKind::Timeout)
    }

    /// Whether no connection came about, so that nothing was sent. One that took too long is
    /// [`is_timeout`](Self::is_timeout).
    #[must_use]
    pub fn is_connect(&self) -> bool {
        self.transport_kind() == Some(TransportErrorKind::Connect)
    }

    /// Whether TLS failed, mostly because the server's certificate is not trusted. Nothing was sent.
    #[must_use]
    pub fn is_tls(&self) -> bool {
        self.transport_kind() == Some(TransportErrorKind::Tls)
    }

    fn transport_kind(&self) -> Option<TransportErrorKind> {
        match self {
            Self::Transport { source, .. } => Some(source.kind()),
            _ => None,
        }
    }

    /// What happened, in a word, for logs.
    pub(crate) const fn outcome(&self) -> &'static str {
        match self {
            Self::Api { .. } => "refused",
            Self::CredentialsRefused { .. } => "credentials_refused",
            Self::InvalidInput { .. } => "invalid_input",
            Self::Encrypt { .. } => "encrypt",
            Self::Config { .. } => "config",
            Self::Transport { .. } => "transport",
            Self::Http { .. } => "http",
            Self::Decode { .. } => "decode",
        }
    }

    pub(crate) fn config(setting: &'static str, reason: impl Into<String>) -> Self {
        Self::Config {
            setting,
            reason: reason.into(),
            source: None,
        }
    }

    pub(crate) fn invalid(operation: &'static str, invalid: InvalidInput) -> Self {
        Self::InvalidInput {
            operation,
            field: invalid.field,
            reason: invalid.reason,
        }
    }

    pub(crate) fn bind(operation: &'static str, error: BindError) -> Self {
        match error {
            BindError::InvalidInput(invalid) => Self::invalid(operation, invalid),
            BindError::Encrypt { field, source } => Self::Encrypt {
                operation,
                field,
                source,
            },
            other => Self::Encrypt {
                operation,
                field: "",
                source: Arc::new(other),
            },
        }
    }
}

impl From<SetupError> for Error {
    fn from(error: SetupError) -> Self {
        let SetupError {
            setting,
            reason,
            source,
        } = error;
        Self::Config {
            setting,
            reason,
            source,
        }
    }
}

#[cfg(test)]
mod tests;
