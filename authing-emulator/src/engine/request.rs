//! What a request asks for, from its body or its address.

use apollo_compiler::response::JsonMap;
use serde::Deserialize;
use serde_json::error::Category;

/// Some programs put it before every text that they write.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// What a client posts. Its members may be null or missing, but for the document.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Request {
    pub(crate) query: String,
    #[serde(default, deserialize_with = "null_as_empty")]
    pub(crate) variables: JsonMap,
    operation_name: Option<String>,
    /// Whether mutations are refused: following a link must not change anything.
    #[serde(skip)]
    pub(crate) reads_only: bool,
}

/// What a client puts into an address. The variables are a JSON text.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Parameters {
    pub(crate) query: String,
    pub(crate) variables: Option<String>,
    pub(crate) operation_name: Option<String>,
}

/// A body from its first character on.
pub(crate) fn without_mark(body: &[u8]) -> &[u8] {
    body.strip_prefix(BYTE_ORDER_MARK).unwrap_or(body)
}

impl Request {
    /// Reads a body, or says why it is none.
    pub(crate) fn from_json(body: &[u8]) -> Result<Self, String> {
        let body = without_mark(body);
        if body.trim_ascii_start().starts_with(b"[") {
            return Err("batches are not supported: send one request at a time".to_owned());
        }
        // The text of the error may quote the body, so only its place is passed on.
        serde_json::from_slice(body).map_err(|error| match error.classify() {
            Category::Data => {
                "the body must be a JSON object with a string \"query\", and, if given, an object \"variables\" and a \
                 string \"operationName\""
                    .to_owned()
            }
            _ => format!(
                "the body is not JSON that can be read (line {}, column {})",
                error.line(),
                error.column()
            ),
        })
    }

    /// Reads an address, or says why it can't be.
    pub(crate) fn from_parameters(parameters: Parameters) -> Result<Self, &'static str> {
        let variables = parameters.variables.filter(|text| !text.is_empty());
        let variables = variables.map_or(Ok(None), |text| serde_json::from_str(&text));
        Ok(Self {
            query: parameters.query,
            variables: variables
                .map_err(|_| "the parameter \"variables\" must be a JSON object")?
                .unwrap_or_default(),
            operation_name: parameters.operation_name,
            reads_only: true,
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
            "nonsense hunter2",
            r#"{"query":"{a}","variables":"hunter2"}"#,
            r#"{"query":"{a}","query":"{hunter2}"}"#,
        ] {
            let reason = Request::from_json(body.as_bytes()).err().unwrap();
            assert!(
                reason.contains("JSON") && !reason.contains("hunter2"),
                "{reason}"
            );
        }
    }

    #[test]
    fn a_batch_is_called_one() {
        for body in ["[]", " [{\"query\":\"{a}\"}]", "\u{feff}["] {
            let reason = Request::from_json(body.as_bytes()).err().unwrap();
            assert!(reason.contains("batches"), "{reason}");
        }
    }

    #[test]
    fn a_byte_order_mark_is_passed_over() {
        let request = Request::from_json("\u{feff}{\"query\":\"{a}\"}".as_bytes()).unwrap();
        assert_eq!(request.query, "{a}");
    }
}
