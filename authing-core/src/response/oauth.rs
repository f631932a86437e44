//! The responses of OAuth 2.0 and OpenID Connect: no envelope, and errors of their own form (RFC 6749, section 5.2).

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::rest::{from_value, parse};
use super::{ResponseError, ServiceError};

/// Reads the response of an OAuth 2.0 or OpenID Connect endpoint. A failure is `{"error": …, "error_description": …}`: both
/// are the message, and the whole body is the data.
///
/// # Errors
///
/// [`ResponseError`].
///
/// ```
/// use authing_core::response::{ResponseError, read_oauth};
///
/// let error = read_oauth::<()>(br#"{"error":"invalid_grant","error_description":"the code has expired"}"#);
/// match error {
///     Err(ResponseError::Service { first, .. }) => assert_eq!(first.message, "invalid_grant: the code has expired"),
///     other => panic!("{other:?}"),
/// }
/// ```
pub fn read_oauth<T: DeserializeOwned>(body: &[u8]) -> Result<T, ResponseError> {
    let body = parse(body)?;
    let text = |name| body.get(name).and_then(Value::as_str);
    let Some(error) = text("error") else {
        return from_value(body, "body");
    };
    let message = match text("error_description") {
        Some(description) => format!("{error}: {description}"),
        None => error.to_owned(),
    };
    Err(ResponseError::Service {
        first: ServiceError {
            data: Some(body.into()),
            ..ServiceError::new(None, message)
        },
        others: Box::default(),
    })
}
