//! The built-in transport over real connections. What can go wrong with them is among the faults.

use crate::support::{LOGIN, OWNER, PASSWORD, POOL, SECRET, listening, read_request, write_answer};
use authing_client::{Authing, Error, TransportErrorKind};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

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
