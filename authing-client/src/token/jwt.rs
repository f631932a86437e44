//! JSON web tokens: their parts, and their signature (RFC 7515, RFC 7519).
//!
//! Why `hmac` and `sha2`, and not `jsonwebtoken`: they are already in the tree, below `rsa`. `jsonwebtoken` 12 with
//! aws-lc-rs adds 14 crates, two of them in a second version, and panics at first use unless exactly one of its two
//! backends is enabled in the whole program or the program installs one, which a library can't ensure. The remaining
//! code is this file; RS256 is one more [`Key`], with the `rsa` crate that encrypts passwords.

use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use serde::Deserialize;
use serde::de::{Error as _, MapAccess, Visitor};
use serde_json::{Map, Value};
use sha2::Sha256;

#[cfg(feature = "v2")]
use crate::crypto::signature::VerifyingKey;
use crate::error::TokenError;

/// Returns a token's unverified content: for convenience, never for a decision about trust.
pub(crate) fn unverified_payload(token: &str) -> Option<Value> {
    // Not that of a whole header or of a token in quotes, which the service rejects.
    let is_exact = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.=".contains(&byte);
    if !token.bytes().all(is_exact) {
        return None;
    }
    let mut parts = token.split('.');
    let (_header, payload, _signature) = (parts.next()?, parts.next()?, parts.next()?);
    let payload = URL_SAFE_NO_PAD.decode(payload.trim_end_matches('=')).ok()?;
    serde_json::from_slice(&payload).ok()
}

/// Returns a JWT's unverified expiry: for convenience, never for a decision about trust.
pub(crate) fn unverified_expiry(token: &str) -> Option<SystemTime> {
    let payload = unverified_payload(token)?;
    let seconds = Duration::try_from_secs_f64(payload.get("exp")?.as_f64()?).ok()?;
    UNIX_EPOCH.checked_add(seconds)
}

/// A key with its only algorithm: a token must not choose how it is verified.
#[derive(Clone, Copy)]
pub(crate) enum Key<'a> {
    Hs256(&'a [u8]),
    #[cfg(feature = "v2")]
    Rs256(&'a VerifyingKey),
}

impl Key<'_> {
    const fn algorithm(self) -> &'static str {
        match self {
            Self::Hs256(_) => "HS256",
            #[cfg(feature = "v2")]
            Self::Rs256(_) => "RS256",
        }
    }

    fn has_signed(self, signed: &[u8], signature: &[u8]) -> bool {
        match self {
            // HMAC pads keys with zeros, so this key equals the empty key, with which anyone can sign.
            Self::Hs256(key) if key.iter().all(|byte| *byte == 0) => false,
            // In constant time: the timing must not reveal how much of a signature is right.
            Self::Hs256(key) => Hmac::<Sha256>::new_from_slice(key)
                .is_ok_and(|mac| mac.chain_update(signed).verify_slice(signature).is_ok()),
            #[cfg(feature = "v2")]
            Self::Rs256(key) => key.verifies(signed, signature),
        }
    }
}

/// What a token says about its signature. It only selects a key: the key has its own algorithm.
#[cfg(feature = "v2")]
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Header {
    pub(crate) algorithm: String,
    pub(crate) key_id: Option<String>,
}

/// Returns a token's header.
#[cfg(feature = "v2")]
pub(crate) fn header(token: &str) -> Result<Header, TokenError> {
    let (header, _) = token.split_once('.').ok_or(TokenError::Malformed)?;
    let header = object(header).ok_or(TokenError::Malformed)?;
    let text = |name| header.get(name)?.as_str().map(str::to_owned);
    Ok(Header {
        algorithm: text("alg").ok_or(TokenError::Algorithm)?,
        key_id: text("kid"),
    })
}

/// Returns a token's payload, which is not read before the signature is verified.
pub(crate) fn verified_payload(
    token: &str,
    key: Key<'_>,
) -> Result<Map<String, Value>, TokenError> {
    let (signed, signature) = token.rsplit_once('.').ok_or(TokenError::Malformed)?;
    let (header, payload) = signed.split_once('.').ok_or(TokenError::Malformed)?;
    let header = object(header).ok_or(TokenError::Malformed)?;
    // Forgers try another algorithm, or none.
    if header.get("alg").and_then(Value::as_str) != Some(key.algorithm()) {
        return Err(TokenError::Algorithm);
    }
    // Critical extensions must be understood by the verifier; this one supports none.
    if header.contains_key("crit") {
        return Err(TokenError::Malformed);
    }
    let signature = URL_SAFE_NO_PAD
        .decode(signature)
        .map_err(|_| TokenError::Malformed)?;
    if !key.has_signed(signed.as_bytes(), &signature) {
        return Err(TokenError::Signature);
    }
    object(payload).ok_or(TokenError::Malformed)
}

fn object(part: &str) -> Option<Map<String, Value>> {
    let json = URL_SAFE_NO_PAD.decode(part).ok()?;
    let Members(members) = serde_json::from_slice(&json).ok()?;
    Some(members)
}

/// An object with unique names, as RFC 7515 and RFC 7519 require: programs would differ in which of two `alg` they see.
struct Members(Map<String, Value>);

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Unique;

        impl<'de> Visitor<'de> for Unique {
            type Value = Map<String, Value>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Self::Value, A::Error> {
                let mut members = Map::new();
                while let Some((name, value)) = access.next_entry::<String, Value>()? {
                    if members.insert(name, value).is_some() {
                        return Err(A::Error::custom("a name occurs twice"));
                    }
                }
                Ok(members)
            }
        }

        deserializer.deserialize_map(Unique).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The token and the key of RFC 7515, appendix A.1.
    const HEADER: &str = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9";
    const PAYLOAD: &str = "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
    const SIGNATURE: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    const KEY: &str =
        "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow";

    fn key() -> Vec<u8> {
        URL_SAFE_NO_PAD.decode(KEY).unwrap()
    }

    /// Returns a JWT that expires at `exp`; nobody checks its signature.
    fn expiring(exp: impl fmt::Display) -> String {
        let payload = URL_SAFE_NO_PAD.encode(format!(r#"{{"exp":{exp}}}"#));
        format!("eyJhbGciOiJIUzI1NiJ9.{payload}.signature")
    }

    fn signed_with(key: &[u8], header: &str, payload: &str) -> String {
        let signed = [header, payload].map(|part| URL_SAFE_NO_PAD.encode(part));
        let signed = signed.join(".");
        let mac = Hmac::<Sha256>::new_from_slice(key).unwrap();
        let signature = mac.chain_update(&signed).finalize().into_bytes();
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
    }

    #[test]
    fn the_expiry_is_read_from_the_payload() {
        let at = |seconds| Some(UNIX_EPOCH + Duration::from_secs(seconds));
        assert_eq!(
            unverified_expiry(&expiring(1_600_000_000)),
            at(1_600_000_000)
        );
        assert_eq!(unverified_expiry(&expiring("1.6e9")), at(1_600_000_000));
        for token in [
            "",
            "opaque",
            "a.b.c",
            "a.!.c",
            "..",
            &expiring("\"soon\""),
            &expiring(-1),
            &expiring("1e400"),
            &expiring(f64::MAX),
            &expiring("null"),
        ] {
            assert_eq!(unverified_expiry(token), None, "{token}");
        }
    }

    #[test]
    fn the_token_of_rfc_7515_a_1_verifies() {
        let token = format!("{HEADER}.{PAYLOAD}.{SIGNATURE}");
        let payload = verified_payload(&token, Key::Hs256(&key())).unwrap();
        assert_eq!(
            Value::Object(payload),
            serde_json::json!({"iss": "joe", "exp": 1_300_819_380, "http://example.com/is_root": true})
        );
        for (index, _) in key().iter().enumerate() {
            let mut other = key();
            other[index] ^= 1;
            assert_eq!(
                verified_payload(&token, Key::Hs256(&other)),
                Err(TokenError::Signature)
            );
        }
    }

    #[test]
    fn the_unsecured_token_of_rfc_7515_a_5_is_rejected() {
        let token = format!("eyJhbGciOiJub25lIn0.{PAYLOAD}.");
        assert_eq!(
            verified_payload(&token, Key::Hs256(&key())),
            Err(TokenError::Algorithm)
        );
    }

    #[test]
    fn an_empty_key_signs_nothing() {
        for forged in ["", "\0", "\0\0\0\0"] {
            let token = signed_with(b"", r#"{"alg":"HS256"}"#, "{}");
            assert_eq!(
                verified_payload(&token, Key::Hs256(forged.as_bytes())),
                Err(TokenError::Signature)
            );
        }
    }

    #[test]
    fn a_duplicate_name_is_malformed() {
        for (header, payload) in [
            (r#"{"alg":"none","alg":"HS256"}"#, "{}"),
            (r#"{"alg":"HS256","alg":"none"}"#, "{}"),
            (r#"{"alg":"HS256","alg":"HS256"}"#, "{}"),
            (r#"{"alg":"HS256","\u0061lg":"HS256"}"#, "{}"),
            (r#"{"alg":"HS256"}"#, r#"{"exp":1,"exp":2}"#),
        ] {
            let token = signed_with(&key(), header, payload);
            assert_eq!(
                verified_payload(&token, Key::Hs256(&key())),
                Err(TokenError::Malformed),
                "{header} {payload}"
            );
        }
    }

    #[test]
    fn a_payload_that_is_not_an_object_is_malformed() {
        for payload in [
            "", "null", "1", "\"{}\"", "[]", "[{}]", "{} {}", "{}x", "{\"a\":1",
        ] {
            let token = signed_with(&key(), r#"{"alg":"HS256"}"#, payload);
            assert_eq!(
                verified_payload(&token, Key::Hs256(&key())),
                Err(TokenError::Malformed),
                "{payload}"
            );
        }
    }

    #[test]
    fn critical_extensions_are_rejected() {
        for header in [
            r#"{"alg":"HS256","crit":["exp"],"exp":1}"#,
            r#"{"alg":"HS256","crit":[]}"#,
            r#"{"alg":"HS256","crit":null}"#,
        ] {
            let token = signed_with(&key(), header, "{}");
            assert_eq!(
                verified_payload(&token, Key::Hs256(&key())),
                Err(TokenError::Malformed),
                "{header}"
            );
        }
    }
}
