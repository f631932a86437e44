//! Sends the requests through the program's own `reqwest::Client`, with a layer around it that logs every request.
//!
//! ```text
//! cargo run --example own_http_client
//! ```
//!
//! A program brings its own client for settings that the built-in one does not have, such as a connection pool that it
//! shares with other code. The example starts a local Authing, the emulator, and calls that.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use authing_client::bytes::{Bytes, BytesMut};
use authing_client::http::{HeaderValue, Request, Response};
use authing_client::{
    Authing, Transport, TransportError, TransportErrorKind, TransportFuture, transport_fn,
};
use authing_emulator::Emulator;

/// Far more than any response of the service has.
const MAX_RESPONSE_BYTES: usize = 16 * 1024 * 1024;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let emulator = Emulator::start().await?;
    let client = reqwest::Client::builder()
        .no_proxy() // the emulator is on this machine
        .redirect(reqwest::redirect::Policy::none()) // a redirect must not receive the token
        .timeout(Duration::from_secs(10)) // the builder's `timeout` is for the built-in client only
        .user_agent("my-service/1.0")
        .build()?;
    let requests = Arc::new(AtomicU64::new(0));
    let authing = Authing::builder(emulator.user_pool_id(), emulator.secret())
        .host(emulator.base_url())
        .public_key_pem(emulator.public_key_pem())
        .transport(logged(OwnClient(client), Arc::clone(&requests)))
        .connect()
        .await?;
    let email = "ada@example.com";
    let password = "correct horse battery staple";
    authing.register(email, password).await?;
    let login = authing.login_by_email(email, password).await?;
    let user = authing.get_user(&*login.user.id).await?;
    if user.is_none() {
        return Err("the user who has just logged in was not found".into());
    }
    println!(
        "\n{} requests went through the client.",
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
            let mut received = Response::new(Bytes::new());
            *received.status_mut() = response.status();
            *received.headers_mut() = std::mem::take(response.headers_mut());
            let mut body = BytesMut::new();
            while let Some(chunk) = response.chunk().await.map_err(failure)? {
                if body.len() + chunk.len() > MAX_RESPONSE_BYTES {
                    let kind = TransportErrorKind::TooLong; // not retried
                    return Err(TransportError::new(kind, "the response is too long"));
                }
                body.extend_from_slice(&chunk);
            }
            *received.body_mut() = body.freeze();
            Ok(received)
        })
    }
}

/// The kind decides about retries: after `Connect`, nothing has left this machine, so that every call may be retried.
fn failure(error: reqwest::Error) -> TransportError {
    let (kind, reason) = if error.is_connect() {
        (TransportErrorKind::Connect, "no connection")
    } else if error.is_timeout() {
        (TransportErrorKind::Timeout, "timed out")
    } else if error.is_body() || error.is_decode() {
        (TransportErrorKind::Truncated, "the response is truncated")
    } else {
        (TransportErrorKind::Other, "no response")
    };
    // The URL can contain a phone number.
    TransportError::new(kind, reason).with_source(error.without_url())
}

/// A layer around any transport: counts the requests, gives each a number, and prints how it ended.
///
/// It prints no bodies, paths or headers: they contain passwords, phone numbers and tokens.
fn logged(inner: impl Transport, requests: Arc<AtomicU64>) -> impl Transport {
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
