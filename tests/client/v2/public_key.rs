//! The key for passwords, which the host serves.

use authing_client::v2::AuthenticationClient;
use authing_client::{Error, RetryPolicy};
use authing_tests::fake::Requests;

/// The error of a login at a host with this response in place of its key.
async fn without_key(status: u16, body: &'static str) -> Error {
    let app = AuthenticationClient::builder("5f4cdd055df3df65dc58b97d")
        .transport(Requests::default().transport(move |_| (status, body)))
        .retry_policy(RetryPolicy::none());
    let login = app.build().unwrap().login_by_email("a@b.cn", "xyzzy").await;
    login.unwrap_err()
}

#[tokio::test]
async fn a_host_that_is_busy_is_no_fault_of_the_settings() {
    for (status, body) in [
        (503, "<html>"),
        (429, ""),
        (200, r#"{"code": 1000, "message": "busy"}"#),
    ] {
        let error = without_key(status, body).await;
        assert!(error.is_transient(), "{status}: {error:?}");
        assert_eq!(error.operation(), Some("public_key"));
    }
    for (status, body) in [(404, ""), (200, "<html>"), (200, r#"{"code": 404}"#)] {
        let error = without_key(status, body).await;
        assert!(!error.is_transient(), "{status}: {error:?}");
        let expected = "`public_key_pem` must be set (AUTHING_PUBLIC_KEY)";
        assert!(error.to_string().starts_with(expected), "{error}");
    }
}
