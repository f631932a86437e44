//! What all calls of a client share, and the API that it sends them to.

use std::sync::Arc;

use authing_core::{Api, Secret};
use bytes::Bytes;
use futures_util::TryFutureExt;
use futures_util::future::BoxFuture;
use http::{HeaderMap, Method, Request, Response, Uri};
use tokio::sync::Semaphore;

use super::deadline::Deadline;
use super::options::Options;
use super::retry::{Attempts, Budget, Repeat};
use super::span::Call;
use crate::crypto::password::PublicKey;
use crate::crypto::randomness::Randomness;
use crate::error::Error;
use crate::runtime;
use crate::token::fetched_once::FetchedOnce;
use crate::transport::Transport;

/// Where a client of this API sends operations.
pub(crate) trait Service: Api + Sized {
    /// The URLs of a client.
    type Urls: Send + Sync + 'static;

    /// Returns the URL of an endpoint.
    fn uri(urls: &Self::Urls, endpoint: Self::Endpoint) -> &Uri;

    /// Returns the URL of a REST path for an operation, each segment escaped.
    fn rest(
        operation: &'static str,
        urls: &Self::Urls,
        endpoint: Self::Endpoint,
        segments: &[String],
        query: &[(&str, &str)],
    ) -> Result<Uri, Error>;

    /// Returns an endpoint's name in spans.
    fn name(endpoint: Self::Endpoint) -> &'static str;

    /// Returns the public key for passwords, if the client was not given one.
    fn public_key(
        executor: &Executor<Self>,
    ) -> impl Future<Output = Result<PublicKey, Error>> + Send;

    /// Returns what to check if the service does not know an operation, unless the URLs can't be the cause.
    fn hint_for_unknown_field(_urls: &Self::Urls) -> Option<&'static str> {
        None
    }
}

/// Sends a client's calls.
pub(crate) struct Executor<A: Service> {
    pub(crate) shared: Arc<Shared<A>>,
    pub(crate) options: Options,
}

/// The state that a client shares with its clones.
pub(crate) struct Shared<A: Service> {
    /// Empty for a client of an app.
    pub(crate) user_pool_id: String,
    /// The secret of the user pool or the app, or empty if the client has none.
    pub(crate) secret: Secret,
    pub(crate) urls: A::Urls,
    /// Given, or found when a password is first encrypted.
    pub(crate) public_key: FetchedOnce<PublicKey>,
    pub(crate) randomness: Randomness,
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) budget: Budget,
    /// One permit for each request that may be in flight.
    pub(crate) permits: Semaphore,
}

impl<A: Service> Executor<A> {
    /// Returns the same executor with other options.
    pub(crate) fn with(&self, change: impl FnOnce(&mut Options)) -> Self {
        let mut options = self.options.clone();
        change(&mut options);
        Self {
            shared: Arc::clone(&self.shared),
            options,
        }
    }

    /// Returns a request to the service.
    pub(crate) fn new_request(&self, method: Method, uri: Uri, body: Bytes) -> Request<Bytes> {
        let mut request = Request::new(body);
        *request.method_mut() = method;
        *request.uri_mut() = uri;
        let common = &self.options.headers;
        // With room for the others of a request: a clone would have none, and grow twice.
        let mut headers = HeaderMap::with_capacity(common.len() + 4);
        headers.extend(
            common
                .iter()
                .map(|(name, value)| (name.clone(), value.clone())),
        );
        *request.headers_mut() = headers;
        request
    }

    /// Returns a `GET` request to the service.
    pub(crate) fn new_get(&self, uri: Uri) -> Request<Bytes> {
        self.new_request(Method::GET, uri, Bytes::new())
    }

    /// Runs a call, and records it for `tracing`.
    ///
    /// The future is boxed: it is large and would be copied into each future that wraps it.
    pub(super) async fn run<T>(
        &self,
        call: &Call,
        work: BoxFuture<'_, Result<T, Error>>,
    ) -> Result<T, Error> {
        runtime::current()?;
        call.observe(work).await
    }

    pub(super) fn begin(&self, call: &Call, repeat: Repeat) -> Attempts<'_> {
        let Shared {
            budget, randomness, ..
        } = &*self.shared;
        let policy = self.options.retry_policy;
        Attempts::begin(repeat, policy, call.deadline().end(), budget, randomness)
    }

    /// Waits until one more request may be in flight.
    ///
    /// The permit is kept until the response is read: by then, its connection can be used by the next call.
    pub(super) async fn permit(&self, call: &Call) -> Result<impl Sized, Error> {
        // The semaphore is never closed; if it were, there would be no limit.
        call.limit(async { Ok(self.shared.permits.acquire().await.ok()) })
            .await
    }

    /// Sends a request as one attempt.
    pub(super) fn send(
        &self,
        call: &Call,
        request: Request<Bytes>,
    ) -> impl Future<Output = Result<Response<Bytes>, Error>> {
        call.attempted();
        let operation = call.operation();
        let sent = self.shared.transport.send(request);
        let sent = sent.map_err(move |source| Error::Transport { operation, source });
        let deadline = Deadline::of_attempt(self.options.timeout, call.deadline());
        let sent = deadline.limit(operation, sent);
        sent.inspect_ok(|response| call.responded(response.status()))
    }
}
