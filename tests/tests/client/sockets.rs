//! The built-in transport over real connections.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use crate::support::{LOGIN, OWNER, PASSWORD, POOL, SECRET, listening, read_request, write_answer};
use authing_client::{Authing, Error, TransportErrorKind};
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpStream};

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

#[tokio::test]
async fn a_dead_address_is_said_to_be_one() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let error = Authing::builder(POOL, SECRET)
        .host(format!("http://{address}"))
        .connect()
        .await
        .unwrap_err();
    assert_eq!(transport(&error), (TransportErrorKind::Connect, false));
    assert!(error.is_connect() && error.is_retryable());
    let text = error.to_string();
    assert!(
        text.starts_with(&format!("GetOwnerToken: no connection to {address}: ")),
        "{text}"
    );
    assert!(text.to_lowercase().contains("refused"), "{text}");
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
async fn a_gateways_page_is_shown_in_short() {
    let builder = listening(|mut stream: TcpStream| async move {
        read_request(&mut stream).await;
        write_answer(
            &mut stream,
            "502 Bad Gateway\r\ncontent-type: text/html",
            "<html><h1>Bad Gateway</h1></html>",
        )
        .await;
    })
    .await;
    let error = login(builder).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "LoginByEmail: HTTP 502 Bad Gateway, with a body that begins: <html><h1>Bad Gateway</h1></html>"
    );
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let visits = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&visits);
    let builder = listening(move |mut stream: TcpStream| {
        counter.fetch_add(1, Ordering::SeqCst);
        async move {
            read_request(&mut stream).await;
            write_answer(
                &mut stream,
                "301 Moved Permanently\r\nlocation: /elsewhere",
                "",
            )
            .await;
        }
    })
    .await;
    let error = login(builder).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "LoginByEmail: HTTP 301 Moved Permanently, and redirects are not followed, with an empty body"
    );
    assert_eq!(visits.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_service_that_never_answers_is_a_timeout() {
    for head in ["", "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"] {
        let builder = listening(move |mut stream: TcpStream| async move {
            read_request(&mut stream).await;
            let _ = stream.write_all(head.as_bytes()).await;
            std::future::pending::<()>().await;
        })
        .await;
        let error = login(builder.timeout(Duration::from_millis(300)))
            .await
            .unwrap_err();
        assert!(error.is_timeout() && error.is_retryable(), "{error:?}");
        assert_eq!(transport(&error), (TransportErrorKind::Timeout, true));
        assert!(error.to_string().ends_with(" in time"), "{error}");
    }
}

#[tokio::test]
async fn a_connection_that_is_closed_gives_no_answer_or_half_of_one() {
    for (answer, kind) in [
        ("", TransportErrorKind::Other),
        (
            "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{",
            TransportErrorKind::Answer,
        ),
    ] {
        let builder = listening(move |mut stream: TcpStream| async move {
            read_request(&mut stream).await;
            let _ = stream.write_all(answer.as_bytes()).await;
        })
        .await;
        let error = login(builder).await.unwrap_err();
        assert_eq!(transport(&error), (kind, true), "{error}");
    }
}

#[tokio::test]
async fn an_answer_without_end_is_given_up() {
    for head in ["content-length: 100000000", "transfer-encoding: chunked"] {
        let builder = listening(move |mut stream: TcpStream| async move {
            read_request(&mut stream).await;
            let _ = stream
                .write_all(format!("HTTP/1.1 200 OK\r\n{head}\r\n\r\n").as_bytes())
                .await;
            let chunk = format!("10000\r\n{}\r\n", "x".repeat(0x10000));
            while stream.write_all(chunk.as_bytes()).await.is_ok() {}
        })
        .await;
        let error = login(builder).await.unwrap_err();
        assert_eq!(transport(&error), (TransportErrorKind::Answer, true));
        assert!(
            error.to_string().ends_with(" is longer than 16 MiB"),
            "{error}"
        );
    }
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
