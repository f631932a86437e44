//! Reads a JWT without verifying it.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value};

/// The parts of a token that anyone can read.
pub(crate) struct Decoded {
    pub(crate) header: Map<String, Value>,
    pub(crate) claims: Map<String, Value>,
}

/// Decodes a token. The error is the end of a sentence that begins with the token, and shows none of it.
pub(crate) fn decode(token: &str) -> Result<Decoded, &'static str> {
    let parts: Vec<&str> = token.trim().split('.').collect();
    let (header, claims) = match *parts.as_slice() {
        [header, claims, _signature] => (header, claims),
        [_, _, _, _, _] => return Err("is encrypted (a JWE): only its recipient can read it"),
        _ => return Err("is not a JWT: it has no three parts with dots between them"),
    };
    let header = object(header).ok_or("is not a JWT: its header is not JSON in base64url")?;
    let claims = object(claims).ok_or("is not a JWT: its claims are not JSON in base64url")?;
    Ok(Decoded { header, claims })
}

/// Returns a time of the claims, in seconds since 1970.
pub(crate) fn time(claims: &Map<String, Value>, name: &str) -> Option<i64> {
    let value = claims.get(name)?;
    #[allow(clippy::cast_possible_truncation)] // Fractions of a second don't matter here.
    value
        .as_i64()
        .or_else(|| value.as_f64().map(|time| time as i64))
}

fn object(part: &str) -> Option<Map<String, Value>> {
    let json = URL_SAFE_NO_PAD.decode(part).ok()?;
    serde_json::from_slice(&json).ok()
}
