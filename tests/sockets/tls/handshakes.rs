//! What errors say of servers that have no TLS, or an old one.

use authing_client::RetryPolicy;
use authing_tests::sockets::{Service, Step, send};

use super::failures::assert_advice;
use super::*;

/// The error of a client whose handshake gets these bytes.
async fn error_after(bytes: &[u8]) -> Error {
    let service = Service::start(vec![Step::Send(bytes.to_vec()), Step::CloseAndWait]).await;
    let (own, _) = self_signed("any", "localhost");
    let builder = Authing::builder(USER_POOL, POOL_SECRET)
        .host(format!("https://{}", service.address()))
        .root_certificate_pem(own.pem());
    builder.connect().await.unwrap_err()
}

#[tokio::test]
async fn a_server_that_this_client_can_t_agree_with_is_described() {
    let alert = |version: u8, description: u8| vec![21, 3, version, 0, 2, 2, description];
    let hello = |version: u8, cipher_suite: [u8; 2]| {
        let body = [&[3, version][..], &[7; 32], &[0], &cipher_suite, &[0]].concat();
        let length = u8::try_from(body.len()).unwrap();
        [&[22, 3, version, 0, length + 4, 2, 0, 0, length], &body[..]].concat()
    };
    let ciphers =
        "the server has none of our cipher suites: ECDHE with AES-GCM or ChaCha20-Poly1305";
    let version = "the server supports neither TLS 1.2 nor TLS 1.3";
    let plain = "the server does not speak TLS: is its URL http://…?";
    for (bytes, advice) in [
        (alert(3, 40), ciphers),
        (alert(3, 71), ciphers),
        // RSA key exchange with AES-CBC, which was not offered.
        (hello(3, [0x00, 0x2f]), ciphers),
        (alert(2, 70), version),
        (alert(3, 70), version),
        (hello(2, [0xc0, 0x13]), version),
        (alert(3, 112), "the server does not know this host name"),
        (
            alert(3, 120),
            "the server supports neither HTTP/1.1 nor HTTP/2",
        ),
        (
            alert(3, 116),
            "the server requires a client certificate: set one with",
        ),
        (
            alert(3, 42),
            "the server rejects the client certificate, or requires one: set one with",
        ),
        (b"HTTP/1.1 400 Bad Request\r\n\r\n".to_vec(), plain),
        (b"SSH-2.0-OpenSSH_9.2\r\n".to_vec(), plain),
        (b"\x15\x00\x00\x00\x00\x00".to_vec(), plain),
        (
            Vec::new(),
            "the server closed the connection during the TLS handshake: is its URL http://…?",
        ),
    ] {
        assert_advice(&error_after(&bytes).await, advice);
    }
}

#[tokio::test]
async fn a_server_that_speaks_tls_at_an_http_url_is_described() {
    let alert = send("\x15\x03\x03\x00\x02\x02\x0a");
    let service = Service::start(vec![Step::Request, alert, Step::CloseAndWait]).await;
    let builder = Authing::builder(USER_POOL, POOL_SECRET)
        .host(format!("http://{}", service.address()))
        .retry_policy(RetryPolicy::none());
    let text = builder.connect().await.unwrap_err().report().to_string();
    assert!(text.contains("is the URL https://…?"), "{text}");
}
