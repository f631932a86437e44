//! The responses of REST paths: `{"code": 200, "message": …, "data": …}`.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_json::value::RawValue;

use super::{ResponseError, ServiceError, from_json, plain, reason, service_error, without_mark};
use crate::error_code::ErrorCode;

/// The response of a REST path without data: `{"code": 200, "message": …}`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Acknowledgement {
    /// The service's message, in the service's language; for people, not for programs.
    pub message: String,
}

/// The parts of a body. Newer paths call the code `statusCode`, and have the code of a failure in `apiCode`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", expecting = "an object")]
struct Body<'a> {
    code: Option<Value>,
    status_code: Option<Value>,
    api_code: Option<Value>,
    message: Option<Value>,
    #[serde(borrow)]
    data: Option<&'a RawValue>,
}

/// Reads the response of a REST path. The HTTP status is not significant: a failure is a `code` other than 200 in the
/// body.
///
/// # Errors
///
/// [`ResponseError`].
pub fn read_acknowledgement(body: &[u8]) -> Result<Acknowledgement, ResponseError> {
    let body = open(body)?;
    Ok(Acknowledgement {
        message: body.message.as_ref().map(plain).unwrap_or_default(),
    })
}

/// Reads the `data` of a response of a REST path, like [`read_acknowledgement`]. A response without data is read as
/// `null`.
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
    let data = open(body)?.data.map_or("null", RawValue::get);
    from_json(data).map_err(|error| match error {
        ResponseError::Data { path, reason } if path != "data" => ResponseError::Data {
            // An element of a list is `[1]`, without a dot.
            path: format!("data.{path}").replace("data.[", "data["),
            reason,
        },
        other => other,
    })
}

/// Returns the parts of a body that reports a success.
fn open(body: &[u8]) -> Result<Body<'_>, ResponseError> {
    let not_rest = |reason| ResponseError::NotGraphql { reason };
    let body: Body<'_> =
        serde_json::from_slice(without_mark(body)).map_err(|error| not_rest(reason(&error)))?;
    let read = |code: &Option<Value>| code.as_ref().and_then(service_error::code);
    let code = read(&body.code).or_else(|| read(&body.status_code));
    match code {
        None => Err(not_rest("it has no code".to_owned())),
        Some(ErrorCode::OK) => Ok(body),
        Some(code) => Err(ResponseError::Service {
            first: ServiceError {
                code: Some(read(&body.api_code).unwrap_or(code)),
                message: body.message.as_ref().map(plain).unwrap_or_default(),
                data: (body.data)
                    .and_then(|data| serde_json::from_str(data.get()).ok())
                    .filter(|data: &Value| !data.is_null()),
                path: String::new(),
            },
            others: Vec::new(),
        }),
    }
}
