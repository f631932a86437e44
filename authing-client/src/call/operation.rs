//! The one path of an operation: check and bind, token, transport, response.

use std::cell::{Cell, RefCell};
use std::ops::ControlFlow;
use std::sync::Arc;

use authing_core::response::read;
use authing_core::{Operation, ResponseError};
use bytes::Bytes;
use futures_util::FutureExt;
use http::header::{AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderValue, Request};
use tokio::time::sleep;

use super::credentials::{Credentials, rejects_token};
use super::executor::{Executor, Service};
use super::request::{Binding, OperationRequest};
use super::response::Sent;
use super::span::Call;
use crate::crypto::password::PublicKey;
use crate::error::Error;
use crate::token::bearer::bearer;
use crate::token::management::Token;

/// Reads a response and keeps its output.
type Read<'a> = dyn FnMut(&[u8]) -> Result<(), ResponseError> + Send + 'a;

impl<A: Service> Executor<A> {
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
