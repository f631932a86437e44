//! The responses of REST paths: `{"code": 200, "message": …, "data": …}`.

use std::iter;

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{ResponseError, ServiceError, reason, service_error, without_bom, wrong_data};
use crate::error_code::ErrorCode;
use crate::operation::Operation;
use crate::rest::RestOutput;

/// The response of a REST path without data: `{"code": 200, "message": …}`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Acknowledgement {
    /// The service's message, in the service's language; for people, not for programs.
    pub message: String,
}

/// Reads the response of a REST path. The HTTP status is not significant: a failure is a `code` other than 200 in the
/// body, as a number or text, or in an object `message`, as in GraphQL errors. Some paths of the v2 API call the code
/// `statusCode`, and have the code of a failure in `apiCode`; then [`ServiceError::status`] is the former.
///
/// # Errors
///
/// [`ResponseError`].
pub fn read_acknowledgement(body: &[u8]) -> Result<Acknowledgement, ResponseError> {
    let message = accepted(stated_by_either_name(&parse(body)?))?;
    Ok(Acknowledgement { message })
}

/// Reads the `data` of a response of a REST path, whose code is read like that of [`read_acknowledgement`]. A response
/// without data is read as `null`.
///
/// # Errors
///
/// [`ResponseError`].
///
/// ```
/// use authing_core::ErrorCode;
/// use authing_core::response::{ResponseError, read_data};
///
/// let exists: bool = read_data(br#"{"code":200,"message":"","data":true}"#)?;
/// assert!(exists);
/// let error = read_data::<bool>(br#"{"statusCode":499,"apiCode":"2004","message":"no such user"}"#);
/// assert!(matches!(error, Err(ResponseError::Service { first, .. }) if first.code == Some(ErrorCode::USER_UNKNOWN)));
/// # Ok::<_, ResponseError>(())
/// ```
pub fn read_data<T: DeserializeOwned>(body: &[u8]) -> Result<T, ResponseError> {
    let mut body = parse(body)?;
    accepted(stated_by_either_name(&body))?;
    from_value(data_of(&mut body), "data")
}

/// Reads the response to the REST operation `O`.
pub(super) fn read<O: Operation>(
    body: &[u8],
    output: RestOutput,
) -> Result<O::ResponseData, ResponseError> {
    let mut body = parse(body)?;
    let first = stated_by_either_name(&body);
    // Without an envelope, only errors have a code.
    if output != RestOutput::Body || first.code.is_some() {
        accepted(first)?;
    }
    let output = match output {
        RestOutput::Data => data_of(&mut body),
        RestOutput::Members => members_of(body),
        RestOutput::Envelope | RestOutput::Body => body,
    };
    let data = iter::once((O::RESPONSE_KEY.to_owned(), output)).collect();
    from_value(Value::Object(data), "")
}

fn data_of(body: &mut Value) -> Value {
    body.get_mut("data").map(Value::take).unwrap_or_default()
}

/// Returns the data with the members of the envelope that it lacks.
fn members_of(mut body: Value) -> Value {
    match (data_of(&mut body), body) {
        (Value::Object(mut data), Value::Object(envelope)) => {
            data.retain(|_, value| !value.is_null());
            for (name, value) in envelope {
                data.entry(name).or_insert(value);
            }
            Value::Object(data)
        }
        (data, _) => data,
    }
}

/// Reads a value. `root` is its place in the response.
pub(super) fn from_value<T: DeserializeOwned>(
    value: Value,
    root: &str,
) -> Result<T, ResponseError> {
    serde_path_to_error::deserialize(value).map_err(|error| {
        let path = match (root, error.path().to_string().as_str()) {
            (root, ".") => root.to_owned(),
            ("", path) => path.to_owned(),
            (root, path) => format!("{root}.{path}"),
        };
        // An element of a list is `[1]`, without a dot.
        wrong_data(path.replace(".[", "["), error.inner())
    })
}

pub(super) fn parse(body: &[u8]) -> Result<Value, ResponseError> {
    serde_json::from_slice(without_bom(body)).map_err(|error| ResponseError::NotGraphql {
        reason: reason(&error),
    })
}

/// Returns what the body states, by the v2 API's other names if it has them.
fn stated_by_either_name(body: &Value) -> ServiceError {
    let mut first = stated(body);
    if first.code.is_none() {
        let read = |name| body.get(name).and_then(service_error::code);
        let status = read("statusCode");
        let failure = status.filter(|status| *status != ErrorCode::OK);
        let of_the_failure = |code: &ErrorCode| ![ErrorCode::OK, ErrorCode::new(0)].contains(code);
        let detail = read("apiCode").filter(of_the_failure);
        first.code = failure.and(detail).or(status);
        first.status = failure.and_then(|status| u16::try_from(status.get()).ok());
    }
    first
}

/// Returns the code and the message that the body states, its own or those in its `message`.
fn stated(body: &Value) -> ServiceError {
    let nested = body.get("message").filter(|message| message.is_object());
    match nested.map(ServiceError::from_message) {
        Some(nested) if nested.code.is_some() => nested,
        _ => ServiceError::from_message(body),
    }
}

/// Returns the message of a success.
fn accepted(first: ServiceError) -> Result<String, ResponseError> {
    match first.code {
        Some(ErrorCode::OK) => Ok(first.message),
        Some(_) => Err(ResponseError::Service {
            first,
            others: Box::default(),
        }),
        None => Err(ResponseError::NotGraphql {
            reason: "it has no code".to_owned(),
        }),
    }
}

#[cfg(test)]
#[cfg(feature = "v2")]
mod tests;
