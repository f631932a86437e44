//! Converts reqwest's errors: their kind, and a description in one line.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;

use super::causes::{advice, is_unprocessed};
use super::error::TransportErrorKind::{Connect, Other, Timeout, Tls, TooLong, Truncated};
use super::error::{SetupError, TransportError, TransportErrorKind};
use crate::one_line::OneLine;

/// Returns the error of a client that could not be created.
pub(super) fn failed_set_up(error: reqwest::Error) -> SetupError {
    SetupError {
        setting: "transport",
        reason: "can't be created".to_owned(),
        source: Some(Arc::new(RootCause::of(error))),
    }
}

/// Returns the error of a request without a response.
pub(super) fn failed_while_sending(peer: &str, error: reqwest::Error) -> TransportError {
    let (kind, reason) = match (error.is_connect(), error.is_timeout()) {
        (true, true) => (Timeout, format!("connection to {peer} timed out")),
        (true, false) => match tls_failure(&error) {
            Some(advice) => (
                Tls,
                format!("could not establish a TLS connection to {peer}{advice}"),
            ),
            None => (Connect, format!("could not connect to {peer}")),
        },
        (false, true) => (Timeout, format!("request to {peer} timed out")),
        (false, false) => (Other, format!("no response from {peer}")),
    };
    let unsent = error.is_connect() || error.is_builder() || is_unprocessed(&error);
    let advice = advice(&error);
    let error = with(kind, reason, error, advice);
    if unsent {
        error.before_sending()
    } else {
        error
    }
}

/// Returns the error of a truncated response.
pub(super) fn failed_while_reading(peer: &str, error: reqwest::Error) -> TransportError {
    if error.is_timeout() {
        return with(
            Timeout,
            format!("response from {peer} timed out"),
            error,
            "",
        );
    }
    with(
        Truncated,
        format!("the response from {peer} was truncated"),
        error,
        "",
    )
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
    error: reqwest::Error,
    advice: &str,
) -> TransportError {
    let transport = TransportError::new(kind, reason);
    match kind {
        // The cause only repeats "operation timed out".
        Timeout => transport,
        _ => {
            let mut cause = RootCause::of(error);
            cause.text.push_str(advice);
            transport.with_source(cause)
        }
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
    fn of(error: reqwest::Error) -> Self {
        Self {
            text: root_cause(&error),
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

/// Returns advice if a connection failed in TLS.
///
/// Detected by the texts, because the types differ between TLS libraries.
fn tls_failure(error: &reqwest::Error) -> Option<&'static str> {
    let mut texts = String::new();
    let mut next: Option<&dyn StdError> = error.source();
    while let Some(error) = next {
        texts.push_str(&error.to_string().to_lowercase());
        texts.push('\n');
        next = error.source();
    }
    let any = |words: &[&str]| words.iter().any(|word| texts.contains(word));
    if any(&["causedasendentity"]) {
        return Some(
            " (the server presents the certificate of an authority, which `openssl req -x509` creates by default: create it with \
             `-addext basicConstraints=critical,CA:FALSE`, or have one issued for the server, and trust it with \
             `Builder::root_certificate_pem` or `root_certificate_file`)",
        );
    }
    if any(&[
        "unknownissuer",
        "badsignature",
        "self-signed",
        "self signed",
        "local issuer",
    ]) {
        return Some(
            " (the certificate's issuer is not trusted: add your own authority with `Builder::root_certificate_pem` \
             or `root_certificate_file`)",
        );
    }
    if any(&[
        "not valid for name",
        "notvalidforname",
        "hostname mismatch",
        "ip address mismatch",
    ]) {
        return Some(" (the certificate is for another host name)");
    }
    if any(&[
        "certificate expired",
        "expired certificate",
        "certificate has expired",
    ]) {
        return Some(" (the certificate has expired, or this machine's clock is wrong)");
    }
    if any(&["not valid yet", "notvalidyet", "not yet valid"]) {
        return Some(" (the certificate is not valid yet, or this machine's clock is wrong)");
    }
    any(&[
        "certificate",
        "tls",
        "ssl",
        "handshake",
        "corrupt message",
        "fatal alert",
    ])
    .then_some("")
}
