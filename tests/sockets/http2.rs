//! HTTP/2: requests that the service declares unprocessed are resent, and no others.

mod service;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use authing_client::{Authing, Error, RetryPolicy};
use authing_tests::PASSWORD;
use authing_tests::fake::LOGIN;
use authing_tests::sockets::within;
use futures_util::future::join_all;

use service::Reply::{self, Body, GoAway, GoAwayAfter, Reset};
use service::{
    ENHANCE_YOUR_CALM, HTTP_1_1_REQUIRED, INTERNAL_ERROR, NO_ERROR, REFUSED_STREAM, serve,
};

/// A service that responds to a login with what `reply` returns for its number, counted over all connections, and its
/// stream. Counts the logins that it carries out.
async fn service(
    policy: RetryPolicy,
    reply: impl Fn(usize, u32) -> Reply + Send + Sync + 'static,
) -> (Authing, Arc<AtomicUsize>) {
    let received = AtomicUsize::new(0);
    let carried_out = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&carried_out);
    let builder = serve(move |stream, body| {
        assert!(body.contains("LoginByEmail"), "{body}");
        let reply = reply(received.fetch_add(1, Ordering::SeqCst), stream);
        let refused = matches!(reply, Reset(REFUSED_STREAM) | GoAway(_));
        counter.fetch_add(usize::from(!refused), Ordering::SeqCst);
        reply
    })
    .await;
    (builder.retry_policy(policy).build().unwrap(), carried_out)
}

async fn login(authing: &Authing) -> Result<(), Error> {
    let login = authing.login_by_email("test@testmail.com", PASSWORD);
    within(login).await.map(drop)
}

/// The error of a login that is not repeated, and the number of logins that the service carried out.
async fn failed_login(reply: Reply) -> (Error, usize) {
    let (authing, carried_out) = service(RetryPolicy::default(), move |_, _| reply).await;
    let error = login(&authing).await.unwrap_err();
    (error, carried_out.load(Ordering::SeqCst))
}

fn may_have_been_sent(error: &Error) -> bool {
    let Error::Transport { source, .. } = error else {
        panic!("{error:?}");
    };
    source.may_have_been_sent()
}

#[tokio::test]
async fn a_mutation_on_a_refused_stream_is_resent() {
    let reply = |number, _| match number {
        0..3 => Reset(REFUSED_STREAM),
        _ => Body(LOGIN),
    };
    for policy in [RetryPolicy::default(), RetryPolicy::none()] {
        let (authing, carried_out) = service(policy, reply).await;
        login(&authing).await.unwrap();
        assert_eq!(carried_out.load(Ordering::SeqCst), 1);
    }
}

#[tokio::test]
async fn a_mutation_that_a_goaway_excludes_is_resent() {
    for code in [NO_ERROR, INTERNAL_ERROR, ENHANCE_YOUR_CALM] {
        let (authing, carried_out) = service(RetryPolicy::none(), move |number, _| match number {
            0 => GoAway(code),
            _ => Body(LOGIN),
        })
        .await;
        login(&authing).await.unwrap();
        assert_eq!(carried_out.load(Ordering::SeqCst), 1, "{code}");
    }
}

#[tokio::test]
async fn concurrent_mutations_survive_refused_streams_and_goaways() {
    let refused_or_excluded = |number: usize, stream| match (number, stream) {
        (_, 41) => GoAway(ENHANCE_YOUR_CALM),
        (number, _) if number % 2 == 1 => Reset(REFUSED_STREAM),
        _ => Body(LOGIN),
    };
    let (authing, carried_out) = service(RetryPolicy::default(), refused_or_excluded).await;
    for result in join_all((0..50).map(|_| login(&authing))).await {
        result.unwrap();
    }
    assert_eq!(carried_out.load(Ordering::SeqCst), 50);
}

#[tokio::test]
async fn a_mutation_that_is_always_refused_was_not_sent() {
    for reply in [Reset(REFUSED_STREAM), GoAway(NO_ERROR)] {
        let (error, carried_out) = failed_login(reply).await;
        assert!(error.is_safe_to_retry(), "{error:?}");
        assert!(!may_have_been_sent(&error) && carried_out == 0);
    }
}

#[tokio::test]
async fn a_mutation_that_may_have_been_processed_is_not_resent() {
    for reply in [
        Reset(NO_ERROR),
        Reset(INTERNAL_ERROR),
        Reset(ENHANCE_YOUR_CALM),
        GoAwayAfter(NO_ERROR),
        GoAwayAfter(INTERNAL_ERROR),
        GoAwayAfter(ENHANCE_YOUR_CALM),
    ] {
        let (error, carried_out) = failed_login(reply).await;
        assert!(may_have_been_sent(&error), "{reply:?}: {error:?}");
        assert_eq!(carried_out, 1, "{reply:?}");
    }
}

#[tokio::test]
async fn a_service_that_requires_http_1_1_is_an_error_with_advice() {
    for reply in [Reset(HTTP_1_1_REQUIRED), GoAway(HTTP_1_1_REQUIRED)] {
        let (error, _) = failed_login(reply).await;
        let text = error.report().to_string();
        let advice = "turn HTTP/2 off at the service or at the load balancer in front of it";
        assert!(text.contains(advice), "{reply:?}: {text}");
    }
}
