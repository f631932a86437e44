//! Fetching the provider's keys.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use authing_client::http::Response;
use authing_client::v2::AuthenticationClient;
use authing_client::{Error, RetryPolicy, TokenError, transport_fn};
use authing_tests::fake::Reply;
use futures_util::future::{FutureExt, join_all};
use serde_json::{Value, json};
use tokio::time::sleep;

use super::{APP, HOST, claims, client, key_set, modulus, rejection, rs256};

/// A client of a provider that takes a second to respond, and counts its requests.
fn slow(status: u16) -> (AuthenticationClient, Arc<AtomicUsize>) {
    let count = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&count);
    let transport = transport_fn(move |_| {
        counter.fetch_add(1, Ordering::SeqCst);
        async move {
            sleep(Duration::from_secs(1)).await;
            let body = key_set(&["a"]).to_string();
            Ok(Response::builder()
                .status(status)
                .body(body.into())
                .unwrap())
        }
    });
    let client = AuthenticationClient::builder(APP)
        .host(HOST)
        .transport(transport)
        .retry_policy(RetryPolicy::none())
        .build()
        .unwrap();
    (client, count)
}

#[tokio::test(start_paused = true)]
async fn fifty_concurrent_calls_share_one_fetch() {
    let (client, count) = slow(200);
    let token = rs256("a", &claims());
    let results = join_all((0..50).map(|_| client.verify_id_token(&*token))).await;
    assert!(results.iter().all(Result::is_ok));
    assert_eq!(count.load(Ordering::SeqCst), 1);
}

#[tokio::test(start_paused = true)]
async fn fifty_concurrent_calls_share_one_failure() {
    let (client, count) = slow(500);
    let token = rs256("a", &claims());
    let results = join_all((0..50).map(|_| client.verify_id_token(&*token))).await;
    assert!(
        results
            .iter()
            .all(|result| matches!(result, Err(Error::Http { .. })))
    );
    assert_eq!(count.load(Ordering::SeqCst), 1);
    tokio::time::advance(Duration::from_secs(5)).await;
    client.verify_id_token(&*token).await.unwrap_err();
    assert_eq!(count.load(Ordering::SeqCst), 2);
}

#[tokio::test(start_paused = true)]
async fn unknown_keys_cause_one_fetch_a_minute() {
    let (client, count) = slow(200);
    client.verify_id_token(rs256("a", &claims())).await.unwrap();
    tokio::time::advance(Duration::from_secs(60)).await;
    let tokens: Vec<String> = (0..50)
        .map(|n| rs256(&format!("k{n}"), &claims()))
        .collect();
    let results = join_all(tokens.iter().map(|token| rejection(&client, token))).await;
    assert!(
        results
            .iter()
            .all(|reason| *reason == TokenError::UnknownKey)
    );
    assert_eq!(count.load(Ordering::SeqCst), 2);
    tokio::time::advance(Duration::from_secs(58)).await;
    rejection(&client, &tokens[0]).await;
    assert_eq!(count.load(Ordering::SeqCst), 2);
}

#[tokio::test(start_paused = true)]
async fn a_withdrawn_key_is_rejected_after_an_hour() {
    let withdrawn = Arc::new(AtomicBool::new(false));
    let is_withdrawn = Arc::clone(&withdrawn);
    let (client, requests) = client(move |_| {
        let key = match is_withdrawn.load(Ordering::SeqCst) {
            true => "b",
            false => "a",
        };
        Reply::from(key_set(&[key]))
    });
    let token = rs256("a", &claims());
    client.verify_id_token(&*token).await.unwrap();
    withdrawn.store(true, Ordering::SeqCst);
    tokio::time::advance(Duration::from_secs(3599)).await;
    client.verify_id_token(&*token).await.unwrap();
    assert_eq!(requests.all().len(), 1);
    tokio::time::advance(Duration::from_secs(1)).await;
    // No call waits for the fetch.
    let results = join_all((0..50).map(|_| client.verify_id_token(&*token))).await;
    assert!(results.iter().all(Result::is_ok));
    sleep(Duration::from_secs(1)).await;
    assert_eq!(rejection(&client, &token).await, TokenError::UnknownKey);
    assert_eq!(requests.all().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_known_key_is_good_while_the_provider_is_down() {
    let down = Arc::new(AtomicBool::new(false));
    let is_down = Arc::clone(&down);
    let (client, requests) = client(move |_| match is_down.load(Ordering::SeqCst) {
        true => Reply::Never,
        false => key_set(&["a"]).into(),
    });
    client.verify_id_token(rs256("a", &claims())).await.unwrap();
    down.store(true, Ordering::SeqCst);
    tokio::time::advance(Duration::from_secs(60)).await;
    let unknown = rs256("b", &claims());
    let hanging = tokio::spawn({
        let client = client.clone();
        async move { client.verify_id_token(unknown).await }
    });
    while requests.all().len() < 2 {
        tokio::task::yield_now().await;
    }
    client.verify_id_token(rs256("a", &claims())).await.unwrap();
    assert!(!hanging.is_finished());
    assert!(hanging.await.unwrap().unwrap_err().is_timeout());
}

#[tokio::test(start_paused = true)]
async fn a_failed_fetch_of_old_keys_is_not_repeated_by_each_call() {
    let down = Arc::new(AtomicBool::new(false));
    let is_down = Arc::clone(&down);
    let (client, requests) = client(move |_| match is_down.load(Ordering::SeqCst) {
        true => json!({}),
        false => key_set(&["a"]),
    });
    let token = rs256("a", &claims());
    client.verify_id_token(&*token).await.unwrap();
    down.store(true, Ordering::SeqCst);
    tokio::time::advance(Duration::from_secs(3600)).await;
    for _ in 0..3 {
        client.verify_id_token(&*token).await.unwrap();
        sleep(Duration::from_millis(1)).await;
    }
    assert_eq!(requests.all().len(), 2);
}

#[test]
fn keys_are_not_fetched_outside_a_runtime() {
    let (client, requests) = client(|_| key_set(&["a"]));
    let verified = client.verify_id_token(rs256("a", &claims()));
    assert!(verified.now_or_never().unwrap().is_err());
    assert!(requests.all().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_key_that_was_replaced_is_not_trusted_any_more() {
    let count = AtomicUsize::new(0);
    let (client, _) = client(move |_| match count.fetch_add(1, Ordering::SeqCst) {
        0 => key_set(&["old"]),
        _ => key_set(&["new"]),
    });
    client
        .verify_id_token(rs256("old", &claims()))
        .await
        .unwrap();
    tokio::time::advance(Duration::from_secs(60)).await;
    client
        .verify_id_token(rs256("new", &claims()))
        .await
        .unwrap();
    assert_eq!(
        rejection(&client, &rs256("old", &claims())).await,
        TokenError::UnknownKey
    );
}

/// Sends one key set, and verifies a token of the key `a`.
async fn verified(key_set: impl Into<Reply>) -> Result<(), Error> {
    let reply = key_set.into();
    let (client, _) = client(move |_| reply.clone());
    let token = rs256("a", &claims());
    client.verify_id_token(token).await.map(drop)
}

#[tokio::test]
async fn what_is_not_a_key_set_is_an_error_of_the_request() {
    for body in [
        "",
        "<html>",
        "[]",
        "{}",
        r#"{"keys":{}}"#,
        r#"{"keys":null}"#,
        "null",
    ] {
        let error = verified((200, body)).await.unwrap_err();
        assert!(
            matches!(
                error,
                Error::Decode {
                    operation: "oidc_jwks",
                    ..
                }
            ),
            "{body}: {error:?}"
        );
    }
    let error = verified((404, "{}")).await.unwrap_err();
    assert!(matches!(error, Error::Http { .. }), "{error:?}");
}

#[tokio::test]
async fn weak_foreign_and_malformed_keys_are_not_used() {
    let n = modulus();
    let key = |changed: &str, value: Value| {
        let mut set = key_set(&["a"]);
        set["keys"][0][changed] = value;
        set
    };
    let even = format!("{}A", &n[..n.len() - 1]);
    let huge = "A".to_owned() + &"_".repeat(100_000);
    for (changed, value) in [
        ("kid", json!("b")),
        ("kid", Value::Null),
        ("kid", json!(["a"])),
        ("kty", json!("oct")),
        ("alg", json!("HS256")),
        ("use", json!("enc")),
        // 1024 bits.
        ("n", json!(n[..172])),
        ("n", json!("")),
        ("n", json!("!")),
        ("n", json!(17)),
        ("n", json!(even)),
        ("n", json!(huge)),
        ("n", json!("A".repeat(342))),
        ("e", json!("")),
        ("e", json!("AQ")),
        ("e", json!("Ag")),
        ("e", json!(n)),
    ] {
        let result = verified(key(changed, value.clone())).await;
        let reason = match result {
            Err(Error::InvalidToken { reason, .. }) => reason,
            other => panic!("{changed} {value}: {other:?}"),
        };
        assert_eq!(reason, TokenError::UnknownKey, "{changed} {value}");
    }
    // Another key of the same provider.
    let error = verified(key("n", json!(format!("{}-", &n[..n.len() - 1]))))
        .await
        .unwrap_err();
    assert!(matches!(error, Error::InvalidToken { .. }), "{error:?}");
}

#[tokio::test]
async fn good_keys_among_bad_ones_are_used() {
    let mut set = key_set(&["a"]);
    let keys = set["keys"].as_array_mut().unwrap();
    keys.insert(
        0,
        json!({"kty": "EC", "kid": "a", "crv": "P-256", "x": "x", "y": "y"}),
    );
    keys.insert(0, json!({"kid": "a"}));
    keys.insert(0, Value::Null);
    keys.push(json!({"kty": "RSA", "kid": "b", "n": 5, "e": []}));
    verified(set).await.unwrap();
    let many: Vec<String> = (0..5000).map(|n| format!("k{n}")).collect();
    let mut many: Vec<&str> = many.iter().map(String::as_str).collect();
    many.push("a");
    verified(key_set(&many)).await.unwrap();
}
