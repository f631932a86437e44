//! Connections that are kept for the next call, and what becomes of it when they are not there any more.

use authing_client::TransportErrorKind::Other;
use authing_client::{Authing, Error};
use tokio::task::JoinSet;

use super::outcome::{FOUND, LOGGED_IN, mutation, query};
use authing_tests::sockets::Step::{Close, CloseAndSee, Request, Reset};
use authing_tests::sockets::{HASTY, PATIENT, Service, Step, response, send, switch};

/// Both answers, one request after the other, on each connection.
fn found_then_logged_in() -> Vec<Step> {
    vec![
        Request,
        response("200 OK", FOUND),
        Request,
        response("200 OK", LOGGED_IN),
    ]
}

#[tokio::test]
async fn calls_share_a_connection_until_the_client_goes() {
    let mut service = Service::start(found_then_logged_in()).await;
    let authing = service.client(PATIENT);
    query(&authing).await.unwrap();
    mutation(&authing.clone()).await.unwrap();
    assert_eq!(
        (service.accepted(), service.open(), service.requests()),
        (1, 1, 2)
    );
    drop(authing);
    service.all_closed().await;
}

#[tokio::test]
async fn many_calls_at_once_leave_nothing_behind() {
    let mut service = Service::start(vec![Request, response("200 OK", FOUND)]).await;
    let authing = service.client(PATIENT);
    let mut calls = JoinSet::new();
    for _ in 0..50 {
        let authing = authing.clone();
        calls.spawn(async move { query(&authing).await });
    }
    while let Some(result) = calls.join_next().await {
        result.unwrap().unwrap();
    }
    drop(authing);
    service.all_closed().await;
    assert_eq!((service.accepted(), service.requests()), (50, 50));
}

#[tokio::test]
async fn a_call_that_is_given_up_closes_its_connection() {
    let mut service = Service::start(vec![Request]).await;
    let authing = service.client(PATIENT);
    let caller = authing.clone();
    let call = tokio::spawn(async move { query(&caller).await });
    while service.requests() == 0 {
        tokio::task::yield_now().await;
    }
    call.abort();
    assert!(call.await.unwrap_err().is_cancelled());
    service.all_closed().await;
    drop(authing);
}

/// The client lives on; the connection must not.
#[tokio::test]
async fn a_fault_closes_its_connection() {
    let faults = [
        vec![Request],
        vec![Request, send("HTTP/1.1 200 OK\r\ncontent-le")],
        vec![
            Request,
            send("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{"),
        ],
        vec![
            Request,
            send("HTTP/1.1 200 OK\r\ncontent-length: 100000000\r\n\r\n{"),
        ],
        vec![
            Request,
            send("HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\n{}"),
        ],
        vec![
            Request,
            send("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nnone\r\n"),
        ],
        vec![Request, send("SSH-2.0-OpenSSH_9.2\r\n\r\n")],
    ];
    let count = faults.len();
    let mut service = Service::start_with(move |number| faults[number].clone()).await;
    let authing = service.client(HASTY);
    for number in 1..=count {
        query(&authing).await.unwrap_err();
        service.all_closed().await;
        assert_eq!(service.accepted(), number);
    }
}

/// The service's end of a kept connection, seen by the client before the next call: that makes a new one.
async fn closed_while_idle(
    end: Step,
    next: impl AsyncFn(&Authing) -> Result<(), Error>,
    body: &'static str,
) {
    let service = Service::start_with(move |number| match number {
        0 => vec![Request, response("200 OK", FOUND), end.clone()],
        _ => vec![Request, response("200 OK", body)],
    });
    let mut service = service.await;
    let authing = service.client(PATIENT);
    query(&authing).await.unwrap();
    service.all_closed().await;
    next(&authing).await.unwrap();
    assert_eq!((service.accepted(), service.requests()), (2, 2));
    drop(authing);
    service.all_closed().await;
}

#[tokio::test]
async fn a_query_after_an_idle_close_makes_a_new_connection() {
    closed_while_idle(CloseAndSee, query, FOUND).await;
}

#[tokio::test]
async fn a_mutation_after_an_idle_close_makes_a_new_connection() {
    closed_while_idle(CloseAndSee, mutation, LOGGED_IN).await;
}

/// The service ends a kept connection just when a request comes: it may have been carried out, so it is an error.
async fn closed_under_a_request(end: Step, call: impl AsyncFn(&Authing) -> Result<(), Error>) {
    let mut service = Service::start(vec![Request, response("200 OK", FOUND), Request, end]).await;
    let authing = service.client(PATIENT);
    query(&authing).await.unwrap();
    let error = call(&authing).await.unwrap_err();
    let Error::Transport { source, .. } = &error else {
        panic!("{error:?}");
    };
    assert_eq!(
        (source.kind(), source.may_have_been_sent()),
        (Other, true),
        "{error:?}"
    );
    assert_eq!(
        (service.accepted(), service.requests()),
        (1, 2),
        "it was sent again"
    );
    service.all_closed().await;
}

#[tokio::test]
async fn a_query_on_a_connection_that_closes_under_it() {
    closed_under_a_request(Close, query).await;
    closed_under_a_request(Reset, query).await;
}

#[tokio::test]
async fn a_mutation_on_a_connection_that_closes_under_it_is_not_sent_again() {
    closed_under_a_request(Close, mutation).await;
    closed_under_a_request(Reset, mutation).await;
}

/// The answer is whole and the connection then broken: the call is none the worse, nor is the next one.
#[tokio::test]
async fn reset_after_the_answer() {
    let (read, wait) = switch();
    let mut service = Service::start_with(move |number| match number {
        0 => vec![Request, response("200 OK", FOUND), wait.clone(), Reset],
        _ => vec![Request, response("200 OK\r\nconnection: close", LOGGED_IN)],
    })
    .await;
    let authing = service.client(PATIENT);
    query(&authing).await.unwrap();
    read.send(true).unwrap();
    service.all_closed().await;
    // Whether the client has seen the reset by now is chance; if not, its next call says so.
    if let Err(error) = mutation(&authing).await {
        assert!(
            matches!(&error, Error::Transport { source, .. } if source.may_have_been_sent()),
            "{error:?}"
        );
        mutation(&authing).await.unwrap();
    }
    service.all_closed().await;
    assert_eq!(service.requests(), 2);
}

/// A second answer behind the first is nobody's: the next call gets the answer to its own request.
#[tokio::test]
async fn an_answer_that_nobody_asked_for_is_nobodys() {
    let smuggled = r#"{"errors":[{"message":{"code":2005,"message":"smuggled"}}]}"#;
    let twice =
        [("200 OK", FOUND), ("200 OK", smuggled)].map(|(head, body)| match response(head, body) {
            Step::Send(bytes) => bytes,
            _ => Vec::new(),
        });
    let both = Step::Send(twice.concat());
    let mut service = Service::start_with(move |number| match number {
        0 => vec![Request, both.clone()],
        _ => vec![Request, response("200 OK", LOGGED_IN)],
    })
    .await;
    let authing = service.client(PATIENT);
    query(&authing).await.unwrap();
    service.all_closed().await;
    mutation(&authing).await.unwrap();
    assert_eq!(service.accepted(), 2);
    drop(authing);
    service.all_closed().await;
}
