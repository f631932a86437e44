//! A service in the test itself.

use std::sync::{Arc, Mutex};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bytes::Bytes;
use http::{Request, Response, StatusCode};
use serde_json::{Value, json};

use crate::{Authing, RetryPolicy, Transport, transport_fn};

pub(crate) const POOL: &str = "pool-1";
pub(crate) const SECRET: &str = "xyzzy-pool-secret";

/// The requests that were sent, but for those of the owner's token.
#[derive(Clone, Default)]
pub(crate) struct Requests(Arc<Mutex<Vec<Request<Bytes>>>>);

impl Requests {
    pub(crate) fn all(&self) -> Vec<Request<Bytes>> {
        self.0.lock().unwrap().clone()
    }

    pub(crate) fn len(&self) -> usize {
        self.all().len()
    }

    /// The GraphQL variables of the request with this number.
    pub(crate) fn variables(&self, index: usize) -> Value {
        body(&self.all()[index])["variables"].take()
    }
}

pub(crate) fn body(request: &Request<Bytes>) -> Value {
    serde_json::from_slice(request.body()).unwrap_or_default()
}

pub(crate) fn operation(request: &Request<Bytes>) -> String {
    body(request)["operationName"]
        .as_str()
        .unwrap_or_default()
        .to_owned()
}

/// A client whose service answers by a function, with HTTP status 200.
pub(crate) fn service(
    answer: impl Fn(&Request<Bytes>) -> Value + Send + Sync + 'static,
) -> (Authing, Requests) {
    service_with_status(move |request| (200, answer(request)))
}

/// A client whose service answers by a function.
pub(crate) fn service_with_status(
    answer: impl Fn(&Request<Bytes>) -> (u16, Value) + Send + Sync + 'static,
) -> (Authing, Requests) {
    let requests = Requests::default();
    let record = requests.clone();
    let authing = client(transport_fn(move |request: Request<Bytes>| {
        let (status, body) = if operation(&request) == "GetOwnerToken" {
            (
                200,
                json!({"data": {"getAccessTokenByAppSecret": "xyzzy-owner-token"}}),
            )
        } else {
            let answer = answer(&request);
            record.0.lock().unwrap().push(request);
            answer
        };
        let mut response = Response::new(Bytes::from(body.to_string()));
        *response.status_mut() = StatusCode::from_u16(status).unwrap();
        async move { Ok(response) }
    }));
    (authing, requests)
}

/// A transport that nothing may be sent through.
pub(crate) fn unreachable_transport() -> impl Transport {
    transport_fn(|request: Request<Bytes>| async move { panic!("sent: {}", request.uri()) })
}

pub(crate) fn client(transport: impl Transport) -> Authing {
    Authing::builder(POOL, SECRET)
        .transport(transport)
        .retry_policy(RetryPolicy::none())
        .build()
        .unwrap()
}

/// A token with this content, and no signature worth the name.
pub(crate) fn jwt(payload: &Value) -> String {
    let payload = URL_SAFE_NO_PAD.encode(payload.to_string());
    format!("eyJhbGciOiJIUzI1NiJ9.{payload}.c2lnbmF0dXJl")
}
