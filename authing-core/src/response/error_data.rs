//! The additional data of an error.

use std::fmt;

use serde_json::Value;

/// The words in names of members that `Debug` redacts.
const SECRETS: [&str; 5] = ["token", "secret", "password", "code", "key"];

/// The additional data of an error, such as the URL of a captcha image.
///
/// It can contain a token, such as that of a login that needs a second factor, so `Debug` redacts texts whose names sound
/// like a secret.
///
/// ```
/// use authing_core::response::ErrorData;
/// use serde_json::json;
///
/// let data = ErrorData::from(json!({"mfaToken": "eyJhbGciOi…", "nickname": "Ada"}));
/// assert_eq!(format!("{data:?}"), r#"{"mfaToken": ***, "nickname": String("Ada")}"#);
/// assert_eq!(data.get("nickname"), Some(&json!("Ada")));
/// ```
#[derive(Clone, PartialEq)]
pub struct ErrorData(Value);

impl ErrorData {
    /// Returns the member with this name, if the data is an object that has it.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    /// Returns the data, without redaction.
    #[must_use]
    pub fn as_value(&self) -> &Value {
        &self.0
    }

    /// Returns the data, without redaction.
    #[must_use]
    pub fn into_value(self) -> Value {
        self.0
    }
}

impl From<Value> for ErrorData {
    fn from(data: Value) -> Self {
        Self(data)
    }
}

impl fmt::Debug for ErrorData {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Redacted(&self.0).fmt(f)
    }
}

struct Redacted<'a>(&'a Value);

impl fmt::Debug for Redacted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Value::Object(members) => f
                .debug_map()
                .entries(members.iter().map(|(name, value)| {
                    let is_secret = value.is_string() && sounds_secret(name);
                    let shown: Box<dyn fmt::Debug> = if is_secret {
                        Box::new(format_args!("***"))
                    } else {
                        Box::new(Redacted(value))
                    };
                    (name, shown)
                }))
                .finish(),
            Value::Array(values) => f.debug_list().entries(values.iter().map(Redacted)).finish(),
            other => other.fmt(f),
        }
    }
}

fn sounds_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    SECRETS.iter().any(|word| name.contains(word))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn secrets_are_redacted_at_any_depth_and_numbers_shown() {
        let data = ErrorData::from(json!({
            "token": "t0ken", "code": 2006, "list": [{"recoveryCode": "rec0very"}], "API_KEY": "k3y", "url": "u",
        }));
        let shown = format!("{data:?}");
        for secret in ["t0ken", "rec0very", "k3y"] {
            assert!(!shown.contains(secret), "{shown}");
        }
        assert!(shown.contains("2006") && shown.contains("\"u\""), "{shown}");
    }
}
