//! Why there was no response, and why there is no transport.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;

/// Why there was no answer.
#[derive(Debug, Clone)]
pub struct TransportError {
    kind: TransportErrorKind,
    reason: String,
    may_have_been_sent: bool,
    source: Option<Arc<dyn StdError + Send + Sync>>,
}

/// At which point a request failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// No connection came about: the name is unknown, or nobody listens there.
    Connect,
    /// TLS failed: a certificate that is not trusted, or for another name.
    Tls,
    /// It took too long.
    Timeout,
    /// The answer broke off.
    Answer,
    /// The answer was longer than the client takes.
    TooLong,
    /// Anything else, such as a connection that was closed without an answer.
    Other,
}

impl TransportError {
    /// An error of this kind; `reason` is for people and must hold no secret.
    ///
    /// Unless it is of the kind [`Connect`](TransportErrorKind::Connect) or [`Tls`](TransportErrorKind::Tls), the request
    /// counts as one that may have reached the service.
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

    /// Keeps the error that is behind it.
    #[must_use]
    pub fn with_source(mut self, source: impl StdError + Send + Sync + 'static) -> Self {
        self.source = Some(Arc::new(source));
        self
    }

    /// Says that nothing of the request has left this machine.
    #[must_use]
    pub fn before_sending(mut self) -> Self {
        self.may_have_been_sent = false;
        self
    }

    /// At which point it failed.
    #[must_use]
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }

    /// Whether the service may have received the request, and carried it out.
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

/// Why the built-in transport could not be set up.
#[derive(Debug)]
pub(crate) struct SetupError {
    /// The setting that has to change.
    pub(crate) setting: &'static str,
    /// What is wrong with it, as the end of a sentence that begins with the setting.
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
