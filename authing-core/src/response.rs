//! The service's answers: a GraphQL envelope whose errors are not quite GraphQL's.
//!
//! `errors[].message` is an object `{code, message, data}` when the service itself refuses, and a plain string when its
//! GraphQL layer does. Both may come with any HTTP status, so errors are read first, whatever the status.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::error_code::ErrorCode;
use crate::operation::Operation;

/// One element of an answer's `errors`.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct ServiceError {
    /// The service's code; absent from errors of the GraphQL layer, such as a refused document.
    pub code: Option<ErrorCode>,
    /// What the service says of it, in the service's language.
    pub message: String,
    /// What the service adds, such as `{"url": …}` with the address of a captcha image.
    pub data: Option<Value>,
    /// Where in the answer it belongs, such as `login`; empty where the service does not say.
    pub path: String,
}

impl ServiceError {
    /// Reads one element of `errors`, whatever its shape.
    fn from_json(error: &Value) -> Self {
        // An element that is a bare string or number is its own message.
        let message = error.get("message").unwrap_or(error);
        let path = match error.get("path") {
            Some(Value::Array(segments)) => {
                let segments: Vec<String> = segments.iter().map(plain).collect();
                segments.join(".")
            }
            _ => String::new(),
        };
        match message {
            Value::Object(object) => Self {
                code: object.get("code").and_then(code),
                message: object.get("message").map(plain).unwrap_or_default(),
                data: object.get("data").filter(|data| !data.is_null()).cloned(),
                path,
            },
            other => Self {
                code: None,
                message: plain(other),
                data: None,
                path,
            },
        }
    }
}

/// A code is a number; a number in a string is read too.
fn code(value: &Value) -> Option<ErrorCode> {
    let number = value.as_i64().or_else(|| value.as_str()?.parse().ok())?;
    Some(ErrorCode::new(number))
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

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
        /// The field, from the root field on: `login.loginsCount`.
        path: String,
        /// What is wrong with it, without its value.
        reason: String,
    },
}

#[derive(Deserialize)]
struct Envelope<'a> {
    #[serde(borrow)]
    data: Option<&'a RawValue>,
    errors: Option<Value>,
}

/// Reads an answer to `O`: its errors first, then the payload of its root field.
///
/// An empty `errors` counts as none, and `data` beside errors is not looked at.
///
/// # Errors
///
/// [`AnswerError`].
///
/// ```
/// use authing_core::operations::LoginByEmail;
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
    let envelope: Envelope<'_> =
        serde_json::from_slice(body).map_err(|error| AnswerError::NotGraphql {
            reason: reason(&error),
        })?;
    if let Some(refusal) = envelope.errors.as_ref().and_then(refusal) {
        return Err(refusal);
    }
    let Some(data) = envelope.data else {
        return Err(AnswerError::NotGraphql {
            reason: "it has neither data nor errors".to_owned(),
        });
    };
    let data: O::ResponseData = from_json(data.get())?;
    O::output(data).ok_or_else(|| AnswerError::Data {
        path: O::ROOT_FIELD.to_owned(),
        reason: "the service answered null".to_owned(),
    })
}

fn refusal(errors: &Value) -> Option<AnswerError> {
    let mut errors = match errors {
        Value::Null => return None,
        Value::Array(errors) => errors.iter().map(ServiceError::from_json).collect(),
        single => vec![ServiceError::from_json(single)],
    }
    .into_iter();
    Some(AnswerError::Service {
        first: errors.next()?,
        others: errors.collect(),
    })
}

fn from_json<T: DeserializeOwned>(json: &str) -> Result<T, AnswerError> {
    let mut deserializer = serde_json::Deserializer::from_str(json);
    serde_path_to_error::deserialize(&mut deserializer).map_err(|error| AnswerError::Data {
        path: error.path().to_string(),
        reason: without_position(reason(error.inner())),
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
    let body: Value = serde_json::from_slice(body).map_err(|error| AnswerError::NotGraphql {
        reason: reason(&error),
    })?;
    let Some(code) = body.get("code").and_then(code) else {
        return Err(AnswerError::NotGraphql {
            reason: "it has no code".to_owned(),
        });
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operations::{LoginByEmail, User};

    fn refused(body: &str) -> (ServiceError, Vec<ServiceError>) {
        match read::<LoginByEmail>(body.as_bytes()) {
            Err(AnswerError::Service { first, others }) => (first, others),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_services_object_message_is_read() {
        let (error, others) = refused(
            r#"{"errors":[{"message":{"code":2000,"message":"captcha","data":{"url":"https://x/1.png"}},
                "locations":[{"line":1,"column":2}],"path":["login"]}],"data":{"login":null}}"#,
        );
        assert_eq!(error.code, Some(ErrorCode::CAPTCHA_REQUIRED));
        assert_eq!(error.message, "captcha");
        assert_eq!(error.data.unwrap()["url"], "https://x/1.png");
        assert_eq!(error.path, "login");
        assert!(others.is_empty());
    }

    #[test]
    fn odd_messages_are_read_too() {
        for (errors, code, message) in [
            (r#"[{"message":"Syntax Error"}]"#, None, "Syntax Error"),
            (r#"["plain"]"#, None, "plain"),
            (r#"{"message":"not in a list"}"#, None, "not in a list"),
            (
                r#"[{"message":{"code":"2006","message":"m"}}]"#,
                Some(2006),
                "m",
            ),
            (r#"[{"message":{"code":424242}}]"#, Some(424_242), ""),
            (r#"[{"message":null}]"#, None, ""),
            (r#"[{"message":7}]"#, None, "7"),
        ] {
            let (error, _) = refused(&format!(r#"{{"errors":{errors}}}"#));
            assert_eq!(error.code.map(ErrorCode::get), code, "{errors}");
            assert_eq!(error.message, message, "{errors}");
        }
    }

    #[test]
    fn every_error_is_kept() {
        let (first, others) =
            refused(r#"{"errors":[{"message":"a"},{"message":"b"}],"data":null}"#);
        assert_eq!(first.message, "a");
        assert_eq!(others[0].message, "b");
    }

    #[test]
    fn an_empty_list_of_errors_is_none() {
        let user = read::<User>(br#"{"errors":[],"data":{"user":null}}"#).unwrap();
        assert!(user.is_none());
    }

    #[test]
    fn what_is_no_answer_says_why() {
        for (body, reason) in [
            ("", "EOF while parsing a value at line 1 column 0"),
            ("<html>", "expected value at line 1 column 1"),
            ("{}", "it has neither data nor errors"),
            (r#"{"data":null}"#, "it has neither data nor errors"),
            ("[]", "it has neither data nor errors"),
        ] {
            let error = read::<LoginByEmail>(body.as_bytes()).unwrap_err();
            let AnswerError::NotGraphql { reason: found } = error else {
                panic!("{body}: {error:?}");
            };
            if body != "[]" {
                assert_eq!(found, reason, "{body}");
            }
        }
    }

    #[test]
    fn a_null_where_a_value_must_be_names_the_root_field() {
        let error = read::<LoginByEmail>(br#"{"data":{"login":null}}"#).unwrap_err();
        assert_eq!(
            error.to_string(),
            "unexpected data at `login`: the service answered null"
        );
    }

    #[test]
    fn wrong_data_names_the_field_and_not_the_value() {
        let body = br#"{"data":{"login":{"_id":"1","loginsCount":"eyJ-a-token"}}}"#;
        let error = read::<LoginByEmail>(body).unwrap_err();
        assert_eq!(
            error.to_string(),
            "unexpected data at `login.loginsCount`: expected i64"
        );
    }

    #[test]
    fn a_rest_refusal_hides_in_a_200() {
        let message = read_acknowledgement(br#"{"code":200,"message":"sent"}"#).unwrap();
        assert_eq!(message.message, "sent");
        let error = read_acknowledgement(br#"{"code":500,"message":"too many"}"#).unwrap_err();
        assert_eq!(error.to_string(), "the service refused: too many");
        assert!(read_acknowledgement(b"{}").is_err());
        assert!(read_acknowledgement(b"").is_err());
    }
}
