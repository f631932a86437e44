//! The maximum size of a text in an argument. The service must have one, but no source says which.

use apollo_compiler::response::{JsonMap, JsonValue};

use crate::rules::api_error::{ApiError, Code};

/// Of a text, such as a photo in a `data:` URL, in bytes.
const TEXT: usize = 64 << 10;

/// Rejects arguments with a text that is too long, at any depth.
pub(super) fn check(arguments: &JsonMap) -> Result<(), ApiError> {
    let long = arguments
        .iter()
        .find_map(|(name, value)| long(name.as_str(), value));
    match long {
        None => Ok(()),
        Some(name) => Err(Code::Internal.saying(
            format!("`{name}` 过长，最多 {TEXT} 字节"),
            format!("`{name}` is too long: at most {TEXT} bytes are allowed"),
        )),
    }
}

/// Returns the name of the member with a text that is too long.
fn long<'a>(name: &'a str, value: &'a JsonValue) -> Option<&'a str> {
    match value {
        JsonValue::String(text) => (text.as_str().len() > TEXT).then_some(name),
        JsonValue::Array(items) => items.iter().find_map(|item| long(name, item)),
        JsonValue::Object(members) => members
            .iter()
            .find_map(|(name, value)| long(name.as_str(), value)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_long_text_is_rejected_by_name_at_any_depth() {
        let error = |length: usize| {
            let text = "x".repeat(length);
            let arguments = JsonValue::from(json!({"page": 1, "input": {"tags": ["a", text]}}));
            let error = check(arguments.as_object().unwrap()).err()?;
            Some(error.message.english().to_owned())
        };
        assert_eq!(error(TEXT), None);
        let expected = "`tags` is too long: at most 65536 bytes are allowed";
        assert_eq!(error(TEXT + 1).as_deref(), Some(expected));
    }
}
