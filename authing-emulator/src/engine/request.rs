//! The GraphQL request in a body or a query string.

use apollo_compiler::response::JsonMap;
use serde::Deserialize;
use serde_json::error::Category;

/// Some programs put it before every text that they write.
const BOM: &[u8] = "\u{feff}".as_bytes();

/// The path of the v2 API's endpoint.
pub(crate) const V2_PATH: &str = "/graphql/v2";

/// The members of a request's body. All but the document may be null or missing.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Request {
    pub(crate) query: String,
    #[serde(default, deserialize_with = "null_as_empty")]
    pub(crate) variables: JsonMap,
    operation_name: Option<String>,
    /// Whether mutations are rejected: following a link must not change anything.
    #[serde(skip)]
    pub(crate) reads_only: bool,
}

/// The query string parameters of a `GET` request. The variables are a JSON text.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Parameters {
    pub(crate) query: String,
    pub(crate) variables: Option<String>,
    pub(crate) operation_name: Option<String>,
}

/// Returns whether a path is a GraphQL endpoint.
pub(crate) fn is_graphql(path: &str) -> bool {
    path.ends_with("/graphql") || path == V2_PATH
}

/// Returns a body without its BOM.
pub(crate) fn without_bom(body: &[u8]) -> &[u8] {
    body.strip_prefix(BOM).unwrap_or(body)
}

impl Request {
    /// Parses a body, or returns why it is invalid.
    pub(crate) fn from_json(body: &[u8]) -> Result<Self, String> {
        let body = without_bom(body);
        if body.trim_ascii_start().starts_with(b"[") {
            return Err("batches are not supported: send one request at a time".to_owned());
        }
        // The text of the error may quote the body, so only its position is used.
        serde_json::from_slice(body).map_err(|error| match error.classify() {
            Category::Data => {
                "the body must be a JSON object with a string \"query\", and, if given, an object \"variables\" and a \
                 string \"operationName\""
                    .to_owned()
            }
            _ => format!(
                "the body is not valid JSON (line {}, column {})",
                error.line(),
                error.column()
            ),
        })
    }

    /// Parses a query string, or returns why it is invalid.
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

    /// Returns the name of the operation to run. An empty name means none.
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
    fn errors_describe_a_body_without_quoting_it() {
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
    fn a_batch_is_rejected_by_name() {
        for body in ["[]", " [{\"query\":\"{a}\"}]", "\u{feff}["] {
            let reason = Request::from_json(body.as_bytes()).err().unwrap();
            assert!(reason.contains("batches"), "{reason}");
        }
    }

    #[test]
    fn a_bom_is_skipped() {
        let request = Request::from_json("\u{feff}{\"query\":\"{a}\"}".as_bytes()).unwrap();
        assert_eq!(request.query, "{a}");
    }
}
