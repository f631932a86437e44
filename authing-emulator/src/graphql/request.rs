//! The body of a request.

use apollo_compiler::response::JsonMap;
use serde::Deserialize;

/// What a client posts. Its members may be null or missing, but for the document.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Request {
    pub(crate) query: String,
    #[serde(default, deserialize_with = "null_as_empty")]
    pub(crate) variables: JsonMap,
    operation_name: Option<String>,
}

impl Request {
    /// Reads a body, or says why it is none.
    pub(crate) fn from_json(body: &[u8]) -> Result<Self, String> {
        // The text of the error may quote the body, so only its place is passed on.
        serde_json::from_slice(body).map_err(|error| match error.classify() {
            serde_json::error::Category::Data => {
                "the body must be a JSON object with a string \"query\", and, if given, an object \"variables\" and a \
                 string \"operationName\""
                    .to_owned()
            }
            _ => format!("the body is not JSON (line {}, column {})", error.line(), error.column()),
        })
    }

    /// The operation to run. An empty name stands for none.
    pub(crate) fn operation_name(&self) -> Option<&str> {
        self.operation_name
            .as_deref()
            .filter(|name| !name.is_empty())
    }
}

fn null_as_empty<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<JsonMap, D::Error> {
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_may_be_null_or_missing() {
        for body in [
            r#"{"query":"{a}"}"#,
            r#"{"query":"{a}","variables":null,"operationName":null}"#,
            r#"{"query":"{a}","variables":{},"operationName":"","extensions":{}}"#,
        ] {
            let request = Request::from_json(body.as_bytes()).unwrap();
            assert!(request.variables.is_empty() && request.operation_name().is_none());
        }
    }

    #[test]
    fn says_what_a_body_lacks_without_quoting_it() {
        for body in [
            r#"{"query":"#,
            "",
            "{}",
            "[]",
            r#"{"query":"{a}","variables":"hunter2"}"#,
        ] {
            let reason = Request::from_json(body.as_bytes()).err().unwrap();
            assert!(
                reason.contains("JSON") && !reason.contains("hunter2"),
                "{reason}"
            );
        }
    }
}
