//! Why no response came, in one line, with what to do about it.

use std::error::Error as _;

use super::client::{CONNECT_TIMEOUT, TIMEOUT};

/// What the causes of an error say, and what that means.
const ADVICE: [(&[&str], &str); 7] = [
    (
        &["InvalidContentType", "corrupt message"],
        "it does not speak TLS; is its URL http://…?",
    ),
    (
        &["UnknownIssuer"],
        "its certificate's issuer is not trusted; give the authority's certificate with --ca, or let the service send its \
         intermediate certificates",
    ),
    (
        &["BadSignature"],
        "its certificate was not signed by the authority of that name; give the right authority's certificate with --ca",
    ),
    (
        &["CaUsedAsEndEntity"],
        "its certificate is an authority's; a service needs one with `basicConstraints=CA:FALSE`",
    ),
    (
        &["certificate expired", "expired certificate"],
        "its certificate has expired, or this machine's clock is wrong",
    ),
    (
        &["not valid yet", "NotValidYet"],
        "its certificate is not valid yet, or this machine's clock is wrong",
    ),
    (
        &[
            "not valid for name",
            "not valid for any names",
            "NotValidForName",
        ],
        "its certificate is for another host name; the name must be in its subjectAltName",
    ),
];

/// Why no response came.
pub(super) fn unreached(error: &reqwest::Error, through: &str) -> String {
    if error.is_timeout() {
        let (what, limit) = match error.is_connect() {
            true => ("no connection", CONNECT_TIMEOUT),
            false => ("no response", TIMEOUT),
        };
        return format!("{what}{through} within {} s", limit.as_secs());
    }
    let mut causes = Vec::new();
    let mut cause = error.source();
    while let Some(one) = cause {
        causes.push(one.to_string());
        cause = one.source();
    }
    let reason = causes.join(": ");
    let advice = ADVICE
        .into_iter()
        .find(|(words, _)| words.iter().any(|word| reason.contains(word)));
    match advice {
        Some((_, advice)) => format!("{advice} ({reason})"),
        None => format!("it can't be reached{through}: {reason}"),
    }
}
