//! The one path of a call: check and bind, token, transport, response.

use std::cell::{Cell, RefCell};
use std::ops::ControlFlow;
use std::sync::Arc;

use authing_core::response::read;
use authing_core::{Operation, ResponseError, Secret};
use bytes::Bytes;
use futures_util::future::BoxFuture;
use futures_util::{FutureExt, TryFutureExt};
use http::header::{AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue, Method, Request, Response, Uri};
use tokio::sync::Semaphore;
use tokio::time::sleep;

use super::credentials::{Credentials, rejects_token};
use super::deadline::Deadline;
use super::options::Options;
use super::request::{Binding, OperationRequest};
use super::response::Sent;
use super::retry::{Attempts, Budget, Repeat};
use super::service::Service;
use super::span::Call;
use crate::crypto::password::PublicKey;
use crate::crypto::randomness::Randomness;
use crate::error::Error;
use crate::runtime;
use crate::token::bearer::bearer;
use crate::token::fetched_once::FetchedOnce;
use crate::token::management::Token;
use crate::transport::Transport;

/// Reads a response and keeps its output.
type Read<'a> = dyn FnMut(&[u8]) -> Result<(), ResponseError> + Send + 'a;

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

    /// Sends an operation.
    ///
    /// Only this and the writing of the request are compiled for each operation. The output is left in `output`, so that
    /// it is not moved through every layer of the call; boxed, because each call in flight would carry the space for it.
    pub(crate) async fn execute<O: Operation<Api = A>>(
        &self,
        operation: O,
        credentials: Credentials<'_>,
    ) -> Result<O::Output, Error> {
        let call = Call::begin(O::NAME, A::name(O::ENDPOINT), self.options.call_timeout);
        let mut output = None;
        let work = async {
            // Passwords are encrypted here, once: every attempt sends the same bytes.
            let request = self.request(&call, operation).await?;
            let mut read = |body: &[u8]| {
                output = Some(Box::new(read::<O>(body)?));
                Ok(())
            };
            self.attempts(&call, &request, credentials, &mut read).await
        };
        self.run(&call, work.boxed()).await?;
        output.map(|output| *output).ok_or_else(|| Error::Decode {
            operation: O::NAME,
            path: String::new(),
            reason: "no response was read".to_owned(),
        })
    }

    /// Retries as allowed, plus one uncounted resend if the client's own token was rejected.
    async fn attempts(
        &self,
        call: &Call,
        request: &OperationRequest,
        credentials: Credentials<'_>,
        read: &mut Read<'_>,
    ) -> Result<(), Error> {
        let mut attempts = self.begin(call, request.repeat);
        let mut rejected: Option<Arc<Token>> = None;
        loop {
            let managed = match (credentials, &rejected) {
                // The fetch has its own retries: its failure is final for the call.
                (Credentials::Management(tokens), None) => Some(call.limit(tokens.get()).await?),
                (Credentials::Management(tokens), Some(rejected)) => {
                    Some(call.limit(tokens.replace(rejected)).await?)
                }
                _ => None,
            };
            let token = match (credentials, &managed) {
                (Credentials::User(token), _) => Some((token, bearer(request.operation, token)?)),
                (_, Some(managed)) => {
                    let bearer = managed.bearer();
                    Some((&bearer.token, bearer.header.clone()))
                }
                _ => None,
            };
            let (token, header) = token.unzip();
            let permit = self.permit(call).await?;
            let sent = self.send(call, self.http_request(request, header));
            let result = sent.await.and_then(|response| {
                let sent = Sent {
                    token,
                    secrets: &request.encrypted,
                    graphql: request.graphql,
                    variables: &request.sent,
                    secret_variables: request.secret_variables,
                    ..Sent::new(request.operation, &self.shared.secret)
                };
                sent.judge(&response, &mut *read)
                    .map_err(|error| self.hinted(error, request))
            });
            drop(permit);
            let is_first = managed.is_some() && rejected.is_none();
            if is_first && result.as_ref().is_err_and(rejects_token) {
                rejected = managed;
                continue;
            }
            match attempts.settle(result) {
                ControlFlow::Break(settled) => return settled,
                ControlFlow::Continue(wait) => sleep(wait).await,
            }
        }
    }

    /// Returns the request of an attempt.
    fn http_request(
        &self,
        of_operation: &OperationRequest,
        authorization: Option<HeaderValue>,
    ) -> Request<Bytes> {
        let OperationRequest {
            method, uri, body, ..
        } = of_operation;
        let mut request = self.new_request(method.clone(), uri.clone(), body.clone());
        let headers = request.headers_mut();
        if !body.is_empty() {
            headers.insert(
                CONTENT_TYPE,
                HeaderValue::from_static("application/json; charset=utf-8"),
            );
        }
        if let Some(authorization) = authorization {
            headers.insert(AUTHORIZATION, authorization);
        }
        request
    }

    /// Adds the hint to an error of a service that does not know the operation.
    fn hinted(&self, mut error: Error, request: &OperationRequest) -> Error {
        if let Error::Api { hint, message, .. } = &mut error
            && lacks_field(message, request.root_field)
        {
            *hint = A::hint_for_unknown_field(&self.shared.urls);
        }
        error
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

    /// Binds an operation. The public key is fetched only if there is a password to encrypt.
    async fn request<O: Operation<Api = A>>(
        &self,
        call: &Call,
        operation: O,
    ) -> Result<OperationRequest, Error> {
        let key = &self.shared.public_key;
        if let Some(key) = key.get() {
            return self.write(operation, &self.binding(Some(key)));
        }
        let without_key = self.binding(None);
        match self.write(operation.clone(), &without_key) {
            Err(_) if without_key.lacks_key.get() => {
                // Boxed: most calls don't fetch it, and would carry the space for it.
                let fetched = key.fetched(A::public_key(self)).boxed();
                let key = call.limit(fetched).await?;
                self.write(operation, &self.binding(Some(key)))
            }
            request => request,
        }
    }

    fn binding<'a>(&'a self, public_key: Option<&'a PublicKey>) -> Binding<'a> {
        Binding {
            user_pool_id: &self.shared.user_pool_id,
            public_key,
            randomness: &self.shared.randomness,
            encrypted: RefCell::default(),
            lacks_key: Cell::default(),
        }
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

/// Returns whether a message says that the service's schema does not have the operation's root field.
fn lacks_field(message: &str, root_field: &str) -> bool {
    message.contains(root_field)
        && [
            "Cannot query field",
            "FieldUndefined",
            "does not have a field",
        ]
        .into_iter()
        .any(|words| message.contains(words))
}
