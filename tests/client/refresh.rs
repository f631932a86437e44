//! The refresh of an owner's token that the service rejects.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use authing_client::bytes::Bytes;
use authing_client::http::{Request, Response};
use authing_client::{Authing, Error, ErrorCode, RetryPolicy, transport_fn};
use authing_tests::fake::{
    OWNER, Requests, USER, api_error, authorization, every_request, operation,
};
use authing_tests::{POOL_SECRET, USER_POOL};
use tokio::sync::Barrier;

/// A service that issues the tokens 1, 2, 3… and accepts those from `good` on; the others it rejects with `code`.
fn service(code: i64, good: usize) -> (Authing, Requests) {
    rejecting(200, &api_error(code, "token"), good)
}

/// The same, but it rejects the others with this response.
fn rejecting(status: u16, body: &str, good: usize) -> (Authing, Requests) {
    let body = body.to_owned();
    let issued = AtomicUsize::new(0);
    every_request(move |request: &Request<Bytes>| {
        if operation(request) == "GetOwnerToken" {
            let number = issued.fetch_add(1, Ordering::SeqCst) + 1;
            return (
                200,
                format!(r#"{{"data":{{"getAccessTokenByAppSecret":"{number}"}}}}"#),
            );
        }
        let number: Option<usize> =
            authorization(request).and_then(|text| text.strip_prefix("Bearer ")?.parse().ok());
        match number {
            Some(number) if number >= good => (200, USER.to_owned()),
            _ => (status, body.clone()),
        }
    })
}

#[tokio::test]
async fn a_rejected_token_is_refreshed_and_the_same_body_resent() {
    for code in [2020, 2206, 2207] {
        let (authing, log) = service(code, 2);
        assert!(
            authing
                .get_user("5e4cdd055df3df65dc58b97e")
                .await
                .unwrap()
                .is_some()
        );
        assert_eq!(
            log.operations(),
            ["GetOwnerToken", "GetUser", "GetOwnerToken", "GetUser"]
        );
        let log = log.all();
        assert_eq!(log[1].body(), log[3].body());
        assert_eq!(authorization(&log[3]), Some("Bearer 2"));
    }
}

#[tokio::test]
async fn a_token_is_refreshed_only_once_per_call() {
    let (authing, log) = service(2206, 1000);
    let error = authing
        .get_user("5e4cdd055df3df65dc58b97e")
        .await
        .unwrap_err();
    assert_eq!(error.code(), Some(ErrorCode::TOKEN_EXPIRED));
    assert_eq!(
        log.operations(),
        ["GetOwnerToken", "GetUser", "GetOwnerToken", "GetUser"]
    );
}

/// Sent by a gateway that checks the token.
#[tokio::test]
async fn a_bare_401_refreshes_the_token_once() {
    for (body, code) in [
        (r#"{"code":2206,"message":"登录信息已过期"}"#, Some(2206)),
        (r#"{"code":401,"message":"Unauthorized"}"#, Some(401)),
        (r#"{"errors":[{"message":"jwt expired"}]}"#, None),
        (r#"{"code":"2206","message":"登录信息已过期"}"#, Some(2206)),
        (
            r#"{"message":{"code":2206,"message":"登录信息已过期"}}"#,
            Some(2206),
        ),
        (r#"{"message":"Unauthorized"}"#, None),
        ("<html>401</html>", None),
        ("", None),
    ] {
        for good in [2, 1000] {
            let (authing, log) = rejecting(401, body, good);
            let result = authing.get_user("5e4cdd055df3df65dc58b97e").await;
            assert_eq!(
                log.operations(),
                ["GetOwnerToken", "GetUser", "GetOwnerToken", "GetUser"]
            );
            match result {
                Ok(user) => assert!(user.is_some() && good == 2),
                Err(error) => {
                    assert_eq!(error.code().map(ErrorCode::get), code, "{error}");
                    assert!(good == 1000 && !error.is_transient(), "{error}");
                }
            }
        }
    }
}

#[tokio::test]
async fn a_401_with_another_error_code_does_not_refresh_the_token() {
    let (authing, log) = rejecting(401, &api_error(2004, "no such user"), 1000);
    let error = authing
        .get_user("5e4cdd055df3df65dc58b97e")
        .await
        .unwrap_err();
    assert_eq!(error.code(), Some(ErrorCode::USER_UNKNOWN));
    assert_eq!(log.operations(), ["GetOwnerToken", "GetUser"]);
}

/// Sent by a GraphQL layer or a gateway, which have statuses of their own.
#[tokio::test]
async fn a_rejection_in_other_words_refreshes_the_token_once() {
    for (body, code) in [
        (
            r#"{"errors":[{"message":"jwt expired","extensions":{"code":"UNAUTHENTICATED"}}]}"#,
            None,
        ),
        (
            r#"{"errors":[{"message":"m","extensions":{"code":"2206"}}],"data":null}"#,
            Some(2206),
        ),
        (r#"{"code":2206,"message":"m"}"#, Some(2206)),
        (r#"{"code":"2207"}"#, Some(2207)),
        (
            r#"{"message":{"code":2020,"message":"m"},"data":null}"#,
            Some(2020),
        ),
    ] {
        for status in [200, 400, 403, 500] {
            let (authing, log) = rejecting(status, body, 2);
            let user = authing.get_user("5e4cdd055df3df65dc58b97e").await;
            assert!(user.unwrap().is_some(), "{status} {body}");
            assert_eq!(log.operations().len(), 4);

            let (authing, log) = rejecting(status, body, 1000);
            let error = authing
                .get_user("5e4cdd055df3df65dc58b97e")
                .await
                .unwrap_err();
            assert_eq!(error.code().map(ErrorCode::get), code, "{status} {body}");
            assert_eq!(log.operations().len(), 4);
        }
    }
}

#[tokio::test]
async fn another_code_outside_of_graphql_is_kept_and_does_not_refresh_the_token() {
    for (status, body, code) in [
        (200, r#"{"code":500,"message":"m"}"#, 500),
        (403, r#"{"code":1001,"message":"m"}"#, 1001),
        (400, r#"{"message":{"code":2004,"message":"m"}}"#, 2004),
    ] {
        let (authing, log) = rejecting(status, body, 1000);
        let error = authing
            .get_user("5e4cdd055df3df65dc58b97e")
            .await
            .unwrap_err();
        assert_eq!(error.code().map(ErrorCode::get), Some(code), "{body}");
        assert!(error.to_string().contains("error: m (code"), "{error}");
        assert_eq!(log.operations(), ["GetOwnerToken", "GetUser"]);
    }
}

/// A gateway has codes of its own, which say nothing about the pool's id and secret.
#[tokio::test]
async fn a_gateways_code_does_not_blame_the_credentials() {
    for (status, body, blamed) in [
        (404, r#"{"code":404,"message":"no such route"}"#, false),
        (401, r#"{"code":401,"message":"Unauthorized"}"#, false),
        (401, r#"{"code":2011,"message":"no such pool"}"#, true),
    ] {
        let (authing, _) = every_request(move |_| (status, body.to_owned()));
        let error = authing
            .get_user("5e4cdd055df3df65dc58b97e")
            .await
            .unwrap_err();
        let rejected = matches!(error, Error::CredentialsRejected { .. });
        assert_eq!(rejected, blamed, "{error:?}");
    }
}

#[tokio::test]
async fn a_service_that_is_down_is_transient_with_a_code_in_its_body() {
    let body = r#"{"code":503,"message":"upstream is down"}"#;
    let (authing, log) = rejecting(503, body, 1000);
    let authing = authing.with_retry_policy(
        RetryPolicy::default()
            .max_attempts(2)
            .initial_backoff(Duration::ZERO),
    );
    let error = authing
        .get_user("5e4cdd055df3df65dc58b97e")
        .await
        .unwrap_err();
    assert!(error.is_transient(), "{error:?}");
    assert_eq!(log.operations(), ["GetOwnerToken", "GetUser", "GetUser"]);
}

#[tokio::test]
async fn other_api_errors_do_not_refresh_the_token() {
    let (authing, log) = service(2004, 1000);
    assert!(authing.get_user("5e4cdd055df3df65dc58b97e").await.is_err());
    assert_eq!(log.operations(), ["GetOwnerToken", "GetUser"]);
}

#[tokio::test]
async fn a_users_token_is_never_refreshed() {
    let (authing, log) = service(2206, 1);
    let error = authing
        .session("expired")
        .get_user("5e4cdd055df3df65dc58b97e")
        .await
        .unwrap_err();
    assert_eq!(error.code(), Some(ErrorCode::TOKEN_EXPIRED));
    assert_eq!(log.operations(), ["GetUser"]);
}

/// All calls are rejected at the same time, on several threads.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn concurrent_calls_with_a_rejected_token_refresh_it_once() {
    const CALLS: usize = 200;
    for code in [2020, 2206, 2207] {
        let tokens = Arc::new(AtomicUsize::new(0));
        let (issued, all_sent) = (Arc::clone(&tokens), Arc::new(Barrier::new(CALLS)));
        let transport = transport_fn(move |request: Request<Bytes>| {
            let (issued, all_sent) = (Arc::clone(&issued), Arc::clone(&all_sent));
            async move {
                let body = if operation(&request) == "GetOwnerToken" {
                    let number = issued.fetch_add(1, Ordering::SeqCst) + 1;
                    format!(r#"{{"data":{{"getAccessTokenByAppSecret":"{number}"}}}}"#)
                } else if authorization(&request) == Some("Bearer 1") {
                    all_sent.wait().await;
                    api_error(code, "token")
                } else {
                    USER.to_owned()
                };
                Ok(Response::new(Bytes::from(body)))
            }
        });
        let authing = Authing::builder(USER_POOL, POOL_SECRET)
            .transport(transport)
            .build()
            .unwrap();
        call_concurrently(&authing, CALLS).await;
        assert_eq!(tokens.load(Ordering::SeqCst), 2, "{code}");
    }
}

/// The token fetch takes until all calls have started.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_thousand_concurrent_first_calls_fetch_one_token() {
    const CALLS: usize = 1000;
    let log = Requests::default();
    let (requests, started) = (log.clone(), Arc::new(AtomicUsize::new(0)));
    let all_started = Arc::clone(&started);
    let transport = transport_fn(move |request: Request<Bytes>| {
        let is_token = operation(&request) == "GetOwnerToken";
        requests.push(request);
        let all_started = Arc::clone(&all_started);
        async move {
            while is_token && all_started.load(Ordering::SeqCst) < CALLS {
                tokio::task::yield_now().await;
            }
            Ok(Response::new(if is_token { OWNER } else { USER }.into()))
        }
    });
    let builder = Authing::builder(USER_POOL, POOL_SECRET).transport(transport);
    let authing = builder.build().unwrap();
    let calls: Vec<_> = (0..CALLS)
        .map(|_| {
            let (authing, started) = (authing.clone(), Arc::clone(&started));
            tokio::spawn(async move {
                started.fetch_add(1, Ordering::SeqCst);
                authing.get_user("5e4cdd055df3df65dc58b97e").await.map(drop)
            })
        })
        .collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    let mut names = log.operations();
    assert_eq!(names.remove(0), "GetOwnerToken");
    assert_eq!(names, vec!["GetUser"; CALLS]);
}

/// Makes this many calls concurrently. All must succeed.
async fn call_concurrently(authing: &Authing, calls: usize) {
    let calls: Vec<_> = (0..calls)
        .map(|_| {
            let authing = authing.clone();
            tokio::spawn(
                async move { authing.get_user("5e4cdd055df3df65dc58b97e").await.map(drop) },
            )
        })
        .collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
}
