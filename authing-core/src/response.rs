//! The service's answers: a GraphQL envelope whose errors are not quite GraphQL's.
//!
//! `errors[].message` is an object `{code, message, data}` when the service itself refuses, and a plain string when its
//! GraphQL layer does. Both may come with any HTTP status, so errors are read first, whatever the status.

mod service_error;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::error_code::ErrorCode;
use crate::operation::{Operation, Rejection};
pub use service_error::ServiceError;

/// Why an answer gave no output.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum AnswerError {
    /// The service refused: at least one error, the first one first.
    #[error("the service refused: {}", first.message)]
    Service {
        /// The first error, which is the one that counts.
        first: ServiceError,
        /// The others, if there were any.
        others: Vec<ServiceError>,
    },

    /// The body is no answer of a GraphQL service: not JSON, or JSON without `data` and `errors`.
    #[error("not a GraphQL answer: {reason}")]
    NotGraphql {
        /// What is wrong, without the body's own text.
        reason: String,
    },

    /// The answer's `data` is not what the operation's document asked for.
    #[error("unexpected data at `{path}`: {reason}")]
    Data {
        /// The field, from the root field on: `login.loginsCount`; `data` if it is none of the fields.
        path: String,
        /// What is wrong with it, without its value.
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

/// Reads an answer to `O`: its errors first, then the payload of its root field.
///
/// An empty `errors` counts as none, and `data` beside errors is not looked at. Of more than 100 errors the first 100 are
/// kept: an error of one byte takes a hundred in memory. What was not asked for is skipped, whatever it is.
///
/// # Errors
///
/// [`AnswerError`].
///
/// ```
/// use authing_core::legacy::operations::LoginByEmail;
/// use authing_core::response::{AnswerError, read};
/// use authing_core::ErrorCode;
///
/// let body = br#"{"errors":[{"message":{"code":2006,"message":"wrong password"}}],"data":null}"#;
/// match read::<LoginByEmail>(body) {
///     Err(AnswerError::Service { first, .. }) => assert_eq!(first.code, Some(ErrorCode::WRONG_PASSWORD)),
///     other => panic!("{other:?}"),
/// }
/// ```
pub fn read<O: Operation>(body: &[u8]) -> Result<O::Output, AnswerError> {
    let body = without_mark(body);
    let data = match serde_json::from_slice(body) {
        // Nearly every answer, read in one pass.
        Ok(Envelope {
            data: Some(data),
            errors: None,
        }) => data,
        _ => read_slowly(body)?,
    };
    O::output(data).map_err(|rejection| match rejection {
        Rejection::Null => AnswerError::Data {
            path: O::RESPONSE_KEY.to_owned(),
            reason: "the service answered null".to_owned(),
        },
        Rejection::Refused { code, message } => AnswerError::Service {
            first: ServiceError {
                code,
                message,
                data: None,
                path: O::RESPONSE_KEY.to_owned(),
            },
            others: Vec::new(),
        },
    })
}

/// Reads the errors first, and finds out what is wrong and where.
fn read_slowly<D: DeserializeOwned>(body: &[u8]) -> Result<D, AnswerError> {
    let envelope: Envelope<'_, &RawValue> =
        serde_json::from_slice(body).map_err(|error| AnswerError::NotGraphql {
            reason: reason(&error),
        })?;
    if let Some(refusal) = envelope.errors.and_then(refusal) {
        return Err(refusal);
    }
    match envelope.data {
        Some(data) => from_json(data.get()),
        None => Err(AnswerError::NotGraphql {
            reason: "it has neither data nor errors".to_owned(),
        }),
    }
}

/// Some servers begin their JSON with a byte order mark, which is no part of it.
fn without_mark(body: &[u8]) -> &[u8] {
    body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body)
}

fn refusal(errors: &RawValue) -> Option<AnswerError> {
    let mut errors = service_error::read_all(errors).into_iter();
    Some(AnswerError::Service {
        first: errors.next()?,
        others: errors.collect(),
    })
}

fn from_json<T: DeserializeOwned>(json: &str) -> Result<T, AnswerError> {
    let mut deserializer = serde_json::Deserializer::from_str(json);
    serde_path_to_error::deserialize(&mut deserializer).map_err(|error| {
        let path = match error.path().to_string() {
            root if root == "." => "data".to_owned(),
            path => path,
        };
        let reason = without_position(reason(error.inner()));
        AnswerError::Data { path, reason }
    })
}

/// The position is one inside `data`, which nobody has before them; the path says more.
fn without_position(reason: String) -> String {
    match reason.rsplit_once(" at line ") {
        Some((before, _)) => before.to_owned(),
        None => reason,
    }
}

/// What serde says, less what it quotes of the input: that may be a token.
fn reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    match text.rsplit_once(", expected ") {
        Some((_, expected)) => format!("expected {expected}"),
        None => text,
    }
}

/// What a REST path of the service answers: `{"code": 200, "message": …}`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Acknowledgement {
    /// What the service says, in its own language; for people, not for programs.
    pub message: String,
}

/// Reads the answer of a REST path. The HTTP status says nothing there: a refusal is a `code` other than 200 inside it.
///
/// # Errors
///
/// [`AnswerError`].
pub fn read_acknowledgement(body: &[u8]) -> Result<Acknowledgement, AnswerError> {
    let not_graphql = |reason| Err(AnswerError::NotGraphql { reason });
    let body: Value = match serde_json::from_slice(without_mark(body)) {
        Ok(body) => body,
        Err(error) => return not_graphql(reason(&error)),
    };
    let Some(code) = body.get("code").and_then(service_error::code) else {
        return not_graphql("it has no code".to_owned());
    };
    let message = body.get("message").map(plain).unwrap_or_default();
    if code == ErrorCode::OK {
        return Ok(Acknowledgement { message });
    }
    Err(AnswerError::Service {
        first: ServiceError {
            code: Some(code),
            message,
            data: body.get("data").filter(|data| !data.is_null()).cloned(),
            path: String::new(),
        },
        others: Vec::new(),
    })
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests;
