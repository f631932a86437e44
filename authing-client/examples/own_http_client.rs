//! Sends the requests through a `reqwest::Client` of the program's own, with a layer around it that sees every one of them.
//!
//! ```text
//! cargo run --example own_http_client
//! ```
//!
//! A program has its own where it needs what the built-in one does not offer: another pool of connections, a proxy with a
//! password, a client certificate. It talks to a local Authing that it starts for itself.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use authing_client::bytes::{Bytes, BytesMut};
use authing_client::http::{HeaderValue, Request, Response};
use authing_client::{
    Authing, Transport, TransportError, TransportErrorKind, TransportFuture, transport_fn,
};
use authing_emulator::Emulator;

/// No answer of the service comes near it.
const LONGEST_ANSWER: usize = 16 * 1024 * 1024;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let emulator = Emulator::start().await?;
    let client = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none()) // a token must not follow them
        .timeout(Duration::from_secs(10)) // that of the builder concerns the built-in client only
        .user_agent("my-service/1.0")
        .build()?;
    let requests = Arc::new(AtomicU64::new(0));
    let authing = Authing::builder(emulator.user_pool_id(), emulator.secret())
        .host(emulator.base_url())
        .public_key_pem(emulator.public_key_pem())
        .transport(watched(OwnClient(client), Arc::clone(&requests)))
        .connect()
        .await?;
    let email = "ada@example.com";
    let password = "correct horse battery staple";
    authing.register(email, password).await?;
    let login = authing.login_by_email(email, password).await?;
    let user = authing.user(&*login.user.id).await?;
    if user.is_none() {
        return Err("the user who has just logged in is not there".into());
    }
    println!(
        "\n{} requests went through it.",
        requests.load(Ordering::Relaxed)
    );
    Ok(())
}

/// The program's own HTTP client.
struct OwnClient(reqwest::Client);

impl Transport for OwnClient {
    fn send(&self, request: Request<Bytes>) -> TransportFuture<'_> {
        Box::pin(async move {
            let request = reqwest::Request::try_from(request).map_err(failure)?;
            let mut response = self.0.execute(request).await.map_err(failure)?;
            let mut answer = Response::new(Bytes::new());
            *answer.status_mut() = response.status();
            *answer.headers_mut() = std::mem::take(response.headers_mut());
            let mut body = BytesMut::new();
            while let Some(chunk) = response.chunk().await.map_err(failure)? {
                if body.len() + chunk.len() > LONGEST_ANSWER {
                    let kind = TransportErrorKind::TooLong; // no second try
                    return Err(TransportError::new(kind, "the answer is too long"));
                }
                body.extend_from_slice(&chunk);
            }
            *answer.body_mut() = body.freeze();
            Ok(answer)
        })
    }
}

/// The kind decides what the client sends again: of the kind `Connect`, nothing has left this machine.
fn failure(error: reqwest::Error) -> TransportError {
    let (kind, reason) = if error.is_connect() {
        (TransportErrorKind::Connect, "no connection")
    } else if error.is_timeout() {
        (TransportErrorKind::Timeout, "no answer in time")
    } else if error.is_body() || error.is_decode() {
        (TransportErrorKind::Answer, "the answer broke off")
    } else {
        (TransportErrorKind::Other, "no answer")
    };
    // The address may hold a phone number.
    TransportError::new(kind, reason).with_source(error.without_url())
}

/// A layer around any transport: counts the requests, gives each a number, and says what became of it.
///
/// It shows no body, no path and no other header: those hold passwords, phone numbers and tokens.
fn watched(inner: impl Transport, requests: Arc<AtomicU64>) -> impl Transport {
    let inner = Arc::new(inner);
    transport_fn(move |mut request: Request<Bytes>| {
        let number = requests.fetch_add(1, Ordering::Relaxed) + 1;
        let headers = request.headers_mut();
        headers.insert("x-request-id", HeaderValue::from(number));
        let to = format!("{} {}", request.method(), host(&request));
        let inner = Arc::clone(&inner);
        async move {
            let start = Instant::now();
            let result = inner.send(request).await;
            let outcome = match &result {
                Ok(response) => response.status().to_string(),
                Err(error) => error.to_string(),
            };
            println!("{number}: {to}: {outcome}, after {:?}", start.elapsed());
            result
        }
    })
}

fn host(request: &Request<Bytes>) -> String {
    let authority = request.uri().authority();
    authority.map(ToString::to_string).unwrap_or_default()
}

#[test]
fn own_http_client_runs() -> Result<(), Box<dyn std::error::Error>> {
    main()
}
