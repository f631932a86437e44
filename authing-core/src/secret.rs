//! Passwords, tokens and codes: values that are redacted everywhere.

use std::fmt;

use serde::{Deserialize, Deserializer};
use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

/// A password, token, pool secret or code.
///
/// `Debug` is redacted, there is no `Display`, and the memory is zeroized when the value is dropped.
/// [`expose`](Secret::expose) is the only access to the text, so every use can be found by name.
///
/// Secrets are compared in constant time: the timing reveals only whether their lengths are equal. There is no
/// `Serialize`: response types omit their secrets when they are serialized, and accept them when they are deserialized.
/// A user read back from a cache therefore has no token (`None`), and a type whose secret is not an `Option` can't be
/// read back.
///
/// Only the memory that the value owns is zeroized, including that of the `String` it was created from, which is moved
/// and not copied. Other copies are not: the text that a `&str` was borrowed from, the buffers of the HTTP client and
/// of TLS, which tokens, codes and the pool's secret pass through, and the body that a response was read from.
/// Passwords are sent encrypted, except for LDAP passwords, which the service expects in plain text.
///
/// ```
/// # use authing_core::Secret;
/// let password = Secret::from("testpassword");
/// assert_eq!(format!("{password:?}"), "Secret(***)");
/// assert_eq!(password.expose(), "testpassword");
/// ```
#[derive(Clone, Default)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Creates a secret from a text, without copying a `String`.
    pub fn new(text: impl Into<String>) -> Self {
        Self(Zeroizing::new(text.into()))
    }

    /// Returns the text. The caller is responsible for where it goes.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Returns whether the text is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(***)")
    }
}

impl PartialEq for Secret {
    fn eq(&self, other: &Self) -> bool {
        self.0.as_bytes().ct_eq(other.0.as_bytes()).into()
    }
}

impl Eq for Secret {}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl From<&String> for Secret {
    fn from(text: &String) -> Self {
        Self::new(text)
    }
}

#[cfg(feature = "secrecy")]
impl From<secrecy::SecretString> for Secret {
    /// Copies the text; the original is zeroized when it is dropped, at the end of this function.
    fn from(secret: secrecy::SecretString) -> Self {
        Self::new(secrecy::ExposeSecret::expose_secret(&secret))
    }
}

impl From<&Secret> for Secret {
    fn from(secret: &Secret) -> Self {
        secret.clone()
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::new)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_reveals_neither_text_nor_length() {
        assert_eq!(format!("{:?}", Secret::from("hunter2")), "Secret(***)");
        assert_eq!(
            format!("{:#?}", Some(Secret::from(""))),
            "Some(\n    Secret(***),\n)"
        );
    }

    #[test]
    fn is_created_from_any_text() {
        let text = String::from("hunter2");
        let secret = Secret::from(&text);
        assert_eq!(Secret::from(&secret), Secret::from(text));
    }

    #[cfg(feature = "secrecy")]
    #[test]
    fn is_created_from_a_secret_string() {
        let secret = secrecy::SecretString::from("hunter2");
        assert_eq!(Secret::from(secret), Secret::from("hunter2"));
    }

    #[test]
    fn secrets_are_equal_if_their_texts_are() {
        assert_eq!(Secret::from("hunter2"), Secret::from("hunter2"));
        assert_eq!(Secret::default(), Secret::from(""));
        for other in ["hunter3", "hunter", "hunter22", ""] {
            assert_ne!(Secret::from("hunter2"), Secret::from(other));
        }
    }

    #[test]
    fn is_deserialized_from_a_json_string_only() {
        let secret: Secret = serde_json::from_str("\"eyJ\"").unwrap();
        assert_eq!(secret.expose(), "eyJ");
        assert!(serde_json::from_str::<Secret>("17").is_err());
    }

    /// Zeroizing the memory is up to `zeroize`; the types show that the text is in its hands.
    #[test]
    fn the_text_is_zeroized_when_it_is_dropped() {
        fn overwrites<T: zeroize::ZeroizeOnDrop>(_: &T) {}
        let text = String::from("hunter2");
        let taken = text.as_ptr();
        let Secret(text) = Secret::from(text);
        overwrites(&text);
        assert_eq!(text.as_ptr(), taken, "the text was copied instead of moved");
        let clone = Secret(text).clone();
        overwrites(&clone.0);
    }
}
