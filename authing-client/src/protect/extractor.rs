//! The token of a protected request and its claims as arguments of axum handlers.

use axum_core::extract::FromRequestParts;
use http::StatusCode;
use http::request::Parts;

use super::caller_token::CallerToken;
use crate::token::claims::TokenClaims;

/// Implements the extraction of what the layer puts into the extensions of a request.
macro_rules! extracted {
    ($($(#[$attribute:meta])* $type:ty;)*) => {$(
        $(#[$attribute])*
        impl<S: Sync> FromRequestParts<S> for $type {
            type Rejection = (StatusCode, &'static str);

            async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
                extension(parts)
            }
        }
    )*};
}

extracted! {
    /// With the feature `axum`: the caller's claims, in a handler behind [`RequireTokenLayer`](crate::RequireTokenLayer).
    /// On a route without that layer, the response has the status 500.
    TokenClaims;
    /// With the feature `axum`: the claims of the caller's ID token, in a handler behind
    /// [`RequireTokenLayer`](crate::RequireTokenLayer). On a route without that layer, the response has the status 500.
    #[cfg(feature = "v2")]
    crate::v2::oidc::IdTokenClaims;
    /// With the feature `axum`: the caller's token, in a handler behind [`RequireTokenLayer`](crate::RequireTokenLayer).
    /// On a route without that layer, the response has the status 500.
    CallerToken;
}

fn extension<T: Clone + Send + Sync + 'static>(
    parts: &Parts,
) -> Result<T, (StatusCode, &'static str)> {
    parts.extensions.get().cloned().ok_or((
        StatusCode::INTERNAL_SERVER_ERROR,
        "this route has no `RequireTokenLayer`",
    ))
}
