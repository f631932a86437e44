//! Reuse of connections, and calls on a connection that the service has closed.

use std::time::Duration;

use authing_client::TransportErrorKind::Other;
use authing_client::{Authing, Error};
use tokio::task::JoinSet;

use super::outcome::{LOGIN_RESPONSE, USER_RESPONSE, mutation, query};
use authing_tests::sockets::Step::{Close, CloseAndWait, Request, Reset};
use authing_tests::sockets::{HASTY, PATIENT, Service, Step, response, send, switch};

/// Two requests on each connection: a query, then a mutation.
fn query_then_mutation() -> Vec<Step> {
    vec![
        Request,
        response("200 OK", USER_RESPONSE),
        Request,
        response("200 OK", LOGIN_RESPONSE),
    ]
}

#[tokio::test]
async fn calls_share_a_connection_until_the_client_is_dropped() {
    let mut service = Service::start(query_then_mutation()).await;
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
async fn concurrent_calls_leave_no_connection_open() {
    let mut service = Service::start(vec![Request, response("200 OK", USER_RESPONSE)]).await;
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
async fn a_canceled_call_closes_its_connection() {
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

/// The client notices that the service has closed an idle connection, so that the next call opens a new one.
async fn closed_while_idle(
    end: Step,
    next: impl AsyncFn(&Authing) -> Result<(), Error>,
    body: &'static str,
) {
    let service = Service::start_with(move |number| match number {
        0 => vec![Request, response("200 OK", USER_RESPONSE), end.clone()],
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
    closed_while_idle(CloseAndWait, query, USER_RESPONSE).await;
}

#[tokio::test]
async fn a_mutation_after_an_idle_close_makes_a_new_connection() {
    closed_while_idle(CloseAndWait, mutation, LOGIN_RESPONSE).await;
}

/// The service closes a connection after reading a request. It may have carried it out, so the call is an error.
async fn closed_under_a_request(end: Step, call: impl AsyncFn(&Authing) -> Result<(), Error>) {
    let mut service = Service::start(vec![
        Request,
        response("200 OK", USER_RESPONSE),
        Request,
        end,
    ])
    .await;
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
        "it was retried"
    );
    service.all_closed().await;
}

#[tokio::test]
async fn a_query_on_a_connection_that_closes_is_an_error() {
    closed_under_a_request(Close, query).await;
    closed_under_a_request(Reset, query).await;
}

#[tokio::test]
async fn a_mutation_on_a_connection_that_closes_is_an_error() {
    closed_under_a_request(Close, mutation).await;
    closed_under_a_request(Reset, mutation).await;
}

#[tokio::test]
async fn a_reset_after_the_response_fails_no_call() {
    let (read, wait) = switch();
    let mut service = Service::start_with(move |number| match number {
        0 => vec![
            Request,
            response("200 OK", USER_RESPONSE),
            wait.clone(),
            Reset,
        ],
        _ => vec![
            Request,
            response("200 OK\r\nconnection: close", LOGIN_RESPONSE),
        ],
    })
    .await;
    let authing = service.client(PATIENT);
    query(&authing).await.unwrap();
    read.send(true).unwrap();
    service.all_closed().await;
    // The client may not have noticed the reset yet; then the next call fails.
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

/// The next call gets the response to its own request.
#[tokio::test]
async fn a_second_response_to_one_request_is_discarded() {
    let smuggled = r#"{"errors":[{"message":{"code":2005,"message":"smuggled"}}]}"#;
    let twice =
        [("200 OK", USER_RESPONSE), ("200 OK", smuggled)].map(|(head, body)| {
            match response(head, body) {
                Step::Send(bytes) => bytes,
                _ => Vec::new(),
            }
        });
    let both = Step::Send(twice.concat());
    let mut service = Service::start_with(move |number| match number {
        0 => vec![Request, both.clone()],
        _ => vec![Request, response("200 OK", LOGIN_RESPONSE)],
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

/// A service whose connections close under their second request.
async fn closing_second_requests(head: &'static str) -> Service {
    let steps = move |_| {
        vec![
            Request,
            response(head, LOGIN_RESPONSE),
            Request,
            CloseAndWait,
        ]
    };
    Service::start_with(steps).await
}

#[tokio::test]
async fn no_mutation_goes_out_on_a_connection_that_was_idle_for_too_long() {
    let service = closing_second_requests("200 OK").await;
    let builder = service.builder(PATIENT);
    let authing = builder.pool_idle_timeout(Duration::from_nanos(1));
    let authing = authing.build().unwrap();
    for number in 1..=3 {
        mutation(&authing).await.unwrap();
        assert_eq!(service.accepted(), number);
    }
}

#[tokio::test]
async fn no_mutation_goes_out_on_a_connection_that_the_service_keeps_for_less() {
    for head in [
        "200 OK\r\nkeep-alive: timeout=0",
        "200 OK\r\nKeep-Alive: timeout=0, max=100\r\nconnection: keep-alive",
    ] {
        let service = closing_second_requests(head).await;
        let authing = service.builder(PATIENT).build().unwrap();
        for number in 1..=3 {
            mutation(&authing).await.unwrap();
            assert_eq!(service.accepted(), number);
        }
    }
}

#[tokio::test]
async fn a_connection_that_the_service_keeps_for_longer_is_shared() {
    let head = "200 OK\r\nkeep-alive: timeout=60";
    let service = Service::start(vec![
        Request,
        response(head, USER_RESPONSE),
        Request,
        response(head, LOGIN_RESPONSE),
    ])
    .await;
    let authing = service.client(PATIENT);
    query(&authing).await.unwrap();
    mutation(&authing).await.unwrap();
    assert_eq!(service.accepted(), 1);
}

#[tokio::test]
async fn the_error_of_a_closed_connection_names_the_setting() {
    for end in [CloseAndWait, Reset] {
        let service = Service::start(vec![Request, end]).await;
        let error = mutation(&service.client(PATIENT)).await.unwrap_err();
        let text = error.report().to_string();
        assert!(
            text.contains("the service may have carried out the request")
                && text.contains("`pool_idle_timeout`"),
            "{text}"
        );
    }
}
