//! What is sent again, how often, and after how long.

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
fn retry_after(wait: &'static str, status: u16, body: &'static str) -> Reply {
    Reply::Response(status, Some(wait), body.into())
}

fn unsent() -> Reply {
    Fails(TransportError::new(Kind::Connect, "no connection"))
}

fn lost() -> Reply {
    Fails(TransportError::new(Kind::Other, "the connection was reset"))
}

/// Asks for a user: how that ended, how often it was sent, and how long it took, in milliseconds.
async fn query(answers: &[Reply]) -> (Result<(), Error>, usize, u128) {
    query_with(answers, |builder| builder).await
}

async fn query_with(
    answers: &[Reply],
    set_up: impl FnOnce(Builder) -> Builder,
) -> (Result<(), Error>, usize, u128) {
    let (builder, log) = script(answers, &[]);
    let authing = set_up(builder).build().unwrap();
    let start = Instant::now();
    let result = authing.user("1").await.map(drop);
    (result, log.count("GetUser"), start.elapsed().as_millis())
}

/// Registers a user: how often that was sent.
async fn mutation(answers: &[Reply]) -> (Result<(), Error>, usize) {
    let (builder, log) = script(answers, &[]);
    let authing = builder.build().unwrap();
    let result = authing.register("a@b.cn", "password").await.map(drop);
    (result, log.count("Register"))
}

#[tokio::test(start_paused = true)]
async fn a_query_is_sent_again_after_waits_that_double() {
    let (result, sent, elapsed) = query(&[response(503, ""), lost(), response(200, USER)]).await;
    result.unwrap();
    assert_eq!((sent, elapsed), (3, 100 + 200));
}

#[tokio::test(start_paused = true)]
async fn the_last_attempts_error_is_the_calls() {
    let (result, sent, elapsed) = query(&[response(503, ""), response(502, "")]).await;
    assert!(matches!(result, Err(Error::Http { status, .. }) if status == 502));
    assert_eq!((sent, elapsed), (3, 100 + 200));
}

#[tokio::test(start_paused = true)]
async fn what_may_pass_is_asked_again_and_nothing_else() {
    for (answer, attempts) in [
        (unsent(), 3),
        (lost(), 3),
        (Fails(TransportError::new(Kind::Timeout, "late")), 3),
        (Fails(TransportError::new(Kind::Answer, "half of it")), 3),
        (Fails(TransportError::new(Kind::Tls, "not trusted")), 1),
        (Fails(TransportError::new(Kind::TooLong, "a book")), 1),
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
        let (result, sent, _) = query(std::slice::from_ref(&answer)).await;
        let error = result.unwrap_err();
        assert_eq!(sent, attempts, "{error}");
        assert_eq!(error.is_transient(), attempts > 1, "{error}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_mutation_is_sent_again_only_if_nothing_has_left() {
    let (result, sent) = mutation(&[unsent(), unsent(), response(200, USER)]).await;
    result.unwrap();
    assert_eq!(sent, 3);
    let slow = TransportError::new(Kind::Timeout, "no connection in time").before_sending();
    assert_eq!(mutation(&[Fails(slow), response(200, USER)]).await.1, 2);
    for answer in [
        lost(),
        Fails(TransportError::new(Kind::Timeout, "no answer in time")),
        Fails(TransportError::new(Kind::Answer, "half of it")),
        Fails(TransportError::new(Kind::Tls, "not trusted")),
        response(429, ""),
        response(503, ""),
        retry_after("1", 503, "<html>"),
        response(200, BUSY),
    ] {
        let (result, sent) = mutation(&[answer]).await;
        assert_eq!(sent, 1, "{}", result.unwrap_err());
    }
    // What follows the failure that may be repeated may itself not be.
    let (_, sent) = mutation(&[unsent(), lost(), response(200, USER)]).await;
    assert_eq!(sent, 2);
}

#[tokio::test(start_paused = true)]
async fn an_sms_and_an_upload_are_sent_like_mutations_and_a_check_of_health_once() {
    for (answer, attempts) in [(unsent(), 3), (lost(), 1), (response(503, ""), 1)] {
        let (builder, log) = script(std::slice::from_ref(&answer), &[]);
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
    for (answer, attempts) in [(unsent(), 3), (lost(), 1)] {
        let (builder, log) = script(&[token.clone(), answer], &[]);
        let photo = Photo::from_bytes("a.png", "image/png", vec![1]);
        let authing = builder.build().unwrap();
        authing.upload_photo(photo).await.unwrap_err();
        assert_eq!(log.count(""), attempts);
    }
}

#[tokio::test(start_paused = true)]
async fn the_service_is_left_alone_for_as_long_as_it_asks() {
    for (wait, elapsed) in [("2", 2100), ("0", 100), ("5", 5100), ("soon", 100)] {
        // Whether a gateway says so or the service itself.
        for (status, body) in [(429, "<html>"), (503, "<html>"), (503, BUSY), (200, BUSY)] {
            let answers = [retry_after(wait, status, body), response(200, USER)];
            let (result, sent, took) = query(&answers).await;
            result.unwrap();
            assert_eq!((sent, took), (2, elapsed), "{wait}, {status} {body}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_wait_that_is_too_long_is_the_callers() {
    let (result, sent, took) = query(&[retry_after("6", 503, "<html>"), response(200, USER)]).await;
    let error = result.unwrap_err();
    assert_eq!(error.retry_after(), Some(Duration::from_secs(6)));
    assert_eq!((sent, took), (1, 0));
    // It would not be over in time.
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
async fn a_call_is_over_in_time_whatever_it_waits_for() {
    let (result, sent, took) = query(&[Never]).await;
    let error = result.unwrap_err();
    assert!(error.is_timeout());
    assert_eq!(
        error.to_string(),
        "GetUser: timed out after 60s (`call_timeout`)"
    );
    assert_eq!((sent, took), (1, 60_000));
    // Retries do not add to it.
    let limit = |builder: Builder| builder.call_timeout(Duration::from_secs(1));
    let (result, sent, took) = query_with(&[response(503, ""), Never], limit).await;
    assert!(result.unwrap_err().is_timeout());
    assert_eq!((sent, took), (2, 1000));
    // By default it is twice what a request may take. The owner's token is in it.
    let (builder, _) = script(&[response(200, USER)], &[Never]);
    let authing = builder.timeout(Duration::from_secs(4)).build().unwrap();
    let start = Instant::now();
    assert!(authing.user("1").await.unwrap_err().is_timeout());
    assert_eq!(start.elapsed().as_millis(), 8000);
    // And it may be as good as none.
    let endless = |builder: Builder| builder.call_timeout(Duration::MAX);
    let (result, sent, _) = query_with(
        &[retry_after("5", 503, "<html>"), response(200, USER)],
        endless,
    )
    .await;
    assert!(result.is_ok() && sent == 2);
}

#[tokio::test(start_paused = true)]
async fn the_policy_says_how_often_and_how_long() {
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
async fn a_wait_is_left_to_chance() {
    let quarter =
        |bytes: &mut [u8]| bytes.copy_from_slice(&[1, 1, 1, 1, 1, 1, 1, 0x40][..bytes.len()]);
    let (_, _, took) = query_with(&[lost()], |builder| builder.rsa_padding_from(quarter)).await;
    assert_eq!(took, 26 + 51); // of 100 and 200, in whole milliseconds of the clock
}

#[tokio::test(start_paused = true)]
async fn a_service_that_is_down_is_not_hammered() {
    let (builder, log) = script(&[response(503, "")], &[]);
    let authing = builder.build().unwrap();
    let calls = (0..1000)
        .map(|_| authing.clone())
        .map(|authing| async move {
            let call = authing.user("1").await;
            assert!(call.is_err());
        });
    join_all(calls).await;
    // 500 for the token's fetch is full again: an answer never overfills it.
    assert_eq!(log.count("GetUser"), 1000 + 100);
}

#[tokio::test(start_paused = true)]
async fn refusals_refill_the_budget_as_well() {
    let refusal = response(200, r#"{"errors":[{"message":{"code":2004}}]}"#);
    let mut answers = vec![response(503, ""); 300];
    answers.extend(vec![refusal; 10]);
    answers.push(response(503, ""));
    let (builder, log) = script(&answers, &[]);
    let authing = builder.build().unwrap();
    while log.count("GetUser") < 310 {
        authing.user("1").await.unwrap_err();
    }
    log.clear();
    for attempts in [3, 4, 5] {
        authing.user("1").await.unwrap_err();
        assert_eq!(log.count("GetUser"), attempts);
    }
}

#[tokio::test(start_paused = true)]
async fn the_owners_token_is_asked_for_again_and_its_failure_is_not_multiplied() {
    let token = response(200, r#"{"data":{"getAccessTokenByAppSecret":"token"}}"#);
    let (builder, log) = script(
        &[response(200, USER)],
        &[lost(), response(200, BUSY), token],
    );
    builder.build().unwrap().user("1").await.unwrap();
    assert_eq!(
        log.operations(),
        ["GetOwnerToken", "GetOwnerToken", "GetOwnerToken", "GetUser"]
    );

    let (builder, log) = script(&[response(200, USER)], &[lost()]);
    builder.build().unwrap().user("1").await.unwrap_err();
    assert_eq!(log.all().len(), 3);
}

#[tokio::test(start_paused = true)]
async fn a_renewed_token_takes_no_attempt_away() {
    let refused = response(200, r#"{"errors":[{"message":{"code":2206}}]}"#);
    let (result, sent, _) = query(&[lost(), refused.clone(), lost(), response(200, USER)]).await;
    result.unwrap();
    assert_eq!(sent, 4);
    let (result, sent, _) = query(&[lost(), refused]).await;
    assert_eq!(result.unwrap_err().code(), Some(ErrorCode::TOKEN_EXPIRED));
    assert_eq!(sent, 3);
}

#[test]
fn a_call_outside_of_a_runtime_is_an_error_and_sends_nothing() {
    let (builder, log) = script(&[response(200, USER)], &[]);
    let authing = builder.build().unwrap();
    let error = authing.user("1").now_or_never().unwrap().unwrap_err();
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
async fn every_attempt_sends_the_same() {
    let log = Requests::default();
    let authing = Authing::builder(USER_POOL, POOL_SECRET)
        .transport(log.transport(|_| unsent()))
        .build()
        .unwrap();
    // The padding of its password is random.
    authing
        .login_by_email("a@b.cn", "password")
        .await
        .unwrap_err();
    let sent = log.all();
    assert_eq!(sent.len(), 3);
    assert!(sent.iter().all(|request| request.body() == sent[0].body()));
    assert_eq!(body(&sent[0])["variables"]["email"], "a@b.cn");
}
