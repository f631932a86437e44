//! Retries with the default policy, over real connections.

use std::sync::{Arc, Mutex};

use authing_client::{Authing, Error};
use authing_tests::USER_TOKEN;

use super::outcome::{LOGIN_RESPONSE, USER_RESPONSE, mutation, query};
use authing_tests::sockets::Step::{Close, Request, Reset};
use authing_tests::sockets::{PATIENT, Service, Step, response, within};

/// A service that closes the first two connections after reading the request, and responds on the third.
async fn losing_two(end: Step, body: &'static str) -> (Service, Authing) {
    let service = Service::start_with(move |number| match number {
        0 | 1 => vec![Request, end.clone()],
        _ => vec![Request, response("200 OK", body)],
    })
    .await;
    let authing = service.builder(PATIENT).build().unwrap();
    (service, authing)
}

#[tokio::test]
async fn a_lost_query_is_retried() {
    for end in [Close, Reset] {
        let (service, authing) = losing_two(end, USER_RESPONSE).await;
        query(&authing).await.unwrap();
        assert_eq!((service.accepted(), service.requests()), (3, 3));
    }
}

/// The service may have carried it out.
#[tokio::test]
async fn a_lost_mutation_is_not_retried() {
    for end in [Close, Reset] {
        let (mut service, authing) = losing_two(end, LOGIN_RESPONSE).await;
        mutation(&authing).await.unwrap_err();
        service.all_closed().await;
        assert_eq!((service.accepted(), service.requests()), (1, 1));
    }
}

/// The service only listens when the client draws the backoff before its second attempt.
async fn unreachable_once(body: &'static str, call: impl AsyncFn(&Authing) -> Result<(), Error>) {
    let (service, listen) = Service::start_later(move |_| vec![Request, response("200 OK", body)]);
    let listen = Arc::new(Mutex::new(Some(listen)));
    let authing = service
        .builder(PATIENT)
        .rsa_padding_from(move |bytes| {
            if let Some(listen) = listen.lock().unwrap().take() {
                listen();
            }
            bytes.fill(1);
        })
        .build()
        .unwrap();
    call(&authing).await.unwrap();
    assert_eq!((service.accepted(), service.requests()), (1, 1));
}

#[tokio::test]
async fn a_query_is_retried_after_a_refused_connection() {
    unreachable_once(USER_RESPONSE, query).await;
}

/// The mutation has no password: its padding would draw random bytes earlier.
#[tokio::test]
async fn a_mutation_is_retried_after_a_refused_connection() {
    let unbound = r#"{"data":{"unbindEmail":{"_id":"5e4cdd055df3df65dc58b97e"}}}"#;
    unreachable_once(unbound, async |authing| {
        let session = authing.session(USER_TOKEN);
        within(session.unbind_email()).await.map(drop)
    })
    .await;
}
