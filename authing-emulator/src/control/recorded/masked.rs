//! What of a request may be shown: not its passwords, secrets, tokens and codes.

use std::collections::HashSet;

use serde_json::Value;

/// Stands for what isn't shown.
pub(super) const MASK: &str = "***";

/// Whether what goes by that name is secret: `password`, `oldPassword`, `secret`, `accessToken`, `verifyCode`,
/// `MFACode`, `phoneCode` …
pub(super) fn is_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["password", "secret", "token", "signature", "unionid"]
        .iter()
        .any(|word| name.contains(word))
        || name.ends_with("code")
}

/// Variables with the secret ones masked: by their own names and those of the fields in them, and `secret`, which are
/// used where something secret belongs. None stands for all.
pub(super) fn variables(mut variables: Value, secret: Option<&HashSet<String>>) -> Value {
    match &mut variables {
        Value::Object(variables) => {
            for (name, value) in variables {
                let is_used_so = secret.is_none_or(|secret| secret.contains(name));
                mask(value, is_used_so || is_secret(name));
            }
        }
        // Such as variables that were made a text twice.
        nameless => mask(nameless, true),
    }
    variables
}

fn mask(value: &mut Value, secret: bool) {
    match value {
        Value::String(_) | Value::Number(_) if secret => *value = MASK.into(),
        Value::Array(items) => {
            for item in items {
                mask(item, secret);
            }
        }
        Value::Object(fields) => {
            for (name, field) in fields {
                mask(field, secret || is_secret(name));
            }
        }
        _ => {}
    }
}

/// A path without the code that stands at the end of a verification mail's link.
pub(super) fn path(path: &str) -> String {
    match path.strip_prefix("/verify_email/") {
        Some(rest) => {
            let address = rest.split('/').next().unwrap_or_default();
            format!("/verify_email/{address}/{MASK}")
        }
        None => path.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn secrets_are_masked_wherever_they_stand() {
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
    fn the_code_in_a_link_is_left_out() {
        assert_eq!(
            path("/verify_email/YUBiLmNu/123456"),
            "/verify_email/YUBiLmNu/***"
        );
        assert_eq!(path("/users/graphql"), "/users/graphql");
    }
}
