//! Answers whose length is wrong, without end, or in no shape that HTTP has.

use authing_client::TransportErrorKind::{Answer, Other, TooLong};

use super::outcome::{FOUND, answered, fault, query};
use authing_tests::sockets::Step::{Close, Repeat, Request};
use authing_tests::sockets::{PATIENT, Service, response, send};

/// What the buffers between service and client may hold besides what the client has read.
const BUFFERS: usize = 16 * 1024 * 1024;

#[tokio::test]
async fn shorter_than_announced() {
    let half = send("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"data\":");
    let outcome = fault(vec![Request, half, Close]).await;
    outcome
        .transport(Answer, true)
        .says("the response from {service} was truncated: ");
}

#[tokio::test]
async fn chunks_that_break_off() {
    let half = send("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n8\r\n{\"data\":\r\n");
    let outcome = fault(vec![Request, half, Close]).await;
    outcome
        .transport(Answer, true)
        .says("the response from {service} was truncated: ");
}

#[tokio::test]
async fn chunks_without_a_length() {
    let chunks =
        send("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nnone\r\n{\"data\":\r\n");
    let outcome = fault(vec![Request, chunks]).await;
    outcome
        .transport(Answer, true)
        .says("the response from {service} was truncated: ");
}

#[tokio::test]
async fn json_that_breaks_off_in_its_right_length() {
    let outcome = fault(vec![Request, response("200 OK", "{\"data\":")]).await;
    outcome.decode().says(
        "unexpected response: HTTP 200, but not a response of the service (EOF while parsing a value at line 1 column 8); the body \
         begins: {\"data\":",
    );
}

/// What comes after the announced length is no part of the answer, and of no other one either.
#[tokio::test]
async fn longer_than_announced() {
    let body = "HTTP/1.1 200 OK\r\ncontent-length: 8\r\n\r\n{\"data\":{\"user\":null}}";
    let outcome = fault(vec![Request, send(body)]).await;
    outcome
        .decode()
        .says("EOF while parsing a value at line 1 column 8");
}

#[tokio::test]
async fn two_lengths() {
    let lengths = send("HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\n{} ");
    let outcome = fault(vec![Request, lengths]).await;
    outcome
        .transport(Other, true)
        .says("no response from {service}: ");
}

#[tokio::test]
async fn no_http() {
    let outcome = fault(vec![Request, send("SSH-2.0-OpenSSH_9.2\r\n\r\n")]).await;
    outcome
        .transport(Other, true)
        .says("no response from {service}: invalid HTTP version parsed");
}

#[tokio::test]
async fn a_head_without_end() {
    let header = format!("x-long: {}\r\n", "z".repeat(60_000)).into_bytes();
    let outcome = fault(vec![
        Request,
        send("HTTP/1.1 200 OK\r\n"),
        Repeat(header, 10_000),
    ])
    .await;
    assert!(outcome.taken < BUFFERS, "{} bytes", outcome.taken);
    outcome
        .transport(Other, true)
        .says("no response from {service}: message head is too large");
}

/// Refused by its head: of the body nothing is read.
#[tokio::test]
async fn a_hundred_megabytes_announced() {
    let head = send("HTTP/1.1 200 OK\r\ncontent-length: 100000000\r\n\r\n");
    let outcome = fault(vec![Request, head, Repeat(vec![b' '; 100_000], 1000)]).await;
    assert!(outcome.taken < BUFFERS, "{} bytes", outcome.taken);
    outcome
        .transport(TooLong, true)
        .retryable(false)
        .says("the response from {service} is longer than 16 MiB");
}

#[tokio::test]
async fn chunks_without_end() {
    let head = send("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n");
    let chunk = format!("186a0\r\n{}\r\n", " ".repeat(100_000)).into_bytes();
    let outcome = fault(vec![Request, head, Repeat(chunk, 1000)]).await;
    assert!(
        outcome.taken < 16 * 1024 * 1024 + BUFFERS,
        "{} bytes",
        outcome.taken
    );
    outcome
        .transport(TooLong, true)
        .retryable(false)
        .says("the response from {service} is longer than 16 MiB");
}

/// The limit is a setting, with and without an announced length.
#[tokio::test]
async fn a_limit_of_the_programs_own() {
    for (head, body) in [
        ("content-length: 1001", " ".repeat(1001)),
        (
            "transfer-encoding: chunked",
            format!("3e9\r\n{}\r\n0\r\n\r\n", " ".repeat(1001)),
        ),
    ] {
        let response = send(&format!("HTTP/1.1 200 OK\r\n{head}\r\n\r\n{body}"));
        let mut service = Service::start(vec![Request, response]).await;
        let builder = service.builder(PATIENT).max_response_bytes(1000);
        let error = query(&builder.build().unwrap()).await.unwrap_err();
        assert!(
            error
                .to_string()
                .ends_with("is longer than 1000 bytes (`max_response_bytes`)"),
            "{error}"
        );
        service.all_closed().await;
    }
}

/// Compressed, although nobody asked for it.
#[tokio::test]
async fn gzip() {
    // `gzip` of `{}`.
    let body = b"\x1f\x8b\x08\0\0\0\0\0\0\x03\xab\xae\x05\0\x43\xbf\xa6\xa3\x02\0\0\0";
    for encoding in ["gzip", "br"] {
        let head = format!("200 OK\r\ncontent-encoding: {encoding}");
        let outcome = fault(vec![Request, response(&head, body)]).await;
        outcome.decode().says(&format!(
            "unexpected response: HTTP 200 with a body in the encoding `{encoding}`, which was not requested"
        ));
    }
}

/// Servers and gateways name the type wrongly; what counts is the body.
#[tokio::test]
async fn a_wrong_content_type() {
    for kind in ["text/html", "text/plain; charset=gbk", "nonsense", ""] {
        let head = format!("200 OK\r\ncontent-type: {kind}");
        let mut service = Service::start(vec![Request, response(&head, FOUND)]).await;
        query(&service.client(PATIENT)).await.unwrap();
        service.all_closed().await;
    }
    let page = response("200 OK\r\ncontent-type: application/json", "<html>");
    fault(vec![Request, page])
        .await
        .decode()
        .says("expected value at line 1 column 1); the body begins: <html>");
}

#[tokio::test]
async fn an_empty_body() {
    let outcome = fault(vec![Request, response("200 OK", "")]).await;
    outcome
        .decode()
        .says("unexpected response: HTTP 200 with an empty body");
    let outcome = fault(vec![Request, send("HTTP/1.1 204 No Content\r\n\r\n")]).await;
    outcome
        .decode()
        .says("unexpected response: HTTP 204 with an empty body");
}

/// What is announced before the answer is none.
#[tokio::test]
async fn an_interim_answer_is_passed_over() {
    let interim =
        send("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n");
    let mut service = Service::start(vec![Request, interim, response("200 OK", FOUND)]).await;
    query(&service.client(PATIENT)).await.unwrap();
    service.all_closed().await;
    answered(FOUND).await.unwrap();
}
