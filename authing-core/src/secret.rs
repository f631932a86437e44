//! Passwords, tokens and codes: values that nothing shows by accident.

use std::fmt;

use serde::{Deserialize, Deserializer};
use zeroize::Zeroizing;

/// A password, token, pool secret or code.
///
/// `Debug` shows a placeholder, there is no `Display` and no `PartialEq`, and the memory is overwritten when the value
/// is dropped. [`expose`](Secret::expose) is the only way to the text, so that each use can be found by its name.
///
/// ```
/// use authing_core::Secret;
///
/// let password = Secret::from("testpassword");
/// assert_eq!(format!("{password:?}"), "Secret(***)");
/// assert_eq!(password.expose(), "testpassword");
/// ```
#[derive(Clone)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Takes the text over.
    pub fn new(text: impl Into<String>) -> Self {
        Self(Zeroizing::new(text.into()))
    }

    /// The text itself. Whoever calls this answers for where it goes.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Whether there is no text.
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
    fn debug_shows_neither_text_nor_length() {
        assert_eq!(format!("{:?}", Secret::from("hunter2")), "Secret(***)");
        assert_eq!(
            format!("{:#?}", Some(Secret::from(""))),
            "Some(\n    Secret(***),\n)"
        );
    }

    #[test]
    fn is_read_from_a_json_string_only() {
        let secret: Secret = serde_json::from_str("\"eyJ\"").unwrap();
        assert_eq!(secret.expose(), "eyJ");
        assert!(serde_json::from_str::<Secret>("17").is_err());
    }
}
