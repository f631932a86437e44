//! The variables of a REST operation, each at its place in the request.

use std::collections::BTreeMap;

use authing_core::InvalidInput;
use authing_core::rest::{Rest, Segment};
use bytes::Bytes;
use serde_json::Value;
use serde_json::value::RawValue;
use zeroize::Zeroizing;

/// The variables of a REST operation, each at its place in the request.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Parts {
    pub(super) segments: Vec<String>,
    pub(super) query: Vec<(String, String)>,
    /// Zeroized with its last clone, if it is not a clone of the variables.
    pub(super) body: Bytes,
}

impl Parts {
    /// Places the variables, given as JSON.
    pub(super) fn new(rest: &Rest, variables: &Bytes) -> Result<Self, InvalidInput> {
        let mut parts = Self::default();
        // Variables are written as an object. Its values are not copied: they may be secrets.
        let mut others: BTreeMap<&str, &RawValue> =
            serde_json::from_slice(variables).unwrap_or_default();
        let count = others.len();
        for segment in rest.segments() {
            parts.segments.push(match segment {
                Segment::Literal(text) => text.to_owned(),
                Segment::Variable(name) => {
                    let value = others.remove(name).map(value).unwrap_or_default();
                    text(name, &value)?
                }
            });
        }
        if rest.method.has_body() {
            parts.body = match others.len() == count {
                true => variables.clone(),
                false => body(&others, variables.len())?,
            };
            return Ok(parts);
        }
        for (name, value) in others {
            match self::value(value) {
                Value::Null => {}
                Value::Array(values) => {
                    let name = format!("{name}[]");
                    let values = values.iter().map(|value| (name.clone(), plain(value)));
                    parts.query.extend(values);
                }
                // As the official SDKs write it.
                Value::Bool(flag) => {
                    let digit = u8::from(flag).to_string();
                    parts.query.push((name.to_owned(), digit));
                }
                value => parts.query.push((name.to_owned(), plain(&value))),
            }
        }
        Ok(parts)
    }
}

fn value(json: &RawValue) -> Value {
    serde_json::from_str(json.get()).unwrap_or_default()
}

/// Returns the variables as an object, which is not longer than the one that they are from.
fn body(variables: &BTreeMap<&str, &RawValue>, length: usize) -> Result<Bytes, InvalidInput> {
    // A buffer that grows would leave a copy behind.
    let mut body = Zeroizing::new(Vec::with_capacity(length));
    serde_json::to_writer(&mut *body, variables).map_err(not_json)?;
    Ok(Bytes::from_owner(body))
}

/// Returns the error that variables can't be written as JSON.
pub(super) fn not_json(error: serde_json::Error) -> InvalidInput {
    InvalidInput::new("variables", format!("can't be written as JSON: {error}"))
}

/// Returns the value of a variable as a segment of the path.
fn text(name: &'static str, value: &Value) -> Result<String, InvalidInput> {
    let text = plain(value);
    // Servers and proxies take them for other paths, even if they are escaped.
    if ["", ".", ".."].contains(&text.as_str()) {
        return Err(InvalidInput::new(name, "can't be a segment of the path"));
    }
    Ok(text)
}

/// Returns a value as it stands in a URL.
fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn parts(rest: Rest, variables: Value) -> Result<Parts, InvalidInput> {
        Parts::new(&rest, &variables.to_string().into())
    }

    #[test]
    fn variables_are_segments_and_then_the_query_string() {
        let variables = json!({"id": "a/b", "page": 2, "deep": true, "flat": false, "no": null, "ids": ["x", "y"]});
        let parts = parts(Rest::get("/api/v2/users/{id}/orgs"), variables).unwrap();
        assert_eq!(parts.segments, ["api", "v2", "users", "a/b", "orgs"]);
        let query: Vec<String> = parts
            .query
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        assert_eq!(query, ["deep=1", "flat=0", "ids[]=x", "ids[]=y", "page=2"]);
        assert!(parts.body.is_empty());
    }

    #[test]
    fn variables_that_are_no_segments_are_the_body() {
        let sent = parts(
            Rest::post("/api/v2/tenant/{id}"),
            json!({"id": "5", "name": "a\"b"}),
        )
        .unwrap();
        assert_eq!(sent.segments, ["api", "v2", "tenant", "5"]);
        assert_eq!(sent.body, r#"{"name":"a\"b"}"#);
        let sent = parts(Rest::post("/api/v2/mfa"), json!({"a": null})).unwrap();
        assert_eq!(
            (sent.segments, &*sent.body),
            (
                vec!["api".into(), "v2".into(), "mfa".into()],
                &br#"{"a":null}"#[..]
            )
        );
    }

    #[test]
    fn a_segment_that_would_be_another_path_is_rejected() {
        for id in ["", ".", ".."] {
            let error = parts(Rest::get("/api/v2/users/{id}"), json!({"id": id})).unwrap_err();
            assert_eq!(error.to_string(), "`id` can't be a segment of the path");
        }
        assert!(parts(Rest::delete("/api/v2/users/{id}"), json!({"id": "..."})).is_ok());
    }
}
