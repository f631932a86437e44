//! What a client with its usual policy sends again, over real connections.

use std::sync::{Arc, Mutex};

use authing_client::{Authing, Error};
use authing_tests::USER_TOKEN;

use super::outcome::{FOUND, LOGGED_IN, mutation, query};
use authing_tests::sockets::Step::{Close, Request, Reset};
use authing_tests::sockets::{PATIENT, Service, Step, response, within};

/// Loses two requests, and answers the third.
async fn losing(end: Step, body: &'static str) -> (Service, Authing) {
    let service = Service::start_with(move |number| match number {
        0 | 1 => vec![Request, end.clone()],
        _ => vec![Request, response("200 OK", body)],
    })
    .await;
    let authing = service.builder(PATIENT).build().unwrap();
    (service, authing)
}

#[tokio::test]
async fn a_query_that_was_lost() {
    for end in [Close, Reset] {
        let (service, authing) = losing(end, FOUND).await;
        query(&authing).await.unwrap();
        assert_eq!((service.accepted(), service.requests()), (3, 3));
    }
}

/// The service may have carried it out.
#[tokio::test]
async fn no_mutation_that_was_lost() {
    for end in [Close, Reset] {
        let (mut service, authing) = losing(end, LOGGED_IN).await;
        mutation(&authing).await.unwrap_err();
        service.all_closed().await;
        assert_eq!((service.accepted(), service.requests()), (1, 1));
    }
}

/// Nobody listens until the client draws the wait before its second attempt.
async fn refused_at_first(body: &'static str, call: impl AsyncFn(&Authing) -> Result<(), Error>) {
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
async fn a_query_that_was_refused_a_connection() {
    refused_at_first(FOUND, query).await;
}

/// One without a password, for whose padding random bytes would be drawn earlier.
#[tokio::test]
async fn a_mutation_that_was_refused_a_connection() {
    let unbound = r#"{"data":{"unbindEmail":{"_id":"5e4cdd055df3df65dc58b97e"}}}"#;
    refused_at_first(unbound, async |authing| {
        let session = authing.session(USER_TOKEN);
        within(session.unbind_email()).await.map(drop)
    })
    .await;
}
