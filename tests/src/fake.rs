//! A service in memory, behind the client's own seam to HTTP: records what is sent, and responds as the test says.

#![allow(
    clippy::indexing_slicing,
    clippy::missing_panics_doc,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a panic fails the test"
)]

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex};

use authing_client::bytes::Bytes;
use authing_client::http::{Request, Response};
use authing_client::{Authing, Builder, Transport, TransportError, transport_fn};
use data_encoding::BASE64URL_NOPAD;
use serde_json::{Value, json};

use crate::{POOL_SECRET, USER_POOL, client};

/// A response with the owner's token, [`OWNER_TOKEN`](crate::OWNER_TOKEN).
pub const OWNER: &str = r#"{"data":{"getAccessTokenByAppSecret":"xyzzy-owner-token"}}"#;
/// A response to a login, with [`USER_TOKEN`](crate::USER_TOKEN).
pub const LOGIN: &str = r#"{"data":{"login":{"_id":"5e4cdd055df3df65dc58b97e","email":"a@b.cn","token":"xyzzy-user-token"}}}"#;
/// A response with a user.
pub const USER: &str = r#"{"data":{"user":{"_id":"5e4cdd055df3df65dc58b97e","email":"a@b.cn"}}}"#;

/// An API error.
#[must_use]
pub fn api_error(code: i64, message: &str) -> String {
    json!({"errors": [{"message": {"code": code, "message": message, "data": null}}], "data": null})
        .to_string()
}

/// What the service does with a request.
#[derive(Debug, Clone)]
pub enum Reply {
    /// Responds, with status, `Retry-After` header and body.
    Response(u16, Option<&'static str>, Bytes),
    /// Fails before there is a response.
    Fails(TransportError),
    /// Leaves the request without a response.
    Never,
}

impl Reply {
    async fn send(self) -> Result<Response<Bytes>, TransportError> {
        match self {
            Self::Response(status, retry_after, body) => {
                let mut response = Response::builder().status(status);
                if let Some(wait) = retry_after {
                    response = response.header("retry-after", wait);
                }
                Ok(response.body(body).unwrap())
            }
            Self::Fails(error) => Err(error),
            Self::Never => std::future::pending().await,
        }
    }
}

impl From<(u16, &'static str)> for Reply {
    fn from((status, body): (u16, &'static str)) -> Self {
        Self::Response(status, None, body.into())
    }
}

impl From<(u16, String)> for Reply {
    fn from((status, body): (u16, String)) -> Self {
        Self::Response(status, None, body.into())
    }
}

impl From<(u16, Value)> for Reply {
    fn from((status, body): (u16, Value)) -> Self {
        (status, body.to_string()).into()
    }
}

impl From<&'static str> for Reply {
    fn from(body: &'static str) -> Self {
        (200, body).into()
    }
}

impl From<Value> for Reply {
    fn from(body: Value) -> Self {
        (200, body).into()
    }
}

/// The requests that a fake service received, in the order in which they came.
#[derive(Clone, Default)]
pub struct Requests(Arc<Mutex<Vec<Request<Bytes>>>>);

impl fmt::Debug for Requests {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Requests").finish_non_exhaustive()
    }
}

impl Requests {
    /// A transport that records each request here, and responds by `respond`.
    pub fn transport<R, F>(&self, respond: F) -> impl Transport + use<R, F>
    where
        R: Into<Reply>,
        F: Fn(&Request<Bytes>) -> R + Send + Sync + 'static,
    {
        let requests = self.clone();
        transport_fn(move |request: Request<Bytes>| {
            let reply = respond(&request).into();
            requests.push(request);
            reply.send()
        })
    }

    /// Records a request.
    pub fn push(&self, request: Request<Bytes>) {
        self.0.lock().unwrap().push(request);
    }

    /// Forgets the requests so far.
    pub fn clear(&self) {
        self.0.lock().unwrap().clear();
    }

    /// All requests.
    #[must_use]
    pub fn all(&self) -> Vec<Request<Bytes>> {
        self.0.lock().unwrap().clone()
    }

    /// The last request.
    #[must_use]
    pub fn last(&self) -> Option<Request<Bytes>> {
        self.0.lock().unwrap().last().cloned()
    }

    /// The requests without those that fetched the owner's token.
    #[must_use]
    pub fn calls(&self) -> Vec<Request<Bytes>> {
        let mut requests = self.all();
        requests.retain(|request| !fetches_owner_token(request));
        requests
    }

    /// The operations of all requests; a REST request has none, which is the empty text here.
    #[must_use]
    pub fn operations(&self) -> Vec<String> {
        self.all().iter().map(operation).collect()
    }

    /// How often an operation was sent.
    #[must_use]
    pub fn count(&self, operation: &str) -> usize {
        let operations = self.operations();
        operations.iter().filter(|sent| *sent == operation).count()
    }

    /// The GraphQL variables of the [calls](Self::calls).
    #[must_use]
    pub fn variables(&self) -> Vec<Value> {
        let calls = self.calls();
        calls
            .iter()
            .map(|request| body(request)["variables"].take())
            .collect()
    }
}

/// A client of a service that gives the owner's token, and responds to everything else by `respond`.
pub fn service<R: Into<Reply>>(
    respond: impl Fn(&Request<Bytes>) -> R + Send + Sync + 'static,
) -> (Authing, Requests) {
    every_request(move |request| match fetches_owner_token(request) {
        true => OWNER.into(),
        false => respond(request).into(),
    })
}

/// A client of a service that responds by `respond`, to fetches of the owner's token as well.
pub fn every_request<R: Into<Reply>>(
    respond: impl Fn(&Request<Bytes>) -> R + Send + Sync + 'static,
) -> (Authing, Requests) {
    let requests = Requests::default();
    (client(requests.transport(respond)), requests)
}

/// A client of a service that gives the owner's token, and to everything else this response.
#[must_use]
pub fn responding(status: u16, body: &str) -> Authing {
    let body = body.to_owned();
    service(move |_| (status, body.clone())).0
}

/// A client of a service that must not be called.
#[must_use]
pub fn unreachable() -> Authing {
    every_request(|request| -> Reply { panic!("sent: {}", request.uri()) }).0
}

/// A service that gives these replies in turn, and the last one from then on; to fetches of the owner's token those of
/// `tokens`, or the token if there are none. Its client has the default retries, with the longest backoff.
pub fn script(replies: &[Reply], tokens: &[Reply]) -> (Builder, Requests) {
    let requests = Requests::default();
    let queues = [replies, tokens].map(|replies| replies.iter().cloned().collect::<VecDeque<_>>());
    let queues = Mutex::new(queues);
    let transport = requests.transport(move |request| {
        let queue = &mut queues.lock().unwrap()[usize::from(fetches_owner_token(request))];
        match queue.len() {
            0 => OWNER.into(),
            1 => queue[0].clone(),
            _ => queue.pop_front().unwrap(),
        }
    });
    let builder = Authing::builder(USER_POOL, POOL_SECRET)
        .transport(transport)
        .rsa_padding_from(|bytes| bytes.fill(0xFF));
    (builder, requests)
}

/// The request's body, or `null` if it is not JSON.
#[must_use]
pub fn body(request: &Request<Bytes>) -> Value {
    serde_json::from_slice(request.body()).unwrap_or_default()
}

/// The name of the request's operation; empty for a REST request.
#[must_use]
pub fn operation(request: &Request<Bytes>) -> String {
    let body = body(request);
    let name = body.get("operationName").and_then(Value::as_str);
    name.unwrap_or_default().to_owned()
}

/// The request's `Authorization` header.
#[must_use]
pub fn authorization(request: &Request<Bytes>) -> Option<&str> {
    let header = request.headers().get("authorization");
    header.map(|value| value.to_str().unwrap())
}

/// A token with this payload, and no valid signature.
#[must_use]
pub fn jwt(payload: &Value) -> String {
    let payload = BASE64URL_NOPAD.encode(payload.to_string().as_bytes());
    format!("eyJhbGciOiJIUzI1NiJ9.{payload}.c2lnbmF0dXJl")
}

fn fetches_owner_token(request: &Request<Bytes>) -> bool {
    operation(request) == "GetOwnerToken"
}
