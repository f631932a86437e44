//! `POST …/token`, `…/token/introspection` and `…/token/revocation`.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};

use super::PRIVATE;
use super::client::{Sent, credentials, is_basic};
use super::response::failed;
use crate::rules::oidc::clients::authenticate_app;
use crate::rules::oidc::error::OAuthError;
use crate::rules::oidc::parameters::Parameters;
use crate::rules::oidc::tokens::bearer;
use crate::rules::oidc::tokens::exchange::exchange as exchange_for_tokens;
use crate::rules::pool::Pool;
use crate::server::app::App;
use crate::server::response::blocking;
use crate::store::oidc::Protocol;

pub(super) async fn exchange(
    protocol: Protocol,
    app: State<App>,
    headers: HeaderMap,
    sent: Sent,
) -> Response {
    run(app, headers, sent, move |pool, headers, form| {
        let credentials = credentials(headers, form)?;
        let issued = exchange_for_tokens(pool, protocol, form, &credentials)?;
        Ok((PRIVATE, Json(issued)).into_response())
    })
    .await
}

pub(super) async fn introspect(app: State<App>, headers: HeaderMap, sent: Sent) -> Response {
    run(app, headers, sent, |pool, headers, form| {
        let app = authenticate_app(pool, &credentials(headers, form)?)?;
        let known = bearer::introspect(pool, &app, form.required("token")?)?;
        Ok((PRIVATE, Json(known)).into_response())
    })
    .await
}

pub(super) async fn revoke(app: State<App>, headers: HeaderMap, sent: Sent) -> Response {
    run(app, headers, sent, |pool, headers, form| {
        let app = authenticate_app(pool, &credentials(headers, form)?)?;
        bearer::revoke(pool, &app, form.required("token")?)?;
        Ok((StatusCode::OK, PRIVATE).into_response())
    })
    .await
}

async fn run(
    State(app): State<App>,
    headers: HeaderMap,
    Sent(form): Sent,
    work: impl FnOnce(&Pool, &HeaderMap, &Parameters) -> Result<Response, OAuthError> + Send + 'static,
) -> Response {
    let done = blocking(move || {
        let basic = is_basic(&headers);
        let done = form.and_then(|form| work(&app.pool, &headers, &form));
        done.unwrap_or_else(|error| failed(error, basic))
    });
    done.await.unwrap_or_else(|failed| failed.into_response())
}
