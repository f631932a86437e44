//! The additional data of an error.

use std::fmt;

use serde_json::Value;

/// The words in names of members that `Debug` redacts.
const SECRETS: [&str; 12] = [
    "token",
    "secret",
    "password",
    "pwd",
    "code",
    "key",
    "ticket",
    "jwt",
    "otp",
    "credential",
    "authorization",
    "recovery",
];

/// The beginning of every JWT: `{"` in base64.
pub(super) const JWT: &str = "eyJ";

/// The additional data of an error, such as the URL of a captcha image.
///
/// It can contain a token, such as the MFA token of a login, so `Debug` redacts JWTs, and members with a name that sounds
/// like a secret.
///
/// ```
/// # use authing_core::response::ErrorData;
/// use serde_json::json;
///
/// let data = ErrorData::from(json!({"mfaToken": "eyJhbGciOi…", "nickname": "Ada"}));
/// assert_eq!(format!("{data:?}"), r#"{"mfaToken": ***, "nickname": String("Ada")}"#);
/// assert_eq!(data.get("nickname"), Some(&json!("Ada")));
/// ```
#[derive(Clone)]
pub struct ErrorData(Box<Data>);

#[derive(Clone)]
struct Data {
    exact: Value,
    /// The data as `Debug` shows it, if it differs.
    shown: Option<Value>,
}

impl ErrorData {
    /// Returns the member with this name, if the data is an object that has it.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.exact.get(name)
    }

    /// Returns the data, without redaction.
    #[must_use]
    pub fn as_value(&self) -> &Value {
        &self.0.exact
    }

    /// Returns the data, without redaction.
    #[must_use]
    pub fn into_value(self) -> Value {
        self.0.exact
    }

    /// Sets what `Debug` shows in place of the data: a copy without what the caller sent.
    pub fn show_instead(&mut self, shown: Value) {
        self.0.shown = Some(shown);
    }
}

impl From<Value> for ErrorData {
    fn from(exact: Value) -> Self {
        Self(Box::new(Data { exact, shown: None }))
    }
}

impl PartialEq for ErrorData {
    fn eq(&self, other: &Self) -> bool {
        self.0.exact == other.0.exact
    }
}

impl fmt::Debug for ErrorData {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Redacted(self.0.shown.as_ref().unwrap_or(&self.0.exact)).fmt(f)
    }
}

/// A value whose `Debug` redacts secrets.
pub(super) struct Redacted<'a>(pub(super) &'a Value);

impl fmt::Debug for Redacted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Value::Object(members) => f
                .debug_map()
                .entries(members.iter().map(|(name, value)| {
                    let is_plain = value.is_number() || value.is_boolean() || value.is_null();
                    let is_secret = !is_plain && sounds_secret(name);
                    let shown: Box<dyn fmt::Debug> = if is_secret {
                        Box::new(format_args!("***"))
                    } else {
                        Box::new(Redacted(value))
                    };
                    (name, shown)
                }))
                .finish(),
            Value::Array(values) => f.debug_list().entries(values.iter().map(Redacted)).finish(),
            Value::String(text) if text.starts_with(JWT) => f.write_str("***"),
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
            "token": {"value": "t0ken"}, "code": 2006, "list": [{"recoveryCodes": ["rec0very"]}], "API_KEY": "k3y",
            "session": "eyJhbGciOi", "url": "u",
        }));
        let shown = format!("{data:?}");
        for secret in ["t0ken", "rec0very", "k3y", "eyJ"] {
            assert!(!shown.contains(secret), "{shown}");
        }
        assert!(shown.contains("2006") && shown.contains("\"u\""), "{shown}");
    }
}
