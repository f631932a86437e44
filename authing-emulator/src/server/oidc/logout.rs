//! `/oidc/session/end` and `GET /login/profile/logout`.

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse as _, Response};

use super::client::Sent;
use super::page;
use crate::rules::oidc::error::OAuthError;
use crate::rules::oidc::login::logout;
use crate::rules::oidc::login::sessions::Browser;
use crate::rules::oidc::parameters::Parameters;
use crate::rules::pool::Pool;
use crate::server::app::App;
use crate::server::cookies;
use crate::server::response::blocking;

pub(super) async fn end(app: State<App>, headers: HeaderMap, sent: Sent) -> Response {
    respond(app, headers, sent, logout::end).await
}

pub(super) async fn leave(app: State<App>, headers: HeaderMap, sent: Sent) -> Response {
    respond(app, headers, sent, |pool, browser, parameters| {
        logout::leave(pool, browser, parameters.get("redirect_uri"))
    })
    .await
}

async fn respond(
    State(app): State<App>,
    headers: HeaderMap,
    Sent(parameters): Sent,
    end: impl FnOnce(&Pool, &Browser, &Parameters) -> Result<Option<String>, OAuthError>
    + Send
    + 'static,
) -> Response {
    let pool = Arc::clone(&app.pool);
    let ended = blocking(move || {
        let browser = cookies::browser(&headers);
        end(&pool, &browser, &parameters?)
    });
    let mut response = match ended.await {
        Ok(Ok(Some(uri))) => page::see_other(&uri),
        Ok(Ok(None)) => page::logged_out(),
        Ok(Err(error)) => return page::error(&error),
        Err(failed) => return failed.into_response(),
    };
    cookies::clear_session(response.headers_mut(), &app.pool);
    response
}
