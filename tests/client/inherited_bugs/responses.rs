//! Answers that were read wrongly.

use authing_client::operations::GetUser;
use authing_client::{Authing, Error, ErrorCode, TransportError, TransportErrorKind, transport_fn};

use super::ID;
use authing_tests::fake::{api_error, responding};
use authing_tests::{POOL_SECRET, USER_POOL};

async fn user(status: u16, body: &str) -> Result<Option<authing_client::types::User>, Error> {
    responding(status, body).user(ID).await
}

/// Python raised a `TypeError` where the message is a text.
#[tokio::test]
async fn a_message_that_is_text_is_a_refusal() {
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

/// Both died of a `TypeError`.
#[tokio::test]
async fn data_that_is_null_is_an_error_of_decoding() {
    let error = user(200, r#"{"data":null}"#).await.unwrap_err();
    assert!(matches!(error, Error::Decode { .. }), "{error:?}");
}

/// Python left it to the caller to find an `errors` key in what was returned, and kept the first error only.
#[tokio::test]
async fn a_refusal_is_an_error_and_keeps_all_that_the_service_said() {
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

/// JavaScript left the body of a 400 or 500 unread.
#[tokio::test]
async fn a_refusal_is_read_in_any_http_status() {
    for status in [400, 401, 500] {
        let error = user(status, &api_error(2206, "登录信息已过期"))
            .await
            .unwrap_err();
        assert_eq!(error.code(), Some(ErrorCode::TOKEN_EXPIRED), "{status}");
    }
}

/// JavaScript rejected with `undefined`.
#[tokio::test]
async fn no_errors_are_success() {
    let body = r#"{"errors":[],"data":{"user":{"_id":"1"}}}"#;
    assert_eq!(user(200, body).await.unwrap().unwrap().id, "1");
}

/// Python returned exception objects inside of data for these, or raised what the HTTP library raises; JavaScript rejected
/// with what is no `Error`.
#[tokio::test]
async fn every_failure_is_one_type_that_is_an_error() {
    fn of_one_type(error: Error) -> Box<dyn std::error::Error + Send + Sync> {
        error.into()
    }
    for (status, body) in [(502, "<html>"), (401, r#"{"error":"no"}"#), (500, "")] {
        let error = user(status, body).await.unwrap_err();
        assert!(matches!(error, Error::Http { .. }), "{error:?}");
        assert!(!of_one_type(error).to_string().is_empty());
    }
    for body in ["<html>", "", "[]", "null"] {
        let error = user(200, body).await.unwrap_err();
        assert!(matches!(error, Error::Decode { .. }), "{error:?}");
        assert!(!of_one_type(error).to_string().is_empty());
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
        of_one_type(error).to_string(),
        "GetOwnerToken: the connection was reset"
    );
}

/// Python raised an `HTTPError` for these where GraphQL calls returned it, and gave `False` for a refusal inside a 200.
#[tokio::test]
async fn a_rest_path_fails_like_any_other_call() {
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
