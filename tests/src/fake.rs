//! A service in memory, behind the client's [`Transport`]: records the requests, and responds as the test says.

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
/// A response with the v2 API's management token, the same.
pub const MANAGEMENT: &str =
    r#"{"data":{"accessToken":{"accessToken":"xyzzy-owner-token","exp":null,"iat":null}}}"#;
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

/// The service's reaction to a request.
#[derive(Debug, Clone)]
pub enum Reply {
    /// A response with this status, `Retry-After` header and body.
    Response(u16, Option<&'static str>, Bytes),
    /// A transport error.
    Fails(TransportError),
    /// No response, ever.
    Never,
}

impl Reply {
    async fn send(self) -> Result<Response<Bytes>, TransportError> {
        match self {
            Self::Response(status, retry_after, body) => {
                let mut response = Response::builder().status(status);
                if let Some(value) = retry_after {
                    response = response.header("retry-after", value);
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

/// The requests that a fake service received, oldest first.
#[derive(Clone, Default)]
pub struct Requests(Arc<Mutex<Vec<Request<Bytes>>>>);

impl fmt::Debug for Requests {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Requests").finish_non_exhaustive()
    }
}

impl Requests {
    /// Returns a transport that records each request here, and responds with the result of `respond`.
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

    /// Removes all recorded requests.
    pub fn clear(&self) {
        self.0.lock().unwrap().clear();
    }

    /// Returns all requests.
    #[must_use]
    pub fn all(&self) -> Vec<Request<Bytes>> {
        self.0.lock().unwrap().clone()
    }

    /// Returns the last request.
    #[must_use]
    pub fn last(&self) -> Option<Request<Bytes>> {
        self.0.lock().unwrap().last().cloned()
    }

    /// Returns the requests except those that fetched the owner's token.
    #[must_use]
    pub fn calls(&self) -> Vec<Request<Bytes>> {
        let mut requests = self.all();
        requests.retain(|request| !fetches_owner_token(request));
        requests
    }

    /// Returns the operation names of all requests; the name of a REST request is empty.
    #[must_use]
    pub fn operations(&self) -> Vec<String> {
        self.all().iter().map(operation).collect()
    }

    /// Counts the requests of an operation.
    #[must_use]
    pub fn count(&self, operation: &str) -> usize {
        let operations = self.operations();
        operations.iter().filter(|sent| *sent == operation).count()
    }

    /// Returns the GraphQL variables of the [calls](Self::calls).
    #[must_use]
    pub fn variables(&self) -> Vec<Value> {
        let calls = self.calls();
        calls
            .iter()
            .map(|request| body(request)["variables"].take())
            .collect()
    }
}

/// Returns a client of a service that issues the owner's token, and responds to all other requests with `respond`.
pub fn service<R: Into<Reply>>(
    respond: impl Fn(&Request<Bytes>) -> R + Send + Sync + 'static,
) -> (Authing, Requests) {
    every_request(move |request| match fetches_owner_token(request) {
        true => OWNER.into(),
        false => respond(request).into(),
    })
}

/// Returns a client of a service that responds with `respond` to all requests, fetches of the owner's token included.
pub fn every_request<R: Into<Reply>>(
    respond: impl Fn(&Request<Bytes>) -> R + Send + Sync + 'static,
) -> (Authing, Requests) {
    let requests = Requests::default();
    (client(requests.transport(respond)), requests)
}

/// Returns a client of a service that issues the owner's token, and sends this response to all other requests.
#[must_use]
pub fn responding(status: u16, body: &str) -> Authing {
    let body = body.to_owned();
    service(move |_| (status, body.clone())).0
}

/// Returns a client whose requests fail the test.
#[must_use]
pub fn unreachable() -> Authing {
    every_request(|request| -> Reply { panic!("sent: {}", request.uri()) }).0
}

/// A service that sends these replies in turn and repeats the last one. Fetches of the owner's token get the replies of
/// `tokens`, or the token if that is empty. The client has the default retry policy and always draws the longest backoff.
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

/// Returns the request's body, or `null` if it is not JSON.
#[must_use]
pub fn body(request: &Request<Bytes>) -> Value {
    serde_json::from_slice(request.body()).unwrap_or_default()
}

/// Returns the name of the request's operation; empty for a REST request.
#[must_use]
pub fn operation(request: &Request<Bytes>) -> String {
    let body = body(request);
    let name = body.get("operationName").and_then(Value::as_str);
    name.unwrap_or_default().to_owned()
}

/// Returns the request's `Authorization` header.
#[must_use]
pub fn authorization(request: &Request<Bytes>) -> Option<&str> {
    let header = request.headers().get("authorization");
    header.map(|value| value.to_str().unwrap())
}

/// Returns a token with this payload and an invalid signature.
#[must_use]
pub fn jwt(payload: &Value) -> String {
    let payload = BASE64URL_NOPAD.encode(payload.to_string().as_bytes());
    format!("eyJhbGciOiJIUzI1NiJ9.{payload}.c2lnbmF0dXJl")
}

fn fetches_owner_token(request: &Request<Bytes>) -> bool {
    operation(request) == "GetOwnerToken"
}
