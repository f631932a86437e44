//! Connections that fail, break, or stay silent.

use std::net::TcpStream;
use std::time::Duration;

use authing_client::TransportErrorKind::{Connect, Other, Timeout, Truncated};
use authing_client::{Authing, RetryPolicy};
use tokio::net::TcpSocket;

use super::outcome::{fault, fault_within, outcome, query};
use authing_tests::sockets::Step::{Close, Repeat, Request, Reset, Slowly};
use authing_tests::sockets::{HASTY, PATIENT, Service, send};

#[tokio::test]
async fn a_refused_connection_is_a_connect_error() {
    let outcome = outcome(&mut Service::unreachable().await, PATIENT).await;
    outcome
        .transport(Connect, false)
        .says("could not connect to {service}: Connection refused");
}

/// A listener with a full backlog drops connections, as a firewall does.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_connection_that_is_never_accepted_times_out() {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let listener = socket.listen(1).unwrap();
    let address = listener.local_addr().unwrap();
    let mut queue = Vec::new();
    while let Ok(waiting) = TcpStream::connect_timeout(&address, Duration::from_millis(200)) {
        queue.push(waiting);
    }
    let authing = Authing::builder("pool", "secret")
        .host(format!("http://{address}"))
        .connect_timeout(HASTY)
        .retry_policy(RetryPolicy::none())
        .build()
        .unwrap();
    let error = query(&authing).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        format!("GetUser: connection to {address} timed out")
    );
    assert!(error.is_timeout() && error.is_transient());
}

#[tokio::test]
async fn a_reset_before_the_request_is_an_error() {
    let outcome = fault(vec![Reset]).await;
    outcome
        .transport(Other, true)
        .says("no response from {service}: ");
}

#[tokio::test]
async fn a_reset_before_the_response_is_an_error() {
    let outcome = fault(vec![Request, Reset]).await;
    outcome
        .transport(Other, true)
        .says("no response from {service}: Connection reset by peer");
}

#[tokio::test]
async fn a_reset_within_the_headers_is_an_error() {
    let outcome = fault(vec![Request, send("HTTP/1.1 200 OK\r\ncontent-le"), Reset]).await;
    outcome
        .transport(Other, true)
        .says("no response from {service}: Connection reset by peer");
}

/// The body is larger than all buffers, so that the client is reading it when the reset arrives.
#[tokio::test]
async fn a_reset_within_the_body_truncates_the_response() {
    let head = send("HTTP/1.1 200 OK\r\ncontent-length: 16000000\r\n\r\n");
    let outcome = fault(vec![
        Request,
        head,
        Repeat(vec![b' '; 1_000_000], 14),
        Reset,
    ])
    .await;
    outcome
        .transport(Truncated, true)
        .says("the response from {service} was truncated: Connection reset by peer");
}

#[tokio::test]
async fn a_close_before_the_request_is_an_error() {
    let outcome = fault(vec![Close]).await;
    outcome
        .transport(Other, true)
        .says("no response from {service}: ");
}

#[tokio::test]
async fn a_close_before_the_response_is_an_error() {
    let outcome = fault(vec![Request, Close]).await;
    outcome
        .transport(Other, true)
        .says("no response from {service}: connection closed before message completed");
}

#[tokio::test]
async fn a_close_within_the_headers_is_an_error() {
    let outcome = fault(vec![Request, send("HTTP/1.1 200 OK\r\ncontent-le"), Close]).await;
    outcome
        .transport(Other, true)
        .says("no response from {service}: connection closed before message completed");
}

#[tokio::test]
async fn a_missing_response_times_out() {
    let outcome = fault_within(HASTY, vec![Request]).await;
    outcome
        .transport(Timeout, true)
        .says("timed out after 1s (`timeout`)");
}

#[tokio::test]
async fn slow_headers_time_out() {
    let head = format!("HTTP/1.1 200 OK\r\nx-slow: {}", "z".repeat(1000));
    let outcome = fault_within(HASTY, vec![Request, Slowly(head.into())]).await;
    outcome
        .transport(Timeout, true)
        .says("timed out after 1s (`timeout`)");
}

#[tokio::test]
async fn a_slow_body_times_out() {
    let head = send("HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n");
    let outcome = fault_within(HASTY, vec![Request, head, Slowly(vec![b' '; 1000])]).await;
    outcome
        .transport(Timeout, true)
        .says("timed out after 1s (`timeout`)");
}

#[tokio::test]
async fn a_stalled_body_times_out() {
    let head = send("HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n{");
    let outcome = fault_within(HASTY, vec![Request, head]).await;
    outcome
        .transport(Timeout, true)
        .says("timed out after 1s (`timeout`)");
}
