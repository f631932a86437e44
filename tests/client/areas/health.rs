//! Health checks of the services.

use std::sync::Arc;

use authing_client::bytes::Bytes;
use authing_client::http::{HeaderName, Response};
use authing_client::{Endpoint, Error, TransportError, TransportErrorKind, transport_fn};
use authing_tests::fake::service;
use authing_tests::{POOL_SECRET, client};
use serde_json::json;
use tokio::sync::Barrier;

#[tokio::test]
async fn preflight_calls_both_services_without_a_token() {
    let (authing, requests) = service(|_| json!("up"));
    let preflight = authing.preflight().await;
    assert!(preflight.is_ok());
    authing.cdn_status().await.unwrap();
    let requests = requests.calls();
    let urls: Vec<String> = requests.iter().map(|r| r.uri().to_string()).collect();
    assert_eq!(
        urls,
        [
            "https://users.authing.cn/system/status",
            "https://oauth.authing.cn/system/status",
            "https://usercontents.authing.cn/",
        ]
    );
    let authorization = HeaderName::from_static("authorization");
    assert!(
        requests
            .iter()
            .all(|r| r.method() == "GET" && !r.headers().contains_key(&authorization))
    );
}

#[tokio::test]
async fn preflight_names_the_service_that_is_down() {
    let (authing, _) = service(|request| {
        let up = request.uri().host() == Some("users.authing.cn");
        (if up { 200 } else { 503 }, json!("xyzzy-pool-secret"))
    });
    let preflight = authing.preflight().await;
    assert!(!preflight.is_ok() && preflight.users.is_ok());
    let failures: Vec<_> = preflight.failures().collect();
    let [(Endpoint::OAuth, error @ Error::Http { status, .. })] = failures.as_slice() else {
        panic!("{failures:?}");
    };
    assert_eq!(status.as_u16(), 503);
    assert!(
        error
            .to_string()
            .starts_with("oauth/system/status: HTTP 503")
    );
    assert!(!error.to_string().contains(POOL_SECRET), "{error}");
    assert!(authing.cdn_status().await.is_err());
}

#[tokio::test]
async fn preflight_calls_both_services_concurrently_and_both_may_fail() {
    let both = Arc::new(Barrier::new(2));
    let authing = client(transport_fn(move |_| {
        let both = Arc::clone(&both);
        async move {
            both.wait().await;
            Err::<Response<Bytes>, _>(TransportError::new(TransportErrorKind::Connect, "no"))
        }
    }));
    let preflight = authing.preflight().await;
    assert_eq!(preflight.failures().count(), 2);
    assert!(preflight.users.unwrap_err().is_connect());
}
