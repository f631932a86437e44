//! The `tower` layer that rejects requests without a valid token.

use std::future::{Ready, ready};
use std::sync::Arc;
use std::task::{Context, Poll};

use futures_util::future::Either;
use http::{HeaderMap, Request, Response};
use tower_layer::Layer;
use tower_service::Service;

use super::caller_token::CallerToken;
use super::presented;
use super::rejection::Rejection;
use crate::token::claims::TokenClaims;
use crate::token::verifier::TokenVerifier;

/// A `tower` layer that rejects requests without a valid token, and puts the token's claims and the [`CallerToken`] itself
/// into the extensions of the others.
///
/// The token comes from the header `Authorization: Bearer …` or, with [`cookie`](Self::cookie), from a cookie. It is
/// verified locally: the service is not asked, so a user who has since been locked or removed is accepted until the token
/// expires. `V` decides which tokens are valid:
///
/// | Verifier | Tokens | Claims |
/// |---|---|---|
/// | [`TokenVerifier`], from [`Authing::token_verifier`](crate::Authing::token_verifier) | users' tokens of the legacy API, by the pool's secret | [`TokenClaims`] |
/// | [`v2::AuthenticationClient`](crate::v2::AuthenticationClient) | ID tokens of the app, as by [`verify_id_token`](crate::v2::AuthenticationClient::verify_id_token) | [`v2::oidc::IdTokenClaims`](crate::v2::oidc::IdTokenClaims) |
///
/// Other requests get the status 401, an empty body, and the header `WWW-Authenticate` of RFC 6750: `Bearer` alone if
/// they have no token, and with `error="invalid_token"` and the reason if the token is invalid. With two tokens in one
/// place, the status is 400 and the error `invalid_request`. If the keys of the provider can't be fetched, which an ID token
/// by RS256 needs, the status is 503.
///
/// ```
/// # #[cfg(feature = "axum")]
/// # fn example(authing: authing_client::Authing) -> axum::Router {
/// use authing_client::{RequireTokenLayer, TokenClaims};
/// use axum::{Router, routing::get};
///
/// async fn me(claims: TokenClaims) -> String { // with the feature `axum`; otherwise `Extension<TokenClaims>`
///     claims.user_id
/// }
///
/// let protect = RequireTokenLayer::new(authing.token_verifier()).cookie("token");
/// let app = Router::new()
///     .route("/me", get(me))
///     .route_layer(protect);
/// # app
/// # }
/// ```
///
/// Put a CORS layer outside this one: browsers send their preflight requests without a token.
#[derive(Debug, Clone)]
#[must_use = "a layer does nothing until it wraps a service"]
pub struct RequireTokenLayer<V = TokenVerifier> {
    settings: Arc<Settings<V>>,
}

#[derive(Debug, Clone)]
pub(super) struct Settings<V> {
    pub(super) verifier: V,
    cookie: Option<String>,
}

impl<V: VerifyTokens> RequireTokenLayer<V> {
    /// Creates a layer that requires a token accepted by this verifier.
    pub fn new(verifier: V) -> Self {
        let cookie = None;
        Self {
            settings: Arc::new(Settings { verifier, cookie }),
        }
    }

    /// Also accepts the token from the cookie with this name, if the request has no `Authorization: Bearer …`. Default:
    /// no cookie.
    ///
    /// Browsers also send cookies with requests caused by other sites. Set the cookie with `SameSite=Lax` or `Strict`,
    /// and `HttpOnly` and `Secure`.
    pub fn cookie(mut self, name: impl Into<String>) -> Self {
        Arc::make_mut(&mut self.settings).cookie = Some(name.into());
        self
    }
}

/// A verifier of the tokens of a [`RequireTokenLayer`].
pub trait VerifyTokens: Clone + Sealed {}

pub trait Sealed {}

impl VerifyTokens for TokenVerifier {}
impl Sealed for TokenVerifier {}

impl<S, V> Layer<S> for RequireTokenLayer<V> {
    type Service = RequireToken<S, V>;

    fn layer(&self, inner: S) -> Self::Service {
        RequireToken {
            settings: Arc::clone(&self.settings),
            inner,
        }
    }
}

/// The service created by [`RequireTokenLayer`].
#[derive(Debug, Clone)]
pub struct RequireToken<S, V = TokenVerifier> {
    pub(super) settings: Arc<Settings<V>>,
    pub(super) inner: S,
}

impl<S, B, R> Service<Request<B>> for RequireToken<S, TokenVerifier>
where
    S: Service<Request<B>, Response = Response<R>>,
    R: Default,
{
    type Response = Response<R>;
    type Error = S::Error;
    type Future = Either<S::Future, Ready<Result<Response<R>, S::Error>>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, mut request: Request<B>) -> Self::Future {
        match self.settings.caller(request.headers()) {
            Ok((claims, token)) => {
                self.settings.admit(&mut request, claims, token);
                Either::Left(self.inner.call(request))
            }
            Err(rejection) => Either::Right(ready(Ok(rejection.response()))),
        }
    }
}

impl Settings<TokenVerifier> {
    fn caller(&self, headers: &HeaderMap) -> Result<(TokenClaims, CallerToken), Rejection> {
        let token = self.token(headers)?;
        let claims = self.verifier.verify(token)?;
        Ok((claims, CallerToken(token.into())))
    }
}

impl<V> Settings<V> {
    /// Returns the token of a request.
    pub(super) fn token<'a>(&self, headers: &'a HeaderMap) -> Result<&'a str, Rejection> {
        presented::token(headers, self.cookie.as_deref())
    }

    /// Prepares a request with a valid token for the service behind the layer.
    pub(super) fn admit<B, C>(&self, request: &mut Request<B>, claims: C, token: CallerToken)
    where
        C: Clone + Send + Sync + 'static,
    {
        presented::mark_sensitive(request.headers_mut(), self.cookie.is_some());
        request.extensions_mut().insert(claims);
        request.extensions_mut().insert(token);
    }
}
