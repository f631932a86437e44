//! JSON of a response that may contain secrets.

use std::fmt;
use std::ops::Deref;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use super::error_data::{JWT, Redacted};

/// The words in names of members that are never serialized.
const SECRETS: [&str; 3] = ["token", "secret", "password"];

/// JSON of a response that may contain a user's token or an app's secret, because the service decides which members it has.
///
/// It is read like the [`Value`] that it dereferences to. `Debug` redacts JWTs, and members with a name that sounds like a secret.
/// `Serialize` leaves out JWTs, tokens, secrets and passwords.
///
/// ```
/// # use authing_core::response::RedactedJson;
/// use serde_json::json;
///
/// let user = RedactedJson::from(json!({"id": "1", "token": "eyJhbGciOi…"}));
/// assert_eq!(user["token"], "eyJhbGciOi…");
/// assert_eq!(format!("{user:?}"), r#"{"id": String("1"), "token": ***}"#);
/// assert_eq!(serde_json::to_value(&user)?, json!({"id": "1"}));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq, Default)]
pub struct RedactedJson(Value);

impl RedactedJson {
    /// Returns the JSON, without redaction.
    #[must_use]
    pub fn into_value(self) -> Value {
        self.0
    }
}

impl From<Value> for RedactedJson {
    fn from(value: Value) -> Self {
        Self(value)
    }
}

impl Deref for RedactedJson {
    type Target = Value;

    fn deref(&self) -> &Value {
        &self.0
    }
}

impl fmt::Debug for RedactedJson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Redacted(&self.0).fmt(f)
    }
}

impl<'de> Deserialize<'de> for RedactedJson {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Value::deserialize(deserializer).map(Self)
    }
}

impl Serialize for RedactedJson {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut shown = self.0.clone();
        remove_secrets(&mut shown);
        shown.serialize(serializer)
    }
}

fn remove_secrets(value: &mut Value) {
    match value {
        Value::Object(members) => {
            members.retain(|name, value| {
                let name = name.to_ascii_lowercase();
                let is_plain = value.is_number() || value.is_boolean() || value.is_null();
                is_plain || !SECRETS.iter().any(|word| name.contains(word))
            });
            members.values_mut().for_each(remove_secrets);
        }
        Value::Array(values) => values.iter_mut().for_each(remove_secrets),
        Value::String(text) if text.starts_with(JWT) => *value = Value::Null,
        Value::String(_) | Value::Number(_) | Value::Bool(_) | Value::Null => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn secrets_are_not_serialized_and_the_rest_is() {
        let json = json!({"users": [{"id": "1", "accessToken": "t0ken", "phoneCountryCode": "+86"}],
            "session": "eyJhbGciOi", "tokenLifetime": 7, "app": {"secret": "s3cret", "name": "Shop"},
            "tokens": ["t0ken"], "oldSecret": {"value": "s3cret"}});
        let kept = json!({"users": [{"id": "1", "phoneCountryCode": "+86"}],
            "session": null, "tokenLifetime": 7, "app": {"name": "Shop"}});
        let read: RedactedJson = serde_json::from_value(json.clone()).unwrap();
        assert_eq!(serde_json::to_value(&read).unwrap(), kept);
        assert_eq!(read.into_value(), json);
    }
}
