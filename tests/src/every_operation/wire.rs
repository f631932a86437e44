//! What differs between GraphQL and REST operations on the wire.

use authing_client::bytes::Bytes;
use authing_client::http::Request;
use authing_core::rest::RestOutput;
use percent_encoding::percent_decode_str;
use serde_json::{Map, Value, json};

use super::Sample;
use crate::fake;

impl dyn Sample {
    /// Returns the document, or the method and the path of a REST operation.
    #[must_use]
    pub fn definition(&self) -> String {
        match self.rest() {
            Some(rest) => format!("{} {}", rest.method, rest.path),
            None => self.document().to_owned(),
        }
    }

    /// Returns the body of a response with this output.
    #[must_use]
    pub fn response(&self, output: Value) -> String {
        let body = match self.rest().map(|rest| rest.output) {
            None => json!({"data": {self.response_key(): output}}),
            Some(RestOutput::Data | RestOutput::Members) => {
                json!({"code": 200, "message": "ok", "data": output})
            }
            Some(RestOutput::Envelope | RestOutput::Body) => output,
        };
        body.to_string()
    }

    /// Returns the body of a response with an error of the service.
    #[must_use]
    pub fn error(&self, code: i64, message: &str) -> String {
        match self.rest() {
            Some(_) => json!({"code": code, "message": message, "data": null}).to_string(),
            None => fake::api_error(code, message),
        }
    }
}

/// A variable: its name, and its value as sent.
type Part = (String, Value);

/// Returns the decoded variables of a REST request: those in its path, and those in its query string or body.
///
/// # Panics
///
/// If the request is not one to this path.
#[must_use]
#[allow(clippy::panic, clippy::unwrap_used, reason = "fails the test")]
pub fn rest_variables(path: &str, request: &Request<Bytes>) -> (Vec<Part>, Vec<Part>) {
    let decode = |text: &str| -> String {
        let text = percent_decode_str(text).decode_utf8();
        text.unwrap().into_owned()
    };
    let uri = request.uri();
    assert_eq!(
        uri.path().matches('/').count(),
        path.matches('/').count(),
        "{uri}"
    );
    let mut segments = Vec::new();
    for (sent, expected) in uri.path().split('/').zip(path.split('/')) {
        match expected.trim_matches(['{', '}']) {
            same if same == expected => assert_eq!(sent, expected, "{uri}"),
            name => segments.push((name.to_owned(), decode(sent).into())),
        }
    }
    let query = uri.query().unwrap_or_default().split('&');
    let mut others: Map<String, Value> = Map::new();
    for pair in query.filter(|pair| !pair.is_empty()) {
        let pair = pair.replace('+', " ");
        let (name, value) = pair.split_once('=').unwrap();
        let value = Value::from(decode(value));
        let name = decode(name);
        match name.strip_suffix("[]") {
            Some(name) => match others.entry(name).or_insert_with(|| json!([])) {
                Value::Array(values) => values.push(value),
                other => panic!("{name}: {other}"),
            },
            None => assert!(others.insert(name, value).is_none(), "{uri}"),
        }
    }
    if !request.body().is_empty() {
        assert!(others.is_empty(), "{uri} has a body");
        others = serde_json::from_slice(request.body()).unwrap();
    }
    (segments, others.into_iter().collect())
}
