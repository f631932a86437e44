//! Every way a call can fail.

mod accessors;
mod display;
mod mfa;
mod report;
mod token;
mod unverified;

use std::borrow::Cow;
use std::error::Error as StdError;
use std::sync::Arc;
use std::time::Duration;

use authing_core::response::ErrorData;
use authing_core::{BindError, ErrorCode, InvalidInput, ServiceError};
use http::StatusCode;

use crate::transport::error::{SetupError, TransportError};
pub use mfa::{MfaChallenge, MfaMethod};
pub use report::Report;
pub use token::TokenError;
pub use unverified::UnverifiedTokens;

/// The reason why a call, or the construction of a client, failed.
///
/// Its text is one line with the operation, the service's code and the reason, and never contains a password, a secret
/// or a token. The cause is available as its [`source`](std::error::Error::source) and is not repeated in the text;
/// [`report`](Self::report) prints the whole chain. Match on the variant, or use the methods:
///
/// ```
/// use authing_client::{Error, ErrorCode};
///
/// fn advice(error: &Error) -> &'static str {
///     match error {
///         Error::Api { code: Some(ErrorCode::WRONG_PASSWORD), .. } => "check the password",
///         Error::InvalidInput { field: "email", .. } => "check the email address",
///         error if error.needs_mfa() => "ask for the code of the authenticator app",
///         error if error.is_transient() => "try again later",
///         _ => "give up",
///     }
/// }
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Error {
    /// The service returned an error, with any HTTP status.
    #[non_exhaustive]
    Api {
        /// The operation's name, or the name of the REST path, such as `send_smscode`.
        operation: &'static str,
        /// The service's code. Errors of its GraphQL layer have none, for example when it rejects a document.
        code: Option<ErrorCode>,
        /// The service's message, in the service's language.
        message: String,
        /// Additional data, such as the URL of a captcha image.
        data: Option<ErrorData>,
        /// The errors after the first one.
        others: Box<[ServiceError]>,
        /// The time to wait before retrying, if the response has the header `Retry-After`.
        retry_after: Option<Duration>,
        /// The HTTP status of the response, or the one that its body states beside the code, as some paths of v2 do.
        status: StatusCode,
        /// Whether the error came in a GraphQL response. If not, it is the `{code, message}` of a REST path or a
        /// gateway, where codes can have other meanings than those of [`ErrorCode::meaning`].
        graphql: bool,
        /// Whether the service's GraphQL layer says, without a code of the service, that the token is missing or
        /// invalid.
        unauthenticated: bool,
        /// The settings to check, if one of them can be the cause.
        hint: Option<&'static str>,
    },

    /// The service rejected the user pool's id and secret: a wrong pair, or a pool of another deployment.
    #[non_exhaustive]
    CredentialsRejected {
        /// The user pool's id.
        user_pool_id: String,
        /// The service's code.
        code: Option<ErrorCode>,
        /// The service's message, in the service's language.
        message: String,
    },

    /// A value that the service would reject. Nothing was sent.
    #[non_exhaustive]
    InvalidInput {
        /// The operation's name.
        operation: &'static str,
        /// The field's name in Rust.
        field: &'static str,
        /// The reason, as the end of a sentence that begins with the field; never the value.
        reason: Cow<'static, str>,
        /// The cause, such as the [`io::Error`](std::io::Error) of a file that can't be read.
        source: Option<Arc<dyn StdError + Send + Sync>>,
    },

    /// A password could not be encrypted. Nothing was sent.
    #[non_exhaustive]
    Encrypt {
        /// The operation's name.
        operation: &'static str,
        /// The field's name in Rust.
        field: &'static str,
        /// The error of the encryption.
        source: Arc<dyn StdError + Send + Sync>,
    },

    /// A setting of the client is wrong. Nothing was sent.
    #[non_exhaustive]
    Config {
        /// The [`Builder`](crate::Builder)'s method, or the environment variable.
        setting: &'static str,
        /// The reason, as the end of a sentence that begins with the setting.
        reason: String,
        /// The cause, such as the error of reading a file.
        source: Option<Arc<dyn StdError + Send + Sync>>,
    },

    /// An asynchronous call outside a tokio runtime, or a failure to start the blocking client's own runtime. Nothing
    /// was sent.
    #[non_exhaustive]
    NoRuntime {
        /// The reason, and the way out.
        reason: &'static str,
        /// The cause.
        source: Arc<dyn StdError + Send + Sync>,
    },

    /// A blocking call inside an asynchronous runtime, whose thread it would block. Nothing was sent.
    #[non_exhaustive]
    BlockingInAsync,

    /// There was no response: the connection failed, TLS failed, or it timed out.
    ///
    /// The error's text includes the text of the [`TransportError`], so its source is the source of the
    /// `TransportError`.
    #[non_exhaustive]
    Transport {
        /// The operation's name.
        operation: &'static str,
        /// The failure.
        source: TransportError,
    },

    /// A non-success HTTP status with a body that did not come from the service, but usually from a proxy or a gateway.
    #[non_exhaustive]
    Http {
        /// The operation's name.
        operation: &'static str,
        /// The HTTP status.
        status: StatusCode,
        /// The beginning of the body; `None` if the body repeats part of the request and is therefore withheld.
        excerpt: Option<String>,
        /// The time to wait before retrying, if the response has the header `Retry-After`.
        retry_after: Option<Duration>,
    },

    /// The response does not match the operation's document, or is not a GraphQL response at all.
    #[non_exhaustive]
    Decode {
        /// The operation's name.
        operation: &'static str,
        /// The field, from the root field on, such as `login.token`; empty if the error concerns the whole response.
        path: String,
        /// The way in which it does not match.
        reason: String,
    },

    /// A user's token failed local verification; created from [`TokenError`] by `?`.
    #[non_exhaustive]
    InvalidToken {
        /// The check that failed.
        reason: TokenError,
    },

    /// The provider has returned tokens, but the key of the ID token could not be fetched. The code or the refresh token of
    /// the request is used up, so the tokens are kept here: [`Oidc::verify`](crate::v2::oidc::Oidc::verify) tries again.
    #[non_exhaustive]
    Unverified {
        /// The operation's name.
        operation: &'static str,
        /// The tokens.
        tokens: Box<UnverifiedTokens>,
        /// Why the key is missing.
        source: Arc<Error>,
    },
}

impl Error {
    /// Returns the kind of error as one word, for logs.
    pub(crate) const fn outcome(&self) -> &'static str {
        match self {
            Self::Api { .. } => "api",
            Self::CredentialsRejected { .. } => "credentials_rejected",
            Self::InvalidInput { .. } => "invalid_input",
            Self::Encrypt { .. } => "encrypt",
            Self::Config { .. } => "config",
            Self::NoRuntime { .. } => "no_runtime",
            Self::BlockingInAsync => "blocking_in_async",
            Self::Transport { .. } => "transport",
            Self::Http { .. } => "http",
            Self::Decode { .. } => "decode",
            Self::InvalidToken { .. } => "invalid_token",
            Self::Unverified { .. } => "unverified",
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
            source: None,
        }
    }

    /// Turns a rejected fetch of the client's token into a credentials error, unless the cause is clearly different: a
    /// busy service, a gateway with codes of its own, or a GraphQL layer that does not know the document and therefore
    /// returns no code.
    pub(crate) fn for_credentials(self, user_pool_id: &str) -> Self {
        match self {
            Self::Api {
                code: Some(code),
                message,
                graphql,
                ..
            } if !code.is_busy() && (graphql || code > ErrorCode::BUSY) => {
                Self::CredentialsRejected {
                    user_pool_id: user_pool_id.to_owned(),
                    code: Some(code),
                    message,
                }
            }
            other => other,
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

impl From<TokenError> for Error {
    fn from(reason: TokenError) -> Self {
        Self::InvalidToken { reason }
    }
}

#[cfg(test)]
pub(crate) mod tests;
