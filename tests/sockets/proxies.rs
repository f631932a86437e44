//! HTTP and SOCKS proxies, with a service by TLS or plain http behind them.

use std::net::SocketAddr;

use authing_client::{Authing, Builder, Error, RetryPolicy, TransportErrorKind};
use authing_tests::fake::OWNER;
use authing_tests::sockets::{Service, listen, read_request, respond, within};
use authing_tests::{POOL_SECRET, USER_POOL};
use rcgen::{Certificate, KeyPair};
use tokio::io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional};
use tokio::net::TcpStream;

use crate::tls::{self_signed, tls_config, tls_port};

/// A name that no resolver knows.
const REMOTE: &str = "https://auth.corp.invalid";

fn client(host: &str, proxy: &str) -> Builder {
    Authing::builder(USER_POOL, POOL_SECRET)
        .host(host)
        .allow_plain_http(true)
        .retry_policy(RetryPolicy::none())
        // Without it, a machine without certificates could not build a client.
        .root_certificate_pem(self_signed("any authority", "localhost").0.pem())
        .proxy(proxy)
}

/// The error of a call through a proxy with a password, which must not be shown.
async fn error_of(host: &str, proxy: &str) -> (TransportErrorKind, String) {
    let error = within(client(host, proxy).connect()).await.unwrap_err();
    let text = error.report().to_string();
    for shown in [&text, &format!("{error:?}")] {
        assert!(!shown.contains("hunter2"), "{shown}");
    }
    match error {
        Error::Transport { source, .. } => {
            assert!(!source.may_have_been_sent(), "{text}");
            (source.kind(), text)
        }
        other => panic!("{other:?}"),
    }
}

/// A proxy that responds to each request with this status.
async fn responding(status: &'static str) -> SocketAddr {
    listen(move |mut stream: TcpStream| async move {
        read_request(&mut stream).await;
        respond(&mut stream, status, "").await;
    })
    .await
}

/// An HTTP proxy that connects to `port`, whatever host a client asks for.
async fn tunnel(port: u16) -> SocketAddr {
    listen(move |mut stream: TcpStream| async move {
        let request = read_request(&mut stream).await.unwrap();
        // `ada:hunter2`
        assert!(
            request.starts_with("CONNECT ") && request.contains("Basic YWRhOmh1bnRlcjI="),
            "{request}"
        );
        stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await.unwrap();
        let mut service = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
        let _ = copy_bidirectional(&mut stream, &mut service).await;
    })
    .await
}

/// A SOCKS5 proxy that requires `ada:hunter2` and connects to `port`, or replies with another status.
async fn socks(port: u16, status: u8) -> SocketAddr {
    listen(move |mut stream: TcpStream| async move {
        let mut greeting = [0; 2];
        stream.read_exact(&mut greeting).await.unwrap();
        let mut methods = vec![0; usize::from(greeting[1])];
        stream.read_exact(&mut methods).await.unwrap();
        assert!(methods.contains(&2), "{methods:?}");
        stream.write_all(&[5, 2]).await.unwrap();
        let mut credentials = [0; 13];
        stream.read_exact(&mut credentials).await.unwrap();
        assert_eq!(&credentials, b"\x01\x03ada\x07hunter2");
        stream.write_all(&[1, 0]).await.unwrap();
        let mut request = [0; 4];
        stream.read_exact(&mut request).await.unwrap();
        let length = match request[3] {
            1 => 4,
            3 => stream.read_u8().await.unwrap().into(),
            _ => 16,
        };
        let mut host = vec![0; length + 2];
        stream.read_exact(&mut host).await.unwrap();
        stream
            .write_all(&[5, status, 0, 1, 0, 0, 0, 0, 0, 0])
            .await
            .unwrap();
        if status == 0 {
            let mut service = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
            let _ = copy_bidirectional(&mut stream, &mut service).await;
        }
    })
    .await
}

/// A service by TLS for this host: its port, and its certificate.
async fn service(host: &str) -> (u16, Certificate) {
    let (certificate, key): (_, KeyPair) = self_signed("service behind proxies", host);
    (
        tls_port(tls_config(certificate.der().clone(), &key)).await,
        certificate,
    )
}

#[tokio::test]
async fn a_service_is_reached_through_http_and_socks_proxies() {
    let (port, certificate) = service("auth.corp.invalid").await;
    for proxy in [
        format!("http://ada:hunter2@{}", tunnel(port).await),
        // The proxy resolves the name.
        format!("socks5h://ada:hunter2@{}", socks(port, 0).await),
    ] {
        let builder = client(REMOTE, &proxy).root_certificate_pem(certificate.pem());
        let connected = within(builder.connect()).await;
        connected.unwrap_or_else(|error| panic!("{proxy}: {}", error.report()));
    }
    let plain = listen(|mut stream: TcpStream| async move {
        read_request(&mut stream).await;
        respond(&mut stream, "200 OK", OWNER).await;
    });
    let proxy = format!(
        "socks5://ada:hunter2@{}",
        socks(plain.await.port(), 0).await
    );
    within(client("http://localhost:9", &proxy).connect())
        .await
        .unwrap();
}

#[tokio::test]
async fn a_proxy_that_rejects_or_closes_is_named_with_its_setting() {
    let dead = Service::unreachable().await.address();
    for (proxy, scheme, host, reason) in [
        (
            responding("407 Proxy Authentication Required").await,
            "http",
            REMOTE,
            "the proxy requires a user and a password, or rejects those of its URL (status 407)",
        ),
        (
            responding("407 Proxy Authentication Required").await,
            "http",
            "http://auth.corp.invalid",
            "the proxy requires a user and a password, or rejects those of its URL (status 407)",
        ),
        (
            responding("403 Forbidden").await,
            "http",
            REMOTE,
            "the proxy did not connect to it: it forbids it, or can't reach it",
        ),
        (
            responding("502 Bad Gateway").await,
            "http",
            REMOTE,
            "the proxy did not connect to it: it forbids it, or can't reach it",
        ),
        (listen(|_| async {}).await, "http", REMOTE, "the proxy "),
        (dead, "http", REMOTE, "the proxy can't be reached: "),
        (
            dead,
            "http",
            "http://auth.corp.invalid",
            "the proxy can't be reached: ",
        ),
        (dead, "https", REMOTE, "the proxy can't be reached: "),
        (dead, "socks5h", REMOTE, "the proxy can't be reached"),
        (dead, "socks4a", REMOTE, "the proxy can't be reached"),
        (
            dead,
            "socks5",
            REMOTE,
            "with `socks5h://`, the proxy resolves it",
        ),
        (
            socks(0, 2).await,
            "socks5h",
            REMOTE,
            "the proxy did not connect to it: connection not allowed",
        ),
        (
            socks(0, 4).await,
            "socks5h",
            REMOTE,
            "the proxy did not connect to it: host unreachable",
        ),
    ] {
        let (kind, text) = error_of(host, &format!("{scheme}://ada:hunter2@{proxy}")).await;
        assert_eq!(kind, TransportErrorKind::Connect, "{text}");
        let start = format!(
            "GetOwnerToken: could not connect to auth.corp.invalid through the proxy {proxy} (`proxy`): "
        );
        assert!(
            text.starts_with(&start) && text.contains(reason),
            "{scheme} {reason}: {text}"
        );
    }
    let (_, text) = error_of(REMOTE, "http://ada:hunter2@proxy.corp.invalid:3128").await;
    let unknown =
        "through the proxy proxy.corp.invalid:3128 (`proxy`): the proxy can't be reached: ";
    assert!(text.contains(unknown), "{text}");
}

/// As firewalls do that don't like a host name.
#[tokio::test]
async fn a_reset_in_the_handshake_is_not_blamed_on_the_proxy() {
    let resetting = listen(|mut stream: TcpStream| async move {
        read_request(&mut stream).await;
        stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await.unwrap();
        stream.read_u8().await.unwrap();
        stream.set_zero_linger().unwrap();
    });
    let proxy = resetting.await;
    let (_, text) = error_of(REMOTE, &format!("http://ada:hunter2@{proxy}")).await;
    let start = format!(
        "GetOwnerToken: could not connect to auth.corp.invalid through the proxy {proxy} (`proxy`): Connection reset"
    );
    assert!(text.starts_with(&start), "{text}");
}

#[tokio::test]
async fn a_failure_of_tls_names_the_service_or_the_proxy() {
    let (port, _) = service("auth.corp.invalid").await;
    for (proxy, scheme) in [
        (tunnel(port).await, "http"),
        (socks(port, 0).await, "socks5h"),
    ] {
        let (kind, text) = error_of(REMOTE, &format!("{scheme}://ada:hunter2@{proxy}")).await;
        assert_eq!(kind, TransportErrorKind::Tls, "{text}");
        let start = format!(
            "GetOwnerToken: could not establish a TLS connection to auth.corp.invalid through the proxy {proxy} (`proxy`) (the \
             certificate's issuer is not trusted"
        );
        assert!(text.starts_with(&start), "{text}");
    }
    // The proxy itself is reached by TLS.
    let (port, _) = service("localhost").await;
    for host in [REMOTE, "http://auth.corp.invalid"] {
        let (kind, text) = error_of(host, &format!("https://ada:hunter2@localhost:{port}")).await;
        assert_eq!(kind, TransportErrorKind::Tls, "{text}");
        let start = format!(
            "GetOwnerToken: could not establish a TLS connection to the proxy localhost:{port} (`proxy`) (the certificate's \
             issuer is not trusted"
        );
        assert!(text.starts_with(&start), "{text}");
    }
}
