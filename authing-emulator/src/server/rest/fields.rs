//! Bodies with a few texts, as JSON or as a form: the official SDKs send both.

use axum::http::{HeaderMap, header};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// Returns what a body has, or `None` if it is neither JSON nor a form, or lacks something.
pub(super) fn read<T: DeserializeOwned>(headers: &HeaderMap, body: &[u8]) -> Option<T> {
    let content_type = headers.get(header::CONTENT_TYPE)?.to_str().ok()?;
    let essence = content_type.split(';').next().unwrap_or_default().trim();
    match essence.to_ascii_lowercase().as_str() {
        "application/json" => serde_json::from_slice(body).ok(),
        "application/x-www-form-urlencoded" => {
            let pairs = form_urlencoded::parse(body);
            let fields: Map<_, _> = pairs
                .map(|(name, text)| (name.into_owned(), Value::from(text)))
                .collect();
            serde_json::from_value(fields.into()).ok()
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn json_and_forms_have_the_same_fields() {
        let read = |content_type: &'static str, body: &'static str| {
            let headers =
                HeaderMap::from_iter([(header::CONTENT_TYPE, content_type.parse().unwrap())]);
            read::<Value>(&headers, body.as_bytes())
        };
        let expected = Some(json!({"phone": "+86 1", "scene": "a&b"}));
        let json = r#"{"phone":"+86 1","scene":"a&b"}"#;
        assert_eq!(read("application/json; charset=utf-8", json), expected);
        let form = "phone=%2B86+1&scene=a%26b";
        assert_eq!(read("application/x-www-form-urlencoded", form), expected);
        assert_eq!(read("text/plain", json), None);
        assert_eq!(read("application/json", form), None);
    }
}
