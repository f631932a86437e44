//! The key for passwords, which the host serves.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use authing_client::v2::AuthenticationClient;
use authing_client::{Error, RetryPolicy};
use authing_tests::fake::{Reply, Requests};
use futures_util::future::join_all;
use futures_util::join;

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

#[tokio::test(start_paused = true)]
async fn concurrent_logins_share_one_fetch_and_its_failure() {
    let requests = Requests::default();
    let app = AuthenticationClient::builder("5f4cdd055df3df65dc58b97d")
        .transport(requests.transport(|_| (503, "<html>")))
        .build()
        .unwrap();
    for attempts in [3, 6] {
        let logins = (0..20).map(|_| app.login_by_email("a@b.cn", "xyzzy"));
        for login in join_all(logins).await {
            let error = login.unwrap_err();
            assert_eq!(error.operation(), Some("public_key"), "{error}");
        }
        // The next logins fetch again: the host may be up.
        assert_eq!(requests.all().len(), attempts);
    }
}

#[tokio::test(start_paused = true)]
async fn a_fetch_that_took_too_long_for_one_login_fails_no_other() {
    let requests = Requests::default();
    let replies = AtomicUsize::default();
    let app = AuthenticationClient::builder("5f4cdd055df3df65dc58b97d")
        .transport(
            requests.transport(move |_| match replies.fetch_add(1, Ordering::Relaxed) {
                0 => Reply::Never,
                _ => Reply::from((404, "")),
            }),
        )
        .build()
        .unwrap();
    let hurried = app.with_call_timeout(Duration::from_secs(1));
    let (hurried, other) = join!(
        hurried.login_by_email("a@b.cn", "xyzzy"),
        app.login_by_email("a@b.cn", "xyzzy"),
    );
    assert!(hurried.unwrap_err().is_timeout());
    assert!(other.unwrap_err().to_string().contains("public_key_pem"));
    assert_eq!(requests.all().len(), 2);
}
