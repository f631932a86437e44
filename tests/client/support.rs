//! A service for one test: over a transport that is a function, or over a real socket.

use std::sync::{Arc, Mutex};

use authing_client::bytes::Bytes;
use authing_client::http::{Request, Response};
use authing_client::{Authing, Builder, RetryPolicy, transport_fn};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpListener;

pub(crate) const POOL: &str = "5e4cdd055df3df65dc58b97d";
pub(crate) const SECRET: &str = "hunter2-the-pool-secret";
pub(crate) const PASSWORD: &str = "hunter2-the-password";
pub(crate) const USER_TOKEN: &str = "hunter2-the-user-token";

pub(crate) const OWNER: &str =
    r#"{"data":{"getAccessTokenByAppSecret":"hunter2-the-owner-token"}}"#;
pub(crate) const LOGIN: &str = r#"{"data":{"login":{"_id":"5e4cdd055df3df65dc58b97e","email":"a@b.cn","token":"hunter2-the-user-token"}}}"#;
pub(crate) const USER: &str =
    r#"{"data":{"user":{"_id":"5e4cdd055df3df65dc58b97e","email":"a@b.cn"}}}"#;

/// Every request that a fake service got.
pub(crate) type Log = Arc<Mutex<Vec<Request<Bytes>>>>;

pub(crate) fn body(request: &Request<Bytes>) -> serde_json::Value {
    serde_json::from_slice(request.body()).unwrap()
}

pub(crate) fn operation(request: &Request<Bytes>) -> String {
    body(request)["operationName"].as_str().unwrap().to_owned()
}

pub(crate) fn authorization(request: &Request<Bytes>) -> Option<&str> {
    request
        .headers()
        .get("authorization")
        .map(|value| value.to_str().unwrap())
}

pub(crate) fn refusal(code: i64, message: &str) -> String {
    serde_json::json!({"errors": [{"message": {"code": code, "message": message, "data": null}}], "data": null}).to_string()
}

/// A client whose requests `answer` answers, with the log of them.
pub(crate) fn fake(
    answer: impl Fn(&Request<Bytes>) -> (u16, String) + Send + Sync + 'static,
) -> (Authing, Log) {
    let log = Log::default();
    let requests = Arc::clone(&log);
    let transport = transport_fn(move |request: Request<Bytes>| {
        let (status, body) = answer(&request);
        requests.lock().unwrap().push(request);
        async move {
            Ok(Response::builder()
                .status(status)
                .body(Bytes::from(body))
                .unwrap())
        }
    });
    let authing = Authing::builder(POOL, SECRET)
        .transport(transport)
        .retry_policy(RetryPolicy::none())
        .build()
        .unwrap();
    (authing, log)
}

/// A client of a service that gives the owner's token, and to everything else this answer.
pub(crate) fn answering(status: u16, body: &str) -> Authing {
    let body = body.to_owned();
    fake(move |request| match request.method().as_str() {
        "POST" if operation(request) == "GetOwnerToken" => (200, OWNER.to_owned()),
        _ => (status, body.clone()),
    })
    .0
}

/// Answers each connection on a free port of this machine by `serve`, and gives a builder for a client of it.
pub(crate) async fn listening<F, A>(serve: F) -> Builder
where
    F: Fn(tokio::net::TcpStream) -> A + Send + 'static,
    A: Future<Output = ()> + Send + 'static,
{
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let host = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(serve(stream));
        }
    });
    Authing::builder(POOL, SECRET).host(host)
}

/// Reads one request with its body, roughly.
pub(crate) async fn read_request(stream: &mut (impl AsyncRead + Unpin)) -> String {
    let mut received = Vec::new();
    loop {
        let mut chunk = [0; 4096];
        let length = stream.read(&mut chunk).await.unwrap_or(0);
        received.extend_from_slice(&chunk[..length]);
        let text = String::from_utf8_lossy(&received).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let announced = head.lines().find_map(|line| {
                line.to_ascii_lowercase()
                    .strip_prefix("content-length: ")?
                    .parse::<usize>()
                    .ok()
            });
            if body.len() >= announced.unwrap_or(0) {
                return text;
            }
        }
        if length == 0 {
            return text;
        }
    }
}

/// Writes one whole answer.
pub(crate) async fn write_answer(stream: &mut (impl AsyncWrite + Unpin), head: &str, body: &str) {
    let length = body.len();
    let answer =
        format!("HTTP/1.1 {head}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}");
    let _ = stream.write_all(answer.as_bytes()).await;
    let _ = stream.flush().await;
    let _ = stream.shutdown().await;
}
