//! Secrets on the wire.

use std::fmt;

use serde::{Serialize, Serializer};

use crate::secret::Secret;

/// A secret in generated variables: serialized unencrypted, and redacted everywhere else.
#[derive(Clone)]
pub struct WireSecret(Secret);

impl From<Secret> for WireSecret {
    fn from(secret: Secret) -> Self {
        Self(secret)
    }
}

impl Serialize for WireSecret {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.expose())
    }
}

impl fmt::Debug for WireSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wire_secret_is_visible_on_the_wire_only() {
        let secret = WireSecret::from(Secret::from("123456"));
        assert_eq!(serde_json::to_string(&secret).unwrap(), "\"123456\"");
        assert_eq!(format!("{secret:?}"), "Secret(***)");
    }
}
