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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_whole_body_is_the_output() {
        let read = read_oauth::<Value>(br#"{"access_token":"a","code":500}"#);
        assert_eq!(read, Ok(json!({"access_token": "a", "code": 500})));
        assert_eq!(read_oauth::<Vec<u8>>(b"\xef\xbb\xbf[1]"), Ok(vec![1]));
        // Not an error: RFC 6749 has a text.
        let read = read_oauth::<Value>(br#"{"error":null,"active":false}"#);
        assert_eq!(read, Ok(json!({"error": null, "active": false})));
    }

    #[test]
    fn an_error_has_both_texts_and_the_body_as_its_data() {
        for (body, message) in [
            (
                json!({"error": "invalid_grant", "error_description": "expired"}),
                "invalid_grant: expired",
            ),
            (json!({"error": "invalid_client"}), "invalid_client"),
            (
                json!({"error": "server_error", "error_description": 7}),
                "server_error",
            ),
        ] {
            match read_oauth::<Value>(body.to_string().as_bytes()) {
                Err(ResponseError::Service { first, others }) => {
                    assert_eq!((first.code, first.message.as_str()), (None, message));
                    assert_eq!(*first.data.unwrap().as_value(), body);
                    assert!(others.is_empty());
                }
                other => panic!("{body}: {other:?}"),
            }
        }
    }

    #[test]
    fn another_body_is_named_without_its_text() {
        for body in ["", "<html>", "{"] {
            let error = read_oauth::<Value>(body.as_bytes()).unwrap_err();
            assert!(matches!(error, ResponseError::NotGraphql { .. }), "{body}");
        }
        let error = read_oauth::<Vec<u8>>(br#"[1,"eyJ-a-token"]"#).unwrap_err();
        assert_eq!(
            error.to_string(),
            "unexpected data at `body[1]`: expected u8"
        );
    }
}
