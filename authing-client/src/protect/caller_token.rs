//! The token of a protected request, for calls to the service as its user.

use authing_core::Secret;

/// The verified token of a request behind [`RequireTokenLayer`](crate::RequireTokenLayer), in the request's extensions;
/// with the feature `axum`, also an extractor. [`Authing::session`](crate::Authing::session) takes it, and in v2
/// [`AuthenticationClient::session`](crate::v2::AuthenticationClient::session):
///
/// ```
/// # #[cfg(feature = "axum")]
/// # async fn example() {
/// use authing_client::types::User;
/// use authing_client::{Authing, CallerToken};
/// use axum::{Json, extract::State, http::StatusCode};
///
/// async fn me(State(authing): State<Authing>, token: CallerToken) -> Result<Json<Option<User>>, StatusCode> {
///     let user = authing.session(token).me().await;
///     user.map(Json).map_err(|_| StatusCode::BAD_GATEWAY)
/// }
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct CallerToken(pub(super) Secret);

impl From<CallerToken> for Secret {
    fn from(token: CallerToken) -> Self {
        token.0
    }
}
