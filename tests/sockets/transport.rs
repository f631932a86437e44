//! The built-in transport over real connections. Their failures are tested in `faults`.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use authing_client::{Authing, Error, TransportErrorKind};
use futures_util::FutureExt;
use futures_util::future::join_all;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::sync::Barrier;

use authing_tests::fake::{LOGIN, OWNER, USER};
use authing_tests::sockets::{Service, listen, read_request, respond, serving};
use authing_tests::{PASSWORD, POOL_SECRET, USER_ID, USER_POOL};

async fn login(builder: authing_client::Builder) -> Result<authing_client::Login, Error> {
    builder
        .build()
        .unwrap()
        .login_by_email("a@b.cn", PASSWORD)
        .await
}

/// The kind of a transport error, and whether the request may have been sent.
fn kind(error: &Error) -> (TransportErrorKind, bool) {
    match error {
        Error::Transport { source, .. } => (source.kind(), source.may_have_been_sent()),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn connects_and_logs_in() {
    let builder = serving(|mut stream: TcpStream| async move {
        let request = read_request(&mut stream).await.unwrap_or_default();
        assert!(
            request.starts_with("POST /graphql HTTP/1.1\r\n"),
            "{request}"
        );
        let body = if request.contains("getAccessTokenByAppSecret") {
            OWNER
        } else {
            LOGIN
        };
        respond(
            &mut stream,
            "200 OK\r\ncontent-type: application/json",
            body,
        )
        .await;
    })
    .await;
    let authing = builder.connect().await.unwrap();
    assert!(authing.login_by_email("a@b.cn", PASSWORD).await.is_ok());
}

/// The service responds in rounds: when `LIMIT` requests are in flight. It never has more of them.
#[tokio::test]
async fn requests_in_flight_stay_within_the_concurrency_limit() {
    const LIMIT: usize = 3;
    let (in_flight, round) = (Arc::new(AtomicUsize::new(0)), Arc::new(Barrier::new(LIMIT)));
    let builder = serving(move |mut stream: TcpStream| {
        let (in_flight, round) = (Arc::clone(&in_flight), Arc::clone(&round));
        async move {
            read_request(&mut stream).await;
            assert!(in_flight.fetch_add(1, Ordering::SeqCst) < LIMIT);
            round.wait().await;
            in_flight.fetch_sub(1, Ordering::SeqCst);
            // All requests of a round are subtracted before the next round starts.
            round.wait().await;
            respond(&mut stream, "200 OK", LOGIN).await;
        }
    })
    .await;
    let authing = builder.max_concurrent_requests(LIMIT).build().unwrap();
    // A call that is canceled while it waits holds no permit.
    let mut waiting: Vec<_> = (0..4 * LIMIT)
        .map(|_| authing.login_by_email("a@b.cn", PASSWORD).boxed())
        .collect();
    let canceled = authing.login_by_email("a@b.cn", PASSWORD).boxed();
    let rest = waiting.split_off(LIMIT);
    let first = join_all(waiting);
    let (first, _, rest) = tokio::join!(
        first,
        tokio::time::timeout(Duration::ZERO, canceled),
        join_all(rest)
    );
    for login in first.into_iter().chain(rest) {
        assert!(login.is_ok(), "{login:?}");
    }
}

#[tokio::test]
async fn an_unknown_host_is_a_connect_error() {
    let error = login(Authing::builder(USER_POOL, POOL_SECRET).host("https://authing.invalid"))
        .await
        .unwrap_err();
    assert_eq!(kind(&error), (TransportErrorKind::Connect, false));
    // It may be reached through a proxy of the environment.
    let expected = "LoginByEmail: could not connect to authing.invalid";
    assert!(error.to_string().starts_with(expected), "{error}");
}

#[tokio::test]
async fn https_to_a_service_without_tls_is_a_tls_error() {
    let builder = serving(|mut stream: TcpStream| async move {
        let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await;
    })
    .await;
    let plain = builder.build().unwrap().endpoints().users().to_owned();
    let builder =
        Authing::builder(USER_POOL, POOL_SECRET).host(plain.replace("http://", "https://"));
    let error = login(builder).await.unwrap_err();
    assert!(error.is_tls() && !error.is_transient(), "{error:?}");
}

/// The Python SDK opens a connection for each call.
#[tokio::test]
async fn calls_share_a_connection() {
    let connections = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&connections);
    let builder = serving(move |mut stream: TcpStream| {
        counted.fetch_add(1, Ordering::SeqCst);
        async move {
            while read_request(&mut stream).await.is_some() {
                let response = format!(
                    "HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{LOGIN}",
                    LOGIN.len()
                );
                if stream.write_all(response.as_bytes()).await.is_err() {
                    break;
                }
            }
        }
    })
    .await;
    let authing = builder.build().unwrap();
    for _ in 0..5 {
        authing.login_by_email("a@b.cn", PASSWORD).await.unwrap();
    }
    assert_eq!(connections.load(Ordering::SeqCst), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn concurrent_first_calls_fetch_one_token() {
    let tokens = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&tokens);
    let builder = serving(move |mut stream: TcpStream| {
        let counter = Arc::clone(&counter);
        async move {
            let request = read_request(&mut stream).await.unwrap_or_default();
            let body = if request.contains("getAccessTokenByAppSecret") {
                counter.fetch_add(1, Ordering::SeqCst);
                OWNER
            } else {
                USER
            };
            respond(&mut stream, "200 OK", body).await;
        }
    })
    .await;
    let authing = builder.build().unwrap();
    let calls = (0..200).map(|_| {
        let authing = authing.clone();
        tokio::spawn(async move { authing.get_user(USER_ID).await.map(drop) })
    });
    for call in join_all(calls).await {
        call.unwrap().unwrap();
    }
    assert_eq!(tokens.load(Ordering::SeqCst), 1);
}

/// The request to the proxy has the absolute URL, and the credentials from the proxy's URL.
#[tokio::test]
async fn requests_go_through_the_proxy_with_its_credentials() {
    let proxy = listen(|mut stream: TcpStream| async move {
        let request = read_request(&mut stream).await.unwrap_or_default();
        let lower = request.to_lowercase();
        assert!(
            request.starts_with("POST http://authing.invalid/graphql HTTP/1.1\r\n"),
            "{request}"
        );
        // `ada:xyzzy-proxy` in base64.
        assert!(
            lower.contains("proxy-authorization: basic ywrhonh5enp5lxbyb3h5"),
            "{request}"
        );
        assert!(lower.contains("user-agent: our-service/1.0"), "{request}");
        respond(
            &mut stream,
            "200 OK\r\ncontent-type: application/json",
            OWNER,
        )
        .await;
    })
    .await;
    let builder = Authing::builder(USER_POOL, POOL_SECRET)
        .host("http://authing.invalid")
        .allow_plain_http(true)
        .user_agent("our-service/1.0")
        .proxy(format!("http://ada:xyzzy-proxy@{proxy}"));
    assert!(!format!("{builder:?}").contains("xyzzy-proxy"));
    builder.connect().await.unwrap();
}

#[tokio::test]
async fn the_error_for_an_unreachable_proxy_has_no_credentials() {
    let unreachable = Service::unreachable().await.address();
    for host in ["http://authing.invalid", "https://authing.invalid"] {
        let builder = Authing::builder(USER_POOL, POOL_SECRET)
            .host(host)
            .allow_plain_http(true)
            .retry_policy(authing_client::RetryPolicy::none())
            .proxy(format!("http://ada:xyzzy-proxy@{unreachable}"));
        let error = builder.connect().await.unwrap_err();
        assert!(error.is_connect(), "{error:?}");
        let text = format!("{} {error:?}", error.report());
        assert!(!text.contains("xyzzy-proxy"), "{text}");
        assert!(!text.contains("YWRhOnh5enp5LXByb3h5"), "{text}");
    }
}
