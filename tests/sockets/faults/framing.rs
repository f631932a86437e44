//! Responses that break HTTP's framing, or never end.

use authing_client::TransportErrorKind::{Other, TooLong, Truncated};

use super::outcome::{USER_RESPONSE, fault, query, query_returning};
use authing_tests::sockets::Step::{Close, Repeat, Request};
use authing_tests::sockets::{PATIENT, Service, response, send};

/// An upper bound for the bytes in buffers between the service and the client.
const BUFFERS: usize = 16 * 1024 * 1024;

#[tokio::test]
async fn a_body_shorter_than_its_length_is_truncated() {
    let half = send("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"data\":");
    let outcome = fault(vec![Request, half, Close]).await;
    outcome
        .transport(Truncated, true)
        .says("the response from {service} was truncated: ");
}

#[tokio::test]
async fn missing_chunks_truncate_the_response() {
    let half = send("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n8\r\n{\"data\":\r\n");
    let outcome = fault(vec![Request, half, Close]).await;
    outcome
        .transport(Truncated, true)
        .says("the response from {service} was truncated: ");
}

#[tokio::test]
async fn a_chunk_without_a_size_truncates_the_response() {
    let chunks =
        send("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nnone\r\n{\"data\":\r\n");
    let outcome = fault(vec![Request, chunks]).await;
    outcome
        .transport(Truncated, true)
        .says("the response from {service} was truncated: ");
}

#[tokio::test]
async fn truncated_json_of_the_right_length_is_a_decode_error() {
    let outcome = fault(vec![Request, response("200 OK", "{\"data\":")]).await;
    outcome.decode().says(
        "unexpected response: HTTP 200, but not a valid response of the service (EOF while parsing a value at line 1 column 8); the body \
         begins: {\"data\":",
    );
}

/// Bytes beyond `Content-Length` belong neither to this response nor to another one.
#[tokio::test]
async fn bytes_beyond_the_length_are_ignored() {
    let body = "HTTP/1.1 200 OK\r\ncontent-length: 8\r\n\r\n{\"data\":{\"user\":null}}";
    let outcome = fault(vec![Request, send(body)]).await;
    outcome
        .decode()
        .says("EOF while parsing a value at line 1 column 8");
}

#[tokio::test]
async fn conflicting_lengths_are_an_error() {
    let lengths = send("HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\n{} ");
    let outcome = fault(vec![Request, lengths]).await;
    outcome
        .transport(Other, true)
        .says("no response from {service}: ");
}

#[tokio::test]
async fn a_response_that_is_not_http_is_an_error() {
    let outcome = fault(vec![Request, send("SSH-2.0-OpenSSH_9.2\r\n\r\n")]).await;
    outcome
        .transport(Other, true)
        .says(
            "no response from {service}: invalid HTTP version parsed (the response is not valid HTTP: is the URL https://…?)",
        );
}

#[tokio::test]
async fn endless_headers_are_an_error() {
    let header = format!("x-long: {}\r\n", "z".repeat(60_000)).into_bytes();
    let outcome = fault(vec![
        Request,
        send("HTTP/1.1 200 OK\r\n"),
        Repeat(header, 10_000),
    ])
    .await;
    assert!(outcome.written < BUFFERS, "{} bytes", outcome.written);
    let outcome = outcome.transport(Other, true);
    let outcome = outcome.says("no response from {service}: message head is too large");
    for text in &outcome.texts {
        assert!(!text.contains("is the URL"), "{text}");
    }
}

/// The error comes from the headers; the body is not read.
#[tokio::test]
async fn a_length_above_the_limit_is_an_error() {
    let head = send("HTTP/1.1 200 OK\r\ncontent-length: 100000000\r\n\r\n");
    let outcome = fault(vec![Request, head, Repeat(vec![b' '; 100_000], 1000)]).await;
    assert!(outcome.written < BUFFERS, "{} bytes", outcome.written);
    outcome
        .transport(TooLong, true)
        .retryable(false)
        .says("the response from {service} is longer than 16 MiB");
}

#[tokio::test]
async fn endless_chunks_are_read_up_to_the_limit() {
    let head = send("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n");
    let chunk = format!("186a0\r\n{}\r\n", " ".repeat(100_000)).into_bytes();
    let outcome = fault(vec![Request, head, Repeat(chunk, 1000)]).await;
    assert!(
        outcome.written < 16 * 1024 * 1024 + BUFFERS,
        "{} bytes",
        outcome.written
    );
    outcome
        .transport(TooLong, true)
        .retryable(false)
        .says("the response from {service} is longer than 16 MiB");
}

#[tokio::test]
async fn the_limit_is_a_setting_with_and_without_a_length() {
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

#[tokio::test]
async fn a_content_encoding_that_was_not_requested_is_an_error() {
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

/// Servers and gateways send wrong types, so only the body counts.
#[tokio::test]
async fn the_content_type_is_ignored() {
    for kind in ["text/html", "text/plain; charset=gbk", "nonsense", ""] {
        let head = format!("200 OK\r\ncontent-type: {kind}");
        let mut service = Service::start(vec![Request, response(&head, USER_RESPONSE)]).await;
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
async fn an_empty_body_is_a_decode_error() {
    let outcome = fault(vec![Request, response("200 OK", "")]).await;
    outcome
        .decode()
        .says("unexpected response: HTTP 200 with an empty body");
    let outcome = fault(vec![Request, send("HTTP/1.1 204 No Content\r\n\r\n")]).await;
    outcome
        .decode()
        .says("unexpected response: HTTP 204 with an empty body");
}

#[tokio::test]
async fn interim_responses_are_skipped() {
    let interim =
        send("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n");
    let mut service =
        Service::start(vec![Request, interim, response("200 OK", USER_RESPONSE)]).await;
    query(&service.client(PATIENT)).await.unwrap();
    service.all_closed().await;
    query_returning(USER_RESPONSE).await.unwrap();
}
