//! Retries: which calls, how many attempts, after which backoff.

use std::time::Duration;

use authing_client::Authing;
use authing_client::{
    Builder, Error, ErrorCode, Photo, RetryPolicy, TransportError, TransportErrorKind as Kind,
};
use authing_tests::fake::Reply::{self, Fails, Never};
use authing_tests::fake::{Requests, body, script};
use authing_tests::{POOL_SECRET, USER_POOL};
use futures_util::FutureExt;
use futures_util::future::join_all;
use tokio::time::Instant;

const USER: &str = r#"{"data":{"user":{"_id":"1"},"register":{"_id":"1"}}}"#;
const BUSY: &str = r#"{"errors":[{"message":{"code":1000,"message":"busy"}}]}"#;

fn response(status: u16, body: &'static str) -> Reply {
    (status, body).into()
}

/// A response with a `Retry-After` header.
fn retry_after(seconds: &'static str, status: u16, body: &'static str) -> Reply {
    Reply::Response(status, Some(seconds), body.into())
}

fn unsent() -> Reply {
    Fails(TransportError::new(Kind::Connect, "no connection"))
}

fn lost() -> Reply {
    Fails(TransportError::new(Kind::Other, "the connection was reset"))
}

/// Gets a user. Returns the result, the number of requests, and the elapsed milliseconds.
async fn query(replies: &[Reply]) -> (Result<(), Error>, usize, u128) {
    query_with(replies, |builder| builder).await
}

async fn query_with(
    replies: &[Reply],
    set_up: impl FnOnce(Builder) -> Builder,
) -> (Result<(), Error>, usize, u128) {
    let (builder, log) = script(replies, &[]);
    let authing = set_up(builder).build().unwrap();
    let start = Instant::now();
    let result = authing.get_user("1").await.map(drop);
    (result, log.count("GetUser"), start.elapsed().as_millis())
}

/// Registers a user. Returns the result and the number of requests.
async fn mutation(replies: &[Reply]) -> (Result<(), Error>, usize) {
    let (builder, log) = script(replies, &[]);
    let authing = builder.build().unwrap();
    let result = authing.register("a@b.cn", "password").await.map(drop);
    (result, log.count("Register"))
}

#[tokio::test(start_paused = true)]
async fn a_query_is_retried_with_exponential_backoff() {
    let (result, sent, elapsed) = query(&[response(503, ""), lost(), response(200, USER)]).await;
    result.unwrap();
    assert_eq!((sent, elapsed), (3, 100 + 200));
}

#[tokio::test(start_paused = true)]
async fn a_call_returns_the_error_of_its_last_attempt() {
    let (result, sent, elapsed) = query(&[response(503, ""), response(502, "")]).await;
    assert!(matches!(result, Err(Error::Http { status, .. }) if status == 502));
    assert_eq!((sent, elapsed), (3, 100 + 200));
}

#[tokio::test(start_paused = true)]
async fn a_query_is_retried_after_transient_errors_only() {
    for (reply, attempts) in [
        (unsent(), 3),
        (lost(), 3),
        (Fails(TransportError::new(Kind::Timeout, "late")), 3),
        (Fails(TransportError::new(Kind::Truncated, "truncated")), 3),
        (Fails(TransportError::new(Kind::Tls, "not trusted")), 1),
        (Fails(TransportError::new(Kind::TooLong, "too long")), 1),
        (response(200, BUSY), 3),
        (response(503, BUSY), 3),
        (response(408, ""), 3),
        (response(429, ""), 3),
        (response(502, "<html>"), 3),
        (response(503, "<html>"), 3),
        (response(504, "<html>"), 3),
        (response(500, "<html>"), 1),
        (response(501, ""), 1),
        (response(302, ""), 1),
        (response(404, ""), 1),
        (response(200, "<html>"), 1),
        (response(200, r#"{"data":{"user":{}}}"#), 1),
        (response(200, r#"{"errors":[{"message":{"code":500}}]}"#), 1),
        (
            response(200, r#"{"errors":[{"message":{"code":2004}}]}"#),
            1,
        ),
        (response(400, r#"{"errors":[{"message":"syntax"}]}"#), 1),
    ] {
        let (result, sent, _) = query(std::slice::from_ref(&reply)).await;
        let error = result.unwrap_err();
        assert_eq!(sent, attempts, "{error}");
        assert_eq!(error.is_transient(), attempts > 1, "{error}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_mutation_is_retried_only_if_it_was_not_sent() {
    let (result, sent) = mutation(&[unsent(), unsent(), response(200, USER)]).await;
    result.unwrap();
    assert_eq!(sent, 3);
    let slow = TransportError::new(Kind::Timeout, "no connection in time").before_sending();
    assert_eq!(mutation(&[Fails(slow), response(200, USER)]).await.1, 2);
    for reply in [
        lost(),
        Fails(TransportError::new(Kind::Timeout, "timed out")),
        Fails(TransportError::new(Kind::Truncated, "truncated")),
        Fails(TransportError::new(Kind::Tls, "not trusted")),
        response(429, ""),
        response(503, ""),
        retry_after("1", 503, "<html>"),
        response(200, BUSY),
    ] {
        let (result, sent) = mutation(&[reply]).await;
        assert_eq!(sent, 1, "{}", result.unwrap_err());
    }
    // The second attempt may have been received, so there is no third.
    let (_, sent) = mutation(&[unsent(), lost(), response(200, USER)]).await;
    assert_eq!(sent, 2);
}

#[tokio::test(start_paused = true)]
async fn sms_codes_and_uploads_are_retried_like_mutations_and_health_checks_never() {
    for (reply, attempts) in [(unsent(), 3), (lost(), 1), (response(503, ""), 1)] {
        let (builder, log) = script(std::slice::from_ref(&reply), &[]);
        let authing = builder.build().unwrap();
        authing.send_login_code("13800138000").await.unwrap_err();
        authing.send_register_code("13800138000").await.unwrap_err();
        assert_eq!(log.count(""), 2 * attempts);
        log.clear();
        authing.cdn_status().await.unwrap_err();
        assert_eq!(authing.preflight().await.failures().count(), 2);
        assert_eq!(log.count(""), 3);
    }
    let token = response(200, r#"{"data":{"qiNiuUploadToken":"token"}}"#);
    for (reply, attempts) in [(unsent(), 3), (lost(), 1)] {
        let (builder, log) = script(&[token.clone(), reply], &[]);
        let photo = Photo::from_bytes("a.png", "image/png", vec![1]);
        let authing = builder.build().unwrap();
        authing.upload_photo(photo).await.unwrap_err();
        assert_eq!(log.count(""), attempts);
    }
}

#[tokio::test(start_paused = true)]
async fn a_retry_after_header_delays_the_retry() {
    for (seconds, elapsed) in [("2", 2100), ("0", 100), ("5", 5100), ("soon", 100)] {
        // Sent by a gateway or by the service itself.
        for (status, body) in [(429, "<html>"), (503, "<html>"), (503, BUSY), (200, BUSY)] {
            let replies = [retry_after(seconds, status, body), response(200, USER)];
            let (result, sent, took) = query(&replies).await;
            result.unwrap();
            assert_eq!((sent, took), (2, elapsed), "{seconds}, {status} {body}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_retry_after_beyond_the_maximum_or_the_deadline_ends_the_call() {
    let (result, sent, took) = query(&[retry_after("6", 503, "<html>"), response(200, USER)]).await;
    let error = result.unwrap_err();
    assert_eq!(error.retry_after(), Some(Duration::from_secs(6)));
    assert_eq!((sent, took), (1, 0));
    // The retry would start after the deadline.
    let limit = |builder: Builder| builder.call_timeout(Duration::from_secs(2));
    let (result, sent, took) = query_with(
        &[retry_after("2", 503, "<html>"), response(200, USER)],
        limit,
    )
    .await;
    assert!(matches!(result, Err(Error::Http { .. })));
    assert_eq!((sent, took), (1, 0));
}

#[tokio::test(start_paused = true)]
async fn an_attempt_that_times_out_is_retried_with_any_transport() {
    let (result, sent, took) = query(&[Never, response(200, USER)]).await;
    result.unwrap();
    assert_eq!((sent, took), (2, 30_100));
    let (result, sent) = mutation(&[Never, response(200, USER)]).await;
    assert_eq!(
        result.unwrap_err().to_string(),
        "Register: timed out after 30s (`timeout`)"
    );
    assert_eq!(sent, 1);
}

#[tokio::test(start_paused = true)]
async fn the_call_timeout_covers_all_attempts_and_the_token_fetch() {
    let (result, sent, took) = query(&[Never]).await;
    let error = result.unwrap_err();
    assert!(error.is_timeout());
    assert_eq!(
        error.to_string(),
        "GetUser: timed out after 60s (`call_timeout`)"
    );
    // The first attempt ended at its own timeout.
    assert_eq!((sent, took), (2, 60_000));
    // It covers all attempts.
    let limit = |builder: Builder| builder.call_timeout(Duration::from_secs(1));
    let (result, sent, took) = query_with(&[response(503, ""), Never], limit).await;
    assert!(result.unwrap_err().is_timeout());
    assert_eq!((sent, took), (2, 1000));
    // By default it is twice `timeout`. It covers the fetch of the owner's token.
    let (builder, _) = script(&[response(200, USER)], &[Never]);
    let authing = builder.timeout(Duration::from_secs(4)).build().unwrap();
    let start = Instant::now();
    assert!(authing.get_user("1").await.unwrap_err().is_timeout());
    assert_eq!(start.elapsed().as_millis(), 8000);
    // `Duration::MAX` is no timeout.
    let unlimited = |builder: Builder| builder.call_timeout(Duration::MAX);
    let (result, sent, _) = query_with(
        &[retry_after("5", 503, "<html>"), response(200, USER)],
        unlimited,
    )
    .await;
    assert!(result.is_ok() && sent == 2);
}

#[tokio::test(start_paused = true)]
async fn the_retry_policy_sets_attempts_and_backoff() {
    let once = |builder: Builder| builder.retry_policy(RetryPolicy::none());
    assert_eq!(query_with(&[lost()], once).await.1, 1);
    let policy = RetryPolicy::default()
        .max_attempts(6)
        .initial_backoff(Duration::from_secs(1))
        .max_backoff(Duration::from_secs(3));
    let many = |builder: Builder| builder.retry_policy(policy);
    let (_, sent, took) = query_with(&[lost()], many).await;
    assert_eq!((sent, took), (6, 1000 + 2000 + 3 * 3000));
    let (builder, _) = script(&[], &[]);
    let never = builder.retry_policy(RetryPolicy::default().max_attempts(0));
    assert_eq!(
        never.build().unwrap_err().to_string(),
        "`max_attempts` of the `retry_policy` must be at least 1"
    );
}

#[tokio::test(start_paused = true)]
async fn the_backoff_has_jitter() {
    let quarter =
        |bytes: &mut [u8]| bytes.copy_from_slice(&[1, 1, 1, 1, 1, 1, 1, 0x40][..bytes.len()]);
    let (_, _, took) = query_with(&[lost()], |builder| builder.rsa_padding_from(quarter)).await;
    assert_eq!(took, 26 + 51); // of 100 and 200 ms, each rounded up to a millisecond
}

#[tokio::test(start_paused = true)]
async fn the_retry_budget_limits_the_retries_of_all_calls() {
    let (builder, log) = script(&[response(503, "")], &[]);
    let authing = builder.build().unwrap();
    let calls = (0..1000)
        .map(|_| authing.clone())
        .map(|authing| async move {
            let call = authing.get_user("1").await;
            assert!(call.is_err());
        });
    join_all(calls).await;
    // The full budget pays for 100 retries; the successful token fetch does not raise it above that.
    assert_eq!(log.count("GetUser"), 1000 + 100);
}

#[tokio::test(start_paused = true)]
async fn api_errors_refill_the_retry_budget() {
    let api_error = response(200, r#"{"errors":[{"message":{"code":2004}}]}"#);
    let mut replies = vec![response(503, ""); 300];
    replies.extend(vec![api_error; 10]);
    replies.push(response(503, ""));
    let (builder, log) = script(&replies, &[]);
    let authing = builder.build().unwrap();
    while log.count("GetUser") < 310 {
        authing.get_user("1").await.unwrap_err();
    }
    log.clear();
    for attempts in [3, 4, 5] {
        authing.get_user("1").await.unwrap_err();
        assert_eq!(log.count("GetUser"), attempts);
    }
}

#[tokio::test(start_paused = true)]
async fn the_token_fetch_is_retried_and_its_failure_ends_the_call() {
    let token = response(200, r#"{"data":{"getAccessTokenByAppSecret":"token"}}"#);
    let (builder, log) = script(
        &[response(200, USER)],
        &[lost(), response(200, BUSY), token],
    );
    builder.build().unwrap().get_user("1").await.unwrap();
    assert_eq!(
        log.operations(),
        ["GetOwnerToken", "GetOwnerToken", "GetOwnerToken", "GetUser"]
    );

    let (builder, log) = script(&[response(200, USER)], &[lost()]);
    builder.build().unwrap().get_user("1").await.unwrap_err();
    assert_eq!(log.all().len(), 3);
}

#[tokio::test(start_paused = true)]
async fn a_token_refresh_uses_up_no_attempt() {
    let expired = response(200, r#"{"errors":[{"message":{"code":2206}}]}"#);
    let (result, sent, _) = query(&[lost(), expired.clone(), lost(), response(200, USER)]).await;
    result.unwrap();
    assert_eq!(sent, 4);
    let (result, sent, _) = query(&[lost(), expired]).await;
    assert_eq!(result.unwrap_err().code(), Some(ErrorCode::TOKEN_EXPIRED));
    assert_eq!(sent, 3);
}

#[test]
fn a_call_outside_of_a_runtime_is_an_error_and_sends_nothing() {
    let (builder, log) = script(&[response(200, USER)], &[]);
    let authing = builder.build().unwrap();
    let error = authing.get_user("1").now_or_never().unwrap().unwrap_err();
    let expected = "no tokio runtime: make the call inside one, for example with `#[tokio::main]`, or use the \
                    client of the feature `blocking`";
    assert_eq!(error.to_string(), expected);
    authing
        .clone()
        .owner_token()
        .now_or_never()
        .unwrap()
        .unwrap_err();
    assert_eq!(log.count("GetUser"), 0);
}

#[tokio::test(start_paused = true)]
async fn every_attempt_sends_the_same_body() {
    let log = Requests::default();
    let authing = Authing::builder(USER_POOL, POOL_SECRET)
        .transport(log.transport(|_| unsent()))
        .build()
        .unwrap();
    // Encrypted again, the password would differ: its padding is random.
    authing
        .login_by_email("a@b.cn", "password")
        .await
        .unwrap_err();
    let sent = log.all();
    assert_eq!(sent.len(), 3);
    assert!(sent.iter().all(|request| request.body() == sent[0].body()));
    assert_eq!(body(&sent[0])["variables"]["email"], "a@b.cn");
}
