//! `/oidc/session/end` and `GET /login/profile/logout`.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::{HeaderMap, Uri};
use axum::response::{IntoResponse as _, Response};

use super::client::form;
use super::cookies;
use super::page;
use crate::rules::oidc::error::OAuthError;
use crate::rules::oidc::login::logout;
use crate::rules::oidc::login::sessions::Browser;
use crate::rules::oidc::parameters::Parameters;
use crate::rules::pool::Pool;
use crate::server::app::App;
use crate::server::response::blocking;

pub(super) async fn end(State(app): State<App>, headers: HeaderMap, uri: Uri) -> Response {
    respond(app, headers, Ok(query(&uri)), logout::end).await
}

pub(super) async fn end_by_post(
    State(app): State<App>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let form = form(&headers, body);
    respond(app, headers, form, logout::end).await
}

pub(super) async fn leave(State(app): State<App>, headers: HeaderMap, uri: Uri) -> Response {
    respond(
        app,
        headers,
        Ok(query(&uri)),
        |pool, browser, parameters| logout::leave(pool, browser, parameters.get("redirect_uri")),
    )
    .await
}

fn query(uri: &Uri) -> Parameters {
    Parameters::parse(uri.query().unwrap_or_default().as_bytes())
}

async fn respond(
    app: App,
    headers: HeaderMap,
    parameters: Result<Parameters, OAuthError>,
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
