//! The owner's token when the service refuses it.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use authing_client::bytes::Bytes;
use authing_client::http::{Request, Response};
use authing_client::{Authing, ErrorCode, transport_fn};
use authing_tests::fake::{
    OWNER, Requests, USER, api_error, authorization, every_request, operation,
};
use authing_tests::{POOL_SECRET, USER_POOL};
use tokio::sync::Barrier;

/// A service that gives the tokens 1, 2, 3… and takes those from `good` on; the others it refuses with `code`.
fn service(code: i64, good: usize) -> (Authing, Requests) {
    let given = AtomicUsize::new(0);
    every_request(move |request: &Request<Bytes>| {
        if operation(request) == "GetOwnerToken" {
            let number = given.fetch_add(1, Ordering::SeqCst) + 1;
            return (
                200,
                format!(r#"{{"data":{{"getAccessTokenByAppSecret":"{number}"}}}}"#),
            );
        }
        let number: Option<usize> =
            authorization(request).and_then(|text| text.strip_prefix("Bearer ")?.parse().ok());
        match number {
            Some(number) if number >= good => (200, USER.to_owned()),
            _ => (200, api_error(code, "token")),
        }
    })
}

#[tokio::test]
async fn a_refused_token_is_renewed_and_the_same_body_sent_again() {
    for code in [2020, 2206, 2207] {
        let (authing, log) = service(code, 2);
        assert!(
            authing
                .user("5e4cdd055df3df65dc58b97e")
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
async fn it_is_renewed_once_and_not_in_a_loop() {
    let (authing, log) = service(2206, 1000);
    let error = authing.user("5e4cdd055df3df65dc58b97e").await.unwrap_err();
    assert_eq!(error.code(), Some(ErrorCode::TOKEN_EXPIRED));
    assert_eq!(
        log.operations(),
        ["GetOwnerToken", "GetUser", "GetOwnerToken", "GetUser"]
    );
}

#[tokio::test]
async fn other_refusals_renew_nothing() {
    let (authing, log) = service(2004, 1000);
    assert!(authing.user("5e4cdd055df3df65dc58b97e").await.is_err());
    assert_eq!(log.operations(), ["GetOwnerToken", "GetUser"]);
}

#[tokio::test]
async fn a_users_token_is_never_renewed() {
    let (authing, log) = service(2206, 1);
    let error = authing
        .session("expired")
        .user("5e4cdd055df3df65dc58b97e")
        .await
        .unwrap_err();
    assert_eq!(error.code(), Some(ErrorCode::TOKEN_EXPIRED));
    assert_eq!(log.operations(), ["GetUser"]);
}

/// Calls that are all refused at the same time, on several threads.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_calls_with_a_refused_token_renew_it_once() {
    const CALLS: usize = 200;
    for code in [2020, 2206, 2207] {
        let tokens = Arc::new(AtomicUsize::new(0));
        let (given, all_there) = (Arc::clone(&tokens), Arc::new(Barrier::new(CALLS)));
        let transport = transport_fn(move |request: Request<Bytes>| {
            let (given, all_there) = (Arc::clone(&given), Arc::clone(&all_there));
            async move {
                let answer = if operation(&request) == "GetOwnerToken" {
                    let number = given.fetch_add(1, Ordering::SeqCst) + 1;
                    format!(r#"{{"data":{{"getAccessTokenByAppSecret":"{number}"}}}}"#)
                } else if authorization(&request) == Some("Bearer 1") {
                    all_there.wait().await;
                    api_error(code, "token")
                } else {
                    USER.to_owned()
                };
                Ok(Response::new(Bytes::from(answer)))
            }
        });
        let authing = Authing::builder(USER_POOL, POOL_SECRET)
            .transport(transport)
            .build()
            .unwrap();
        at_once(&authing, CALLS).await;
        assert_eq!(tokens.load(Ordering::SeqCst), 2, "{code}");
    }
}

/// A client that has just been made, and a token that takes its time.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_thousand_first_calls_fetch_one_token() {
    const CALLS: usize = 1000;
    let log = Requests::default();
    let (requests, waiting) = (log.clone(), Arc::new(AtomicUsize::new(0)));
    let begun = Arc::clone(&waiting);
    let transport = transport_fn(move |request: Request<Bytes>| {
        let is_token = operation(&request) == "GetOwnerToken";
        requests.push(request);
        let begun = Arc::clone(&begun);
        async move {
            while is_token && begun.load(Ordering::SeqCst) < CALLS {
                tokio::task::yield_now().await;
            }
            Ok(Response::new(if is_token { OWNER } else { USER }.into()))
        }
    });
    let builder = Authing::builder(USER_POOL, POOL_SECRET).transport(transport);
    let authing = builder.build().unwrap();
    let calls: Vec<_> = (0..CALLS)
        .map(|_| {
            let (authing, waiting) = (authing.clone(), Arc::clone(&waiting));
            tokio::spawn(async move {
                waiting.fetch_add(1, Ordering::SeqCst);
                authing.user("5e4cdd055df3df65dc58b97e").await.map(drop)
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

/// So many calls at the same time, all of which succeed.
async fn at_once(authing: &Authing, calls: usize) {
    let calls: Vec<_> = (0..calls)
        .map(|_| {
            let authing = authing.clone();
            tokio::spawn(async move { authing.user("5e4cdd055df3df65dc58b97e").await.map(drop) })
        })
        .collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
}
