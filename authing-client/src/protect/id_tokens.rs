//! The layer for ID tokens of the v2 API, whose keys may have to be fetched.

use std::mem::replace;
use std::sync::Arc;
use std::task::{Context, Poll};

use authing_core::Secret;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use http::{Request, Response};
use tower_service::Service;

use super::caller_token::CallerToken;
use super::layer::{RequireToken, Sealed, VerifyTokens};
use super::rejection::Rejection;
use crate::error::Error;
use crate::v2::AuthenticationClient;

impl VerifyTokens for AuthenticationClient {}
impl Sealed for AuthenticationClient {}

impl<S, B, R> Service<Request<B>> for RequireToken<S, AuthenticationClient>
where
    S: Service<Request<B>, Response = Response<R>, Future: Send> + Clone + Send + 'static,
    B: Send + 'static,
    R: Default,
{
    type Response = Response<R>;
    type Error = S::Error;
    type Future = BoxFuture<'static, Result<Response<R>, S::Error>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, mut request: Request<B>) -> Self::Future {
        let settings = Arc::clone(&self.settings);
        // Only the service that was polled is ready; its clone stays.
        let clone = self.inner.clone();
        let mut inner = replace(&mut self.inner, clone);
        let token = settings.token(request.headers()).map(Secret::from);
        async move {
            let token = match token {
                Ok(token) => token,
                Err(rejection) => return Ok(rejection.response()),
            };
            match settings.verifier.verify_id_token(token.clone()).await {
                Ok(claims) => {
                    settings.admit(&mut request, claims, CallerToken(token));
                    inner.call(request).await
                }
                Err(Error::InvalidToken { reason }) => Ok(Rejection::from(reason).response()),
                Err(_) => Ok(Rejection::NoKeys.response()),
            }
        }
        .boxed()
    }
}
