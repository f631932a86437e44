//! Errors of a transport, and of its setup.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;

/// The reason why there was no response.
#[derive(Debug, Clone)]
pub struct TransportError {
    kind: TransportErrorKind,
    reason: String,
    may_have_been_sent: bool,
    source: Option<Arc<dyn StdError + Send + Sync>>,
}

/// The stage at which a request failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// No connection could be established: the name is unknown, or nothing listens there.
    Connect,
    /// TLS failed: the certificate is not trusted, or is for another name.
    Tls,
    /// It timed out.
    Timeout,
    /// The response was truncated.
    Truncated,
    /// The response was longer than the client's limit.
    TooLong,
    /// Any other failure, such as a connection that was closed without a response.
    Other,
}

impl TransportError {
    /// Creates an error of this kind; `reason` is for people and must not contain secrets.
    ///
    /// Unless the kind is [`Connect`](TransportErrorKind::Connect) or [`Tls`](TransportErrorKind::Tls), the request
    /// counts as one that the service may have received.
    pub fn new(kind: TransportErrorKind, reason: impl Into<String>) -> Self {
        Self {
            kind,
            reason: reason.into(),
            may_have_been_sent: !matches!(
                kind,
                TransportErrorKind::Connect | TransportErrorKind::Tls
            ),
            source: None,
        }
    }

    /// Adds the underlying error.
    #[must_use]
    pub fn with_source(mut self, source: impl StdError + Send + Sync + 'static) -> Self {
        self.source = Some(Arc::new(source));
        self
    }

    /// Declares that nothing of the request has left this machine, or that the service declared it unprocessed.
    #[must_use]
    pub fn before_sending(mut self) -> Self {
        self.may_have_been_sent = false;
        self
    }

    /// Returns the stage at which it failed.
    #[must_use]
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }

    /// Returns whether the service may have received the request and carried it out.
    #[must_use]
    pub fn may_have_been_sent(&self) -> bool {
        self.may_have_been_sent
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.reason)
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source
            .as_deref()
            .map(|source| source as &(dyn StdError + 'static))
    }
}

/// The reason why the built-in transport could not be created.
#[derive(Debug)]
pub(crate) struct SetupError {
    /// The setting to change.
    pub(crate) setting: &'static str,
    /// The reason, as the end of a sentence that begins with the setting.
    pub(crate) reason: String,
    pub(crate) source: Option<Arc<dyn StdError + Send + Sync>>,
}

impl SetupError {
    pub(super) fn new(setting: &'static str, reason: impl Into<String>) -> Self {
        Self {
            setting,
            reason: reason.into(),
            source: None,
        }
    }
}
