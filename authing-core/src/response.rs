//! The service's responses: a GraphQL envelope whose errors differ from standard GraphQL.
//!
//! `errors[].message` is an object `{code, message, data}` for errors of the service itself, and a plain string for
//! errors of its GraphQL layer. Both may come with any HTTP status, so errors are read first, whatever the status.

mod error_data;
mod oauth;
mod redacted_json;
mod rest;
mod service_error;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::operation::{Operation, Rejection};
pub use error_data::ErrorData;
pub use oauth::read_oauth;
pub use redacted_json::RedactedJson;
pub use rest::{Acknowledgement, read_acknowledgement, read_data};
pub use service_error::ServiceError;

/// The reason why a response has no output.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ResponseError {
    /// The service returned one or more errors.
    #[error("the service returned an error: {}", first.message)]
    Service {
        /// The first error, which is the relevant one.
        first: ServiceError,
        /// The errors after the first one.
        others: Box<[ServiceError]>,
    },

    /// The body is not a GraphQL response: not JSON, or JSON without `data` and `errors`.
    #[error("not a GraphQL response: {reason}")]
    NotGraphql {
        /// The reason, without any text of the body.
        reason: String,
    },

    /// The response's `data` does not match the operation's document.
    #[error("unexpected data at `{path}`: {reason}")]
    Data {
        /// The field, from the root field on: `login.loginsCount`; `data` if no field is to blame.
        path: String,
        /// The reason, without the field's value.
        reason: String,
    },
}

#[derive(Deserialize)]
#[serde(expecting = "an object with `data` or `errors`")]
struct Envelope<'a, D> {
    data: Option<D>,
    #[serde(borrow)]
    errors: Option<&'a RawValue>,
}

/// Reads the response to `O`: its errors first, then the payload of its root field. Of a REST operation, the code of the
/// envelope is read first, then the output.
///
/// An empty `errors` list is not an error, and `data` next to errors is ignored. Only the first 100 errors are kept,
/// because an error of one byte takes a hundred in memory. Unrequested fields are skipped, but all of the body must be UTF-8.
///
/// # Errors
///
/// [`ResponseError`].
///
/// ```
/// use authing_core::legacy::operations::LoginByEmail;
/// use authing_core::response::{ResponseError, read};
/// use authing_core::ErrorCode;
///
/// let body = br#"{"errors":[{"message":{"code":2006,"message":"wrong password"}}],"data":null}"#;
/// match read::<LoginByEmail>(body) {
///     Err(ResponseError::Service { first, .. }) => assert_eq!(first.code, Some(ErrorCode::WRONG_PASSWORD)),
///     other => panic!("{other:?}"),
/// }
/// ```
pub fn read<O: Operation>(body: &[u8]) -> Result<O::Output, ResponseError> {
    let data = match O::REST {
        Some(rest) => rest::read::<O>(body, rest.output)?,
        None => read_graphql(body)?,
    };
    O::output(data).map_err(|rejection| match rejection {
        Rejection::Null => ResponseError::Data {
            path: O::RESPONSE_KEY.to_owned(),
            reason: "the service returned null".to_owned(),
        },
        Rejection::Failure { code, message } => ResponseError::Service {
            first: ServiceError {
                path: O::RESPONSE_KEY.to_owned(),
                ..ServiceError::new(code, message)
            },
            others: Box::default(),
        },
    })
}

fn read_graphql<D: DeserializeOwned>(body: &[u8]) -> Result<D, ResponseError> {
    let body = without_bom(body);
    match str::from_utf8(body).map(serde_json::from_str) {
        // The common case, read in one pass. `from_slice` would check each string for UTF-8 by itself.
        Ok(Ok(Envelope {
            data: Some(data),
            errors: None,
        })) => Ok(data),
        _ => read_slowly(body),
    }
}

/// Reads the errors first, then finds out what is wrong and where.
fn read_slowly<D: DeserializeOwned>(body: &[u8]) -> Result<D, ResponseError> {
    let envelope: Envelope<'_, &RawValue> =
        serde_json::from_slice(body).map_err(|error| ResponseError::NotGraphql {
            reason: reason(&error),
        })?;
    if let Some(error) = envelope.errors.and_then(service_error) {
        return Err(error);
    }
    match envelope.data {
        Some(data) => from_json(data.get()),
        None => Err(ResponseError::NotGraphql {
            reason: "it has neither data nor errors".to_owned(),
        }),
    }
}

/// Strips a BOM, which some servers send in front of their JSON.
fn without_bom(body: &[u8]) -> &[u8] {
    body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body)
}

fn service_error(errors: &RawValue) -> Option<ResponseError> {
    let mut errors = service_error::read_all(errors).into_iter();
    Some(ResponseError::Service {
        first: errors.next()?,
        others: errors.collect(),
    })
}

fn from_json<T: DeserializeOwned>(json: &str) -> Result<T, ResponseError> {
    let mut deserializer = serde_json::Deserializer::from_str(json);
    serde_path_to_error::deserialize(&mut deserializer).map_err(|error| {
        let path = match error.path().to_string() {
            root if root == "." => "data".to_owned(),
            path => path,
        };
        wrong_data(path, error.inner())
    })
}

fn wrong_data(path: String, error: &serde_json::Error) -> ResponseError {
    let reason = without_position(reason(error));
    ResponseError::Data { path, reason }
}

/// Removes serde's position: it is relative to `data`, so it is of no use to readers, and the path says more.
fn without_position(reason: String) -> String {
    match reason.rsplit_once(" at line ") {
        Some((before, _)) => before.to_owned(),
        None => reason,
    }
}

/// Returns serde's message without its quotes of the input, which may contain a token.
fn reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    match text.rsplit_once(", expected ") {
        Some((_, expected)) => format!("expected {expected}"),
        None => text,
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

#[cfg(test)]
#[cfg(feature = "legacy")]
mod tests;
