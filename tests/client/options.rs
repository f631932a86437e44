//! Options of a single call.

use std::time::Duration;

use authing_client::http::{HeaderName, HeaderValue};
use authing_client::{RetryPolicy, transport_fn};
use authing_tests::fake::{OWNER, Requests, USER, operation, script, service};
use authing_tests::{USER_ID, client};

#[tokio::test(start_paused = true)]
async fn a_clone_has_its_own_call_timeout() {
    let authing = client(transport_fn(|request| async move {
        let body = if operation(&request) == "GetOwnerToken" {
            OWNER
        } else {
            tokio::time::sleep(Duration::from_secs(5)).await;
            USER
        };
        Ok(authing_client::http::Response::new(body.into()))
    }));
    let impatient = authing.with_call_timeout(Duration::from_secs(2));
    let error = impatient.get_user(USER_ID).await.unwrap_err();
    assert!(error.is_timeout(), "{error:?}");
    let session = authing.session("token");
    let impatient = session.with_call_timeout(Duration::from_secs(2));
    assert!(impatient.get_user(USER_ID).await.unwrap_err().is_timeout());
    assert!(authing.get_user(USER_ID).await.is_ok());
    assert!(session.get_user(USER_ID).await.is_ok());
}

#[tokio::test]
async fn a_header_is_sent_with_every_request_except_the_token_fetch() {
    let (authing, requests) = service(|_| USER);
    let name = || HeaderName::from_static("x-request-id");
    let traced = authing
        .with_header(name(), HeaderValue::from_static("first"))
        .with_header(name(), HeaderValue::from_static("second"))
        .with_header(
            HeaderName::from_static("authorization"),
            HeaderValue::from_static("mine"),
        );
    traced.get_user(USER_ID).await.unwrap();
    traced.session("token").get_user(USER_ID).await.unwrap();
    authing.get_user(USER_ID).await.unwrap();
    let ids: Vec<_> = requests
        .all()
        .iter()
        .map(|request| {
            let authorization = request.headers().get("authorization");
            assert!(authorization.is_none_or(|value| value != "mine"));
            let ids = request.headers().get_all("x-request-id").iter();
            let ids: Vec<_> = ids.map(|id| id.to_str().unwrap().to_owned()).collect();
            ids.concat()
        })
        .collect();
    assert_eq!(requests.count("GetOwnerToken"), 1);
    assert_eq!(
        ids.iter().filter(|id| *id == "second").count(),
        2,
        "{ids:?}"
    );
    assert_eq!(ids.iter().filter(|id| id.is_empty()).count(), 2, "{ids:?}");
}

/// With another length, the service would wait for the rest of the body, or miss a part of it.
#[tokio::test]
async fn headers_of_a_request_that_a_program_passes_on_do_not_change_the_body() {
    let (authing, requests) = service(|_| USER);
    for (name, value) in [
        ("content-length", "5"),
        ("transfer-encoding", "gzip"),
        ("accept-encoding", "gzip"),
    ] {
        let name = HeaderName::from_static(name);
        let passing = authing.with_header(name.clone(), HeaderValue::from_static(value));
        passing.get_user(USER_ID).await.unwrap();
        let last = requests.last().unwrap();
        assert!(!last.headers().contains_key(name), "{last:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_clone_has_its_own_retry_policy() {
    let (builder, requests): (_, Requests) = script(&[(503, String::new()).into()], &[]);
    let authing = builder.build().unwrap();
    let counted = async |authing: &authing_client::Authing| {
        requests.clear();
        authing.get_user(USER_ID).await.unwrap_err();
        requests.count("GetUser")
    };
    assert_eq!(counted(&authing).await, 3);
    let once = authing.with_retry_policy(RetryPolicy::none());
    assert_eq!(counted(&once).await, 1);
    let many = once.with_retry_policy(RetryPolicy::default().max_attempts(5));
    assert_eq!(counted(&many).await, 5);
    let never = authing.with_retry_policy(RetryPolicy::default().max_attempts(0));
    assert_eq!(counted(&never).await, 1);
    assert_eq!(counted(&authing).await, 3);
}
