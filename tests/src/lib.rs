//! What the workspace's tests share: a transport that records what is sent and answers what it is told.

#[cfg(feature = "every-operation")]
pub mod every_operation;
pub mod fuzzed;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use authing_client::bytes::Bytes;
use authing_client::http::{Method, Request, Response};
use authing_client::{Authing, Error, RetryPolicy, Secret, Transport, transport_fn};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng as _};
use serde_json::{Value, json};

// The programs in both READMEs compile.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
#[doc = include_str!("../../README.zh-CN.md")]
struct Readme;

/// The user pool of the tests.
pub const USER_POOL: &str = "5e4cdd055df3df65dc58b97d";
/// Its secret; a word that is searched for where it must not be.
pub const POOL_SECRET: &str = "xyzzy-pool-secret";
/// The owner's token.
pub const OWNER_TOKEN: &str = "xyzzy-owner-token";
/// A user's token.
pub const USER_TOKEN: &str = "xyzzy-user-token";
/// A user's password.
pub const PASSWORD: &str = "xyzzy-password";
/// The word that all secrets of the tests have in common.
pub const SECRET_WORD: &str = "xyzzy";

/// Requests in the order in which they were sent.
#[derive(Clone, Default)]
pub struct Recorder(Arc<Mutex<Vec<Request<Bytes>>>>);

impl std::fmt::Debug for Recorder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Recorder").finish_non_exhaustive()
    }
}

impl Recorder {
    /// A transport that records every request. It gives the owner's token where that is asked for, and to everything
    /// else `answer`.
    pub fn answering(&self, answer: &'static str) -> impl Transport + use<> {
        let requests = Arc::clone(&self.0);
        let answer = Bytes::from_static(answer.as_bytes());
        transport_fn(move |request: Request<Bytes>| {
            let is_token = json_of(&request)
                .get("operationName")
                .is_some_and(|name| name == "GetOwnerToken");
            let body = if is_token {
                json!({"data": {"getAccessTokenByAppSecret": OWNER_TOKEN}})
                    .to_string()
                    .into()
            } else {
                answer.clone()
            };
            requests
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push(request);
            async move { Ok(Response::new(body)) }
        })
    }

    /// The last request, as it is pinned in a snapshot.
    ///
    /// Values of headers are shown but for the token, whose kind is: the tests know both.
    #[must_use]
    pub fn last(&self) -> Value {
        let requests = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        requests.last().map(shown).unwrap_or_default()
    }
}

fn json_of(request: &Request<Bytes>) -> Value {
    serde_json::from_slice(request.body()).unwrap_or_default()
}

fn shown(request: &Request<Bytes>) -> Value {
    let headers: BTreeMap<&str, String> = request
        .headers()
        .iter()
        .map(|(name, value)| {
            let value = String::from_utf8_lossy(value.as_bytes())
                .replace(OWNER_TOKEN, "[the owner's token]")
                .replace(USER_TOKEN, "[the user's token]")
                .replace(env!("CARGO_PKG_VERSION"), "[version]");
            (name.as_str(), value)
        })
        .collect();
    let mut shown = json!({
        "method": request.method().as_str(),
        "url": request.uri().to_string(),
        "headers": headers,
    });
    if request.method() == Method::POST
        && let Value::Object(shown) = &mut shown
    {
        let mut body = json_of(request);
        // Line by line, so that a diff shows the field that has come or gone.
        if let Some(query) = body.get_mut("query") {
            *query = query.as_str().unwrap_or_default().lines().collect();
        }
        shown.insert("body".to_owned(), body);
    }
    shown
}

/// A client over a transport, with real RSA whose padding is the same on every run.
///
/// # Errors
///
/// None that the tests expect.
pub fn client(transport: impl Transport) -> Result<Authing, Error> {
    let padding = Mutex::new(ChaCha20Rng::seed_from_u64(2020));
    Authing::builder(USER_POOL, Secret::from(POOL_SECRET))
        .transport(transport)
        .retry_policy(RetryPolicy::none())
        .rsa_padding_from(move |bytes| {
            padding
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .fill_bytes(bytes);
        })
        .build()
}
