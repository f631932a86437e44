//! Redacts the passwords, secrets, tokens and codes of a request.

use std::collections::HashSet;

use serde_json::Value;

/// Replaces a secret.
pub(super) const REDACTED: &str = "***";

/// Returns whether values with this name are secret: `password`, `oldPassword`, `secret`, `accessToken`, `verifyCode`, `MFACode`,
/// `phoneCode` …
pub(super) fn is_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["password", "secret", "token", "signature", "unionid"]
        .iter()
        .any(|word| name.contains(word))
        || name.ends_with("code")
}

/// Redacts the secret variables: by their own names, by the names of the fields in them, and by `secret`, the variables
/// that are used for secret values. `None` means all.
pub(super) fn variables(mut variables: Value, secret: Option<&HashSet<String>>) -> Value {
    match &mut variables {
        Value::Object(variables) => {
            for (name, value) in variables {
                let is_used_so = secret.is_none_or(|secret| secret.contains(name));
                redact(value, is_used_so || is_secret(name));
            }
        }
        // For example variables that were serialized twice.
        nameless => redact(nameless, true),
    }
    variables
}

fn redact(value: &mut Value, secret: bool) {
    match value {
        Value::String(_) | Value::Number(_) if secret => *value = REDACTED.into(),
        Value::Array(items) => {
            for item in items {
                redact(item, secret);
            }
        }
        Value::Object(fields) => {
            for (name, field) in fields {
                redact(field, secret || is_secret(name));
            }
        }
        _ => {}
    }
}

/// Returns the path without the code at the end of a verification mail's link, and without the id of a login.
pub(super) fn path(path: &str) -> String {
    if path.starts_with("/oidc/interaction/") {
        return format!("/oidc/interaction/{REDACTED}");
    }
    match path.strip_prefix("/verify_email/") {
        Some(rest) => {
            let email = rest.split('/').next().unwrap_or_default();
            format!("/verify_email/{email}/{REDACTED}")
        }
        None => path.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn secrets_are_redacted_at_every_level() {
        let sent = json!({
            "email": "a@b.cn", "phoneCode": 123456, "MFACode": "123456", "keepPassword": true, "p": "hunter2",
            "list": [{"accessToken": "hunter2", "page": 1}], "oldPassword": null,
            "secret": {"anything": ["hunter2"]},
        });
        let secret = HashSet::from(["p".to_owned()]);
        let expected = json!({
            "email": "a@b.cn", "phoneCode": "***", "MFACode": "***", "keepPassword": true, "p": "***",
            "list": [{"accessToken": "***", "page": 1}], "oldPassword": null,
            "secret": {"anything": ["***"]},
        });
        assert_eq!(variables(sent, Some(&secret)), expected);
        let all = variables(json!({"p": "hunter2", "q": [{"r": 1}]}), None);
        assert_eq!(all, json!({"p": "***", "q": [{"r": "***"}]}));
        let twice = json!(r#"{"password": "hunter2"}"#);
        assert_eq!(variables(twice, Some(&secret)), json!("***"));
        assert_eq!(variables(Value::Null, None), Value::Null);
    }

    #[test]
    fn the_code_in_a_link_is_omitted() {
        assert_eq!(
            path("/verify_email/YUBiLmNu/123456"),
            "/verify_email/YUBiLmNu/***"
        );
        assert_eq!(path("/oidc/interaction/0a"), "/oidc/interaction/***");
        assert_eq!(path("/users/graphql"), "/users/graphql");
    }
}
