//! HTTP status codes other than success, with the service's response body and with a gateway's.

use super::outcome::fault;
use authing_tests::sockets::Step::Request;
use authing_tests::sockets::response;

const API_ERROR: &str = r#"{"errors":[{"message":{"code":2004,"message":"用户不存在","data":null},"path":["x"]}],"data":null}"#;

/// An error of the service counts whatever the status; any other body is an HTTP error.
async fn status(status: u16, reason: &str, retryable: bool) {
    let head = format!("{status} {reason}");
    fault(vec![Request, response(&head, API_ERROR)])
        .await
        .api_error(Some(2004))
        .says("the service returned an error: 用户不存在 (code 2004: no such user)");
    fault(vec![
        Request,
        response(&head, r#"{"errors":[{"message":"Syntax Error"}]}"#),
    ])
    .await
    .api_error(None)
    .says("the service returned an error: Syntax Error");
    for (body, text) in [
        ("", ", with an empty body"),
        (
            "<html>\r\n<h1>no",
            ", with a body that begins: <html> <h1>no",
        ),
        (
            r#"{"error":"no"}"#,
            r#", with a body that begins: {"error":"no"}"#,
        ),
        (
            r#"{"data":{"user":null,"login":null}}"#,
            r#", with a body that begins: {"data":{"#,
        ),
        (
            r#"{"errors":[]}"#,
            r#", with a body that begins: {"errors":[]}"#,
        ),
    ] {
        fault(vec![Request, response(&head, body)])
            .await
            .http(status)
            .says(&format!("HTTP {status} {reason}{text}"))
            .retryable(retryable);
    }
}

/// A test for each status.
macro_rules! statuses {
    ($($name:ident: $status:literal $reason:literal, retryable: $retryable:literal;)*) => {$(
        #[tokio::test]
        async fn $name() {
            status($status, $reason, $retryable).await;
        }
    )*};
}

statuses! {
    bad_request: 400 "Bad Request", retryable: false;
    unauthorized: 401 "Unauthorized", retryable: false;
    forbidden: 403 "Forbidden", retryable: false;
    not_found: 404 "Not Found", retryable: false;
    too_many_requests: 429 "Too Many Requests", retryable: true;
    internal_server_error: 500 "Internal Server Error", retryable: false;
    bad_gateway: 502 "Bad Gateway", retryable: true;
    service_unavailable: 503 "Service Unavailable", retryable: true;
}
