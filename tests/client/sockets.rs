//! The built-in transport over real connections. What can go wrong with them is among the faults.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use authing_client::{Authing, Error, TransportErrorKind};
use futures_util::FutureExt;
use futures_util::future::join_all;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::sync::Barrier;

use crate::support::{LOGIN, OWNER, PASSWORD, POOL, SECRET, listening, read_request, write_answer};

async fn login(builder: authing_client::Builder) -> Result<authing_client::Login, Error> {
    builder
        .build()
        .unwrap()
        .login_by_email("a@b.cn", PASSWORD)
        .await
}

fn transport(error: &Error) -> (TransportErrorKind, bool) {
    match error {
        Error::Transport { source, .. } => (source.kind(), source.may_have_been_sent()),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn connects_and_logs_in() {
    let builder = listening(|mut stream: TcpStream| async move {
        let request = read_request(&mut stream).await;
        assert!(
            request.starts_with("POST /graphql HTTP/1.1\r\n"),
            "{request}"
        );
        let answer = if request.contains("getAccessTokenByAppSecret") {
            OWNER
        } else {
            LOGIN
        };
        write_answer(
            &mut stream,
            "200 OK\r\ncontent-type: application/json",
            answer,
        )
        .await;
    })
    .await;
    let authing = builder.connect().await.unwrap();
    assert!(authing.login_by_email("a@b.cn", PASSWORD).await.is_ok());
}

/// The service answers a round of requests only when it has as many as may be under way, and sees no more of them.
#[tokio::test]
async fn no_more_requests_are_under_way_than_may_be() {
    const LIMIT: usize = 3;
    let (under_way, round) = (Arc::new(AtomicUsize::new(0)), Arc::new(Barrier::new(LIMIT)));
    let builder = listening(move |mut stream: TcpStream| {
        let (under_way, round) = (Arc::clone(&under_way), Arc::clone(&round));
        async move {
            read_request(&mut stream).await;
            assert!(under_way.fetch_add(1, Ordering::SeqCst) < LIMIT);
            round.wait().await;
            under_way.fetch_sub(1, Ordering::SeqCst);
            // All of a round have left before one of the next can come.
            round.wait().await;
            write_answer(&mut stream, "200 OK", LOGIN).await;
        }
    })
    .await;
    let authing = builder.max_concurrent_requests(LIMIT).build().unwrap();
    // One that is given up while it waits takes nobody's place.
    let mut waiting: Vec<_> = (0..4 * LIMIT)
        .map(|_| authing.login_by_email("a@b.cn", PASSWORD).boxed())
        .collect();
    let given_up = authing.login_by_email("a@b.cn", PASSWORD).boxed();
    let rest = waiting.split_off(LIMIT);
    let first = join_all(waiting);
    let (first, _, rest) = tokio::join!(
        first,
        tokio::time::timeout(Duration::ZERO, given_up),
        join_all(rest)
    );
    for login in first.into_iter().chain(rest) {
        assert!(login.is_ok(), "{login:?}");
    }
}

#[tokio::test]
async fn an_unknown_name_is_no_connection() {
    let error = login(Authing::builder(POOL, SECRET).host("https://authing.invalid"))
        .await
        .unwrap_err();
    assert_eq!(transport(&error), (TransportErrorKind::Connect, false));
    assert!(
        error
            .to_string()
            .starts_with("LoginByEmail: no connection to authing.invalid: "),
        "{error}"
    );
}

#[tokio::test]
async fn https_to_a_service_without_tls_is_said_to_be_tls() {
    let builder = listening(|mut stream: TcpStream| async move {
        let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await;
    })
    .await;
    let plain = builder.build().unwrap().endpoints().users().to_owned();
    let builder = Authing::builder(POOL, SECRET).host(plain.replace("http://", "https://"));
    let error = login(builder).await.unwrap_err();
    assert!(error.is_tls() && !error.is_retryable(), "{error:?}");
}
