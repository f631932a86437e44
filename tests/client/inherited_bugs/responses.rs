//! Responses that the official SDKs read wrongly.

use authing_client::operations::GetUser;
use authing_client::{Authing, Error, ErrorCode, TransportError, TransportErrorKind, transport_fn};

use super::ID;
use authing_tests::fake::{api_error, responding};
use authing_tests::{POOL_SECRET, USER_POOL};

async fn user(status: u16, body: &str) -> Result<Option<authing_client::types::User>, Error> {
    responding(status, body).get_user(ID).await
}

/// Python raises a `TypeError` for a message that is a string.
#[tokio::test]
async fn an_error_with_a_string_message_is_an_api_error() {
    for status in [200, 400] {
        let error = user(
            status,
            r#"{"errors":[{"message":"Syntax Error"}],"data":null}"#,
        )
        .await
        .unwrap_err();
        assert_eq!(
            error.to_string(),
            "GetUser: the service returned an error: Syntax Error"
        );
    }
}

/// Both raise a `TypeError`.
#[tokio::test]
async fn null_data_is_a_decode_error() {
    let error = user(200, r#"{"data":null}"#).await.unwrap_err();
    assert!(matches!(error, Error::Decode { .. }), "{error:?}");
}

/// Python returns a dictionary with the key `errors`, and only the first error.
#[tokio::test]
async fn an_api_error_keeps_all_errors_of_the_response() {
    let body = r#"{"errors":[{"message":{"code":2004,"message":"一"}},{"message":"二"}],"data":{"user":{"_id":"1"}}}"#;
    let error = user(200, body).await.unwrap_err();
    let Error::Api {
        code,
        message,
        others,
        ..
    } = error
    else {
        panic!("{error:?}");
    };
    assert_eq!(
        (code, message.as_str()),
        (Some(ErrorCode::USER_UNKNOWN), "一")
    );
    assert_eq!(others.len(), 1);
    assert_eq!(others[0].message, "二");
}

/// JavaScript does not read the body of a 400 or 500.
#[tokio::test]
async fn an_api_error_is_read_whatever_the_http_status() {
    for status in [400, 401, 500] {
        let error = user(status, &api_error(2206, "登录信息已过期"))
            .await
            .unwrap_err();
        assert_eq!(error.code(), Some(ErrorCode::TOKEN_EXPIRED), "{status}");
    }
}

/// JavaScript rejects with `undefined`.
#[tokio::test]
async fn an_empty_list_of_errors_is_a_success() {
    let body = r#"{"errors":[],"data":{"user":{"_id":"1"}}}"#;
    assert_eq!(user(200, body).await.unwrap().unwrap().id, "1");
}

/// Python returns exception objects inside the data, or raises the HTTP library's exceptions; JavaScript rejects with values
/// that are not an `Error`.
#[tokio::test]
async fn every_failure_is_an_error_of_one_type() {
    fn boxed(error: Error) -> Box<dyn std::error::Error + Send + Sync> {
        error.into()
    }
    for (status, body) in [(502, "<html>"), (401, r#"{"error":"no"}"#), (500, "")] {
        let error = user(status, body).await.unwrap_err();
        assert!(matches!(error, Error::Http { .. }), "{error:?}");
        assert!(!boxed(error).to_string().is_empty());
    }
    for body in ["<html>", "", "[]", "null"] {
        let error = user(200, body).await.unwrap_err();
        assert!(matches!(error, Error::Decode { .. }), "{error:?}");
        assert!(!boxed(error).to_string().is_empty());
    }
    let broken = transport_fn(|_| async {
        Err(TransportError::new(
            TransportErrorKind::Other,
            "the connection was reset",
        ))
    });
    let authing = Authing::builder(USER_POOL, POOL_SECRET)
        .transport(broken)
        .build()
        .unwrap();
    let error = authing.execute(GetUser::new(ID)).await.unwrap_err();
    assert!(matches!(error, Error::Transport { .. }), "{error:?}");
    assert_eq!(
        boxed(error).to_string(),
        "GetOwnerToken: the connection was reset"
    );
}

/// Python raises an `HTTPError` where GraphQL calls return it, and returns `False` for an API error with status 200.
#[tokio::test]
async fn a_rest_call_fails_like_a_graphql_call() {
    let send = async |status, body: &str| {
        responding(status, body)
            .send_login_code("13800138000")
            .await
    };
    let error = send(500, "oops").await.unwrap_err();
    assert!(
        matches!(
            error,
            Error::Http {
                operation: "send_smscode",
                ..
            }
        ),
        "{error:?}"
    );
    let error = send(200, r#"{"code":500,"message":"请求过于频繁"}"#)
        .await
        .unwrap_err();
    assert_eq!(error.code(), Some(ErrorCode::INTERNAL));
    assert_eq!(
        error.to_string(),
        "send_smscode: the service returned an error: 请求过于频繁 (code 500)"
    );
    send(200, r#"{"code":200,"message":"发送成功"}"#)
        .await
        .unwrap();
}
