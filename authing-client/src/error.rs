//! Every way a call can fail.

mod display;
mod report;

use std::borrow::Cow;
use std::error::Error as StdError;
use std::sync::Arc;
use std::time::Duration;

use authing_core::{BindError, ErrorCode, InvalidInput, ServiceError};
use http::StatusCode;
use serde_json::Value;

use crate::token::verifier::TokenError;
use crate::transport::error::{SetupError, TransportError, TransportErrorKind};
pub use report::Report;

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
        data: Option<Box<Value>>,
        /// The errors after the first one.
        others: Box<[ServiceError]>,
        /// The time to wait before retrying, if the response has the header `Retry-After`.
        retry_after: Option<Duration>,
        /// The HTTP status of the response.
        status: StatusCode,
        /// Whether the error came in a GraphQL response. If not, it is the `{code, message}` of a REST path or a
        /// gateway, where codes can have other meanings than those of [`ErrorCode::meaning`].
        graphql: bool,
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
        /// What is wrong, as the end of a sentence that begins with the field; never the value.
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
        /// What is wrong, as the end of a sentence that begins with the setting.
        reason: String,
        /// The cause, such as the error of reading a file.
        source: Option<Arc<dyn StdError + Send + Sync>>,
    },

    /// An asynchronous call outside a tokio runtime, or a failure to start the blocking client's own runtime. Nothing
    /// was sent.
    #[non_exhaustive]
    NoRuntime {
        /// What is missing, and what to do about it.
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
        /// What happened.
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
        /// What is wrong with it.
        reason: String,
    },

    /// A user's token failed local verification; created from [`TokenError`] by `?`.
    #[non_exhaustive]
    InvalidToken {
        /// What is wrong with it.
        reason: TokenError,
    },
}

impl Error {
    /// Returns the service's code, if the service returned an error that has one.
    #[must_use]
    pub fn code(&self) -> Option<ErrorCode> {
        match self {
            Self::Api { code, .. } | Self::CredentialsRejected { code, .. } => *code,
            _ => None,
        }
    }

    /// Returns the name of the operation or REST path that failed, such as `LoginByEmail` or `send_smscode`; `None` for
    /// errors of credentials, settings, runtimes and local verification.
    #[must_use]
    pub fn operation(&self) -> Option<&'static str> {
        match self {
            Self::Api { operation, .. }
            | Self::InvalidInput { operation, .. }
            | Self::Encrypt { operation, .. }
            | Self::Transport { operation, .. }
            | Self::Http { operation, .. }
            | Self::Decode { operation, .. } => Some(operation),
            Self::CredentialsRejected { .. }
            | Self::Config { .. }
            | Self::NoRuntime { .. }
            | Self::BlockingInAsync
            | Self::InvalidToken { .. } => None,
        }
    }

    /// Returns whether the cause is likely to be temporary: no connection, a timeout, a service that is busy (code
    /// 1000) or down (HTTP statuses 408, 429, 502, 503 and 504). HTTP 500 is not included: a request that fails inside
    /// the service usually fails again.
    ///
    /// The service may have received the request and carried it out, for example after a timeout. A query can be sent
    /// again anyway; for a mutation, check [`is_safe_to_retry`](Self::is_safe_to_retry).
    ///
    /// The client has already retried as far as its [`RetryPolicy`](crate::RetryPolicy) allows.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Api { code, .. } | Self::CredentialsRejected { code, .. } => {
                *code == Some(ErrorCode::BUSY)
            }
            // Certificates and response lengths don't change by themselves.
            Self::Transport { source, .. } => !matches!(
                source.kind(),
                TransportErrorKind::Tls | TransportErrorKind::TooLong
            ),
            Self::Http { status, .. } => matches!(status.as_u16(), 408 | 429 | 502..=504),
            _ => false,
        }
    }

    /// Returns whether the error [is transient](Self::is_transient) and the service cannot have received the request,
    /// so that any operation can be sent again, even a registration, without doing anything twice.
    ///
    /// False for every error of a response, and whenever
    /// [`may_have_been_sent`](TransportError::may_have_been_sent) is true.
    #[must_use]
    pub fn is_safe_to_retry(&self) -> bool {
        let unsent = matches!(self, Self::Transport { source, .. } if !source.may_have_been_sent());
        unsent && self.is_transient()
    }

    /// Returns the error with the chain of its causes in one line, such as
    /// `LoginByEmail: could not connect to 127.0.0.1:1: Connection refused`.
    ///
    /// ```
    /// # fn example(error: authing_client::Error) {
    /// eprintln!("{}", error.report());
    /// # }
    /// ```
    #[must_use]
    pub fn report(&self) -> Report<'_> {
        Report(self)
    }

    /// Returns the time to wait before retrying, from the HTTP header `Retry-After`.
    ///
    /// The client has already waited and retried as far as its [`RetryPolicy`](crate::RetryPolicy) allows.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Api { retry_after, .. } | Self::Http { retry_after, .. } => *retry_after,
            _ => None,
        }
    }

    /// Returns whether multi-factor authentication is required (code 1635): log in again with the `mfa_code` of the
    /// user's authenticator app. A wrong code is the same error again.
    #[must_use]
    pub fn needs_mfa(&self) -> bool {
        self.code() == Some(ErrorCode::MFA_REQUIRED)
    }

    /// Returns the URL of a captcha image, if the next login must have its text as `verify_code`.
    ///
    /// Code 2000 requests the first captcha. From then on, every rejection of that login returns the next one, whatever
    /// its code: 2001 for a wrong captcha, 2006 for a wrong password, 1635 if an MFA code [is needed](Self::needs_mfa)
    /// as well. A captcha is valid for one login, so the next attempt needs the new text in addition to the rest:
    ///
    /// ```no_run
    /// # async fn example(
    /// #     authing: authing_client::Authing,
    /// #     shown_to_the_user: impl Fn(&str) -> String,
    /// #     typed_by_the_user: impl Fn() -> String,
    /// # ) -> Result<(), authing_client::Error> {
    /// use authing_client::operations::LoginByEmail;
    ///
    /// let mut attempt = LoginByEmail::new("test@testmail.com", "testpassword");
    /// let login = loop {
    ///     let error = match authing.login(attempt.clone()).await {
    ///         Ok(login) => break login,
    ///         Err(error) => error,
    ///     };
    ///     if error.captcha_url().is_none() && !error.needs_mfa() {
    ///         return Err(error);
    ///     }
    ///     attempt = attempt
    ///         .maybe_verify_code(error.captcha_url().map(&shown_to_the_user))
    ///         .maybe_mfa_code(error.needs_mfa().then(&typed_by_the_user));
    /// };
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn captcha_url(&self) -> Option<&str> {
        match self {
            Self::Api {
                data: Some(data),
                graphql: true,
                ..
            } => data.get("url")?.as_str(),
            _ => None,
        }
    }

    /// Returns whether a timeout was exceeded, that of the connection, the attempt or the whole call.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        self.transport_kind() == Some(TransportErrorKind::Timeout)
    }

    /// Returns whether no connection could be established, so that nothing was sent. A connection timeout is
    /// [`is_timeout`](Self::is_timeout).
    #[must_use]
    pub fn is_connect(&self) -> bool {
        self.transport_kind() == Some(TransportErrorKind::Connect)
    }

    /// Returns whether TLS failed, usually because the server's certificate is not trusted. Nothing was sent.
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

    pub(crate) fn bind(operation: &'static str, error: BindError) -> Self {
        match error {
            BindError::InvalidInput(invalid) => Self::invalid(operation, invalid),
            BindError::Encrypt { field, source } => match source.downcast_ref::<Self>() {
                // The public key could not be fetched.
                Some(error) => error.clone(),
                None => Self::Encrypt {
                    operation,
                    field,
                    source,
                },
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
mod tests;
