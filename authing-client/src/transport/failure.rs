//! Converts reqwest's errors: their kind, and a description in one line.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;

use authing_connect::proxy;

use super::causes::{advice, is_unprocessed};
use super::error::TransportErrorKind::{Connect, Other, Timeout, Tls, TooLong, Truncated};
use super::error::{SetupError, TransportError, TransportErrorKind};
use super::proxies::Route;
use crate::one_line::OneLine;

/// Returns the error of a client that could not be created.
pub(super) fn failed_set_up(error: reqwest::Error) -> SetupError {
    let cause = root_cause(&error);
    SetupError {
        setting: "transport",
        reason: "can't be created".to_owned(),
        source: Some(Arc::new(RootCause::new(cause, error))),
    }
}

/// Returns the error of a request without a response.
pub(super) fn failed_while_sending(route: &Route<'_>, error: reqwest::Error) -> TransportError {
    if let Some((advice, cause)) = tls_failure(&error) {
        let peer = route.tls_peer(&error);
        let advice = match advice.as_str() {
            "" => advice,
            _ => format!(" ({advice})"),
        };
        let reason = format!("could not establish a TLS connection to {peer}{advice}");
        return with(Tls, reason, cause, error);
    }
    let (kind, reason) = match (error.is_connect(), error.is_timeout()) {
        (true, true) => (Timeout, format!("connection to {route} timed out")),
        (true, false) => (Connect, format!("could not connect to {route}")),
        (false, _) => (Other, format!("no response from {route}")),
    };
    let unsent = error.is_connect() || error.is_builder() || is_unprocessed(&error);
    let cause = match route.proxy {
        Some(_) if error.is_connect() => proxy::cause(&error, route.is_https),
        _ => root_cause(&error) + advice(&error, route.is_https),
    };
    let error = with(kind, reason, cause, error);
    if unsent {
        error.before_sending()
    } else {
        error
    }
}

/// Returns the error of a truncated response.
pub(super) fn failed_while_reading(peer: &str, error: reqwest::Error) -> TransportError {
    let reason = format!("the response from {peer} was truncated");
    with(Truncated, reason, root_cause(&error), error)
}

/// Returns the error of a proxy that rejects a request which it would have forwarded.
pub(super) fn rejected_by_proxy(route: &Route<'_>) -> TransportError {
    let reason = format!("could not connect to {route}: {}", proxy::UNAUTHORIZED);
    TransportError::new(Connect, reason)
}

/// Returns the error of a response longer than `limit` bytes.
pub(super) fn too_long(peer: &str, limit: usize) -> TransportError {
    const MIB: usize = 1024 * 1024;
    let limit = match limit % MIB {
        0 => format!("{} MiB", limit / MIB),
        _ => format!("{limit} bytes"),
    };
    let reason = format!("the response from {peer} is longer than {limit} (`max_response_bytes`)");
    TransportError::new(TooLong, reason)
}

fn with(
    kind: TransportErrorKind,
    reason: String,
    cause: String,
    error: reqwest::Error,
) -> TransportError {
    let transport = TransportError::new(kind, reason);
    match kind {
        // The cause only repeats "operation timed out".
        Timeout => transport,
        _ => transport.with_source(RootCause::new(cause, error)),
    }
}

/// reqwest's error, shown as the innermost of its causes.
#[derive(Debug)]
struct RootCause {
    text: String,
    // Kept for `Debug`.
    #[expect(dead_code)]
    error: reqwest::Error,
}

impl RootCause {
    fn new(text: String, error: reqwest::Error) -> Self {
        Self {
            text,
            // The URL may contain a phone number.
            error: error.without_url(),
        }
    }
}

impl fmt::Display for RootCause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        OneLine(&self.text).fmt(f)
    }
}

impl StdError for RootCause {}

/// Returns the text of the innermost error: the outer ones only say that a request failed.
fn root_cause(error: &reqwest::Error) -> String {
    let mut text = String::new();
    let mut next: Option<&dyn StdError> = error.source();
    while let Some(error) = next {
        text = error.to_string();
        next = error.source();
    }
    if text.is_empty() {
        "the request could not be built".to_owned()
    } else {
        text
    }
}

/// Returns advice, which may be empty, and the cause if a connection failed in TLS.
#[cfg(feature = "rustls-no-provider")]
fn tls_failure(error: &reqwest::Error) -> Option<(String, String)> {
    use authing_connect::tls;
    const REMEDIES: tls::Remedies = tls::Remedies {
        trust: "add your own authority with `Builder::root_certificate_pem`, `root_certificate_file` or \
                AUTHING_ROOT_CERTIFICATE_FILE",
        client_certificate: "set one with `Builder::client_certificate_pem`, `client_certificate_file` or \
                             AUTHING_CLIENT_CERTIFICATE_FILE",
    };
    let failure = tls::failure(error, REMEDIES)?;
    let is_before_sending = error.is_connect() && !error.is_timeout();
    (is_before_sending || failure.is_about_client).then_some((failure.advice, failure.cause))
}

/// Without TLS, it does not fail.
#[cfg(not(feature = "rustls-no-provider"))]
fn tls_failure(_: &reqwest::Error) -> Option<(String, String)> {
    None
}
