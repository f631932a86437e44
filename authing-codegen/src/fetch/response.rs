//! Reads the response to an introspection query: the schema, or the reason why there is none.

use serde_json::Value;

use super::redact::Secrets;

/// Returns the data of a response with a schema; the error is the reason why there is none, with the service's message.
pub(super) fn data(response: &Value, secrets: &Secrets) -> Result<Value, String> {
    if let Some(message) = rejection(response) {
        return Err(format!(
            "it rejects introspection: {}",
            secrets.excerpt(&message)
        ));
    }
    let is_schema = |value: &Value| value.get("__schema").is_some_and(Value::is_object);
    match response.get("data") {
        Some(data) if is_schema(data) => Ok(data.clone()),
        Some(data) if data.is_object() => Err(format!(
            "its response has no `__schema`: {}",
            secrets.excerpt(&response.to_string())
        )),
        _ => Err(format!(
            "its response has no `data`: {}",
            secrets.excerpt(&response.to_string())
        )),
    }
}

/// Returns the messages of a response's errors; `null` and an empty list are no errors.
pub(super) fn rejection(response: &Value) -> Option<String> {
    let errors = response.get("errors")?;
    let list = match errors {
        Value::Null => return None,
        Value::Array(list) => list.as_slice(),
        other => std::slice::from_ref(other),
    };
    let said = list.iter().find_map(message);
    match said {
        Some(message) => Some(message),
        None => (!list.is_empty()).then(|| errors.to_string()),
    }
}

/// Returns the text of an error: itself, or its message, which may be an object with a message in turn.
fn message(error: &Value) -> Option<String> {
    match error {
        Value::String(text) => Some(text.clone()),
        Value::Object(fields) => fields.get("message").and_then(message),
        _ => None,
    }
    .filter(|text| !text.trim().is_empty())
}
