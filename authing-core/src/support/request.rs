//! The constant part of an operation's requests.

use serde_json::Value;

/// What the GraphQL requests of an operation have in common.
pub trait Request {
    /// Returns what follows the variables in the JSON of the body: the document and the operation's name. It is written once.
    fn after_variables() -> &'static str;
}

/// Writes what follows the variables.
#[must_use]
pub fn after_variables(document: &str, name: &str) -> String {
    let [document, name] = [document, name].map(|text| Value::from(text).to_string());
    format!(r#","query":{document},"operationName":{name}}}"#)
}
