//! `GET …/auth` and `POST …/auth`: the beginning of a login.

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
use crate::rules::oidc::login::authorization::{self, Next};
use crate::rules::oidc::login::request::Rejection;
use crate::rules::oidc::parameters::Parameters;
use crate::server::app::App;
use crate::server::response::blocking;
use crate::store::oidc::Protocol;

pub(super) async fn by_query(
    protocol: Protocol,
    State(app): State<App>,
    headers: HeaderMap,
    uri: Uri,
) -> Response {
    let query = uri.query().unwrap_or_default();
    respond(
        protocol,
        app,
        headers,
        Ok(Parameters::parse(query.as_bytes())),
    )
    .await
}

pub(super) async fn by_form(
    protocol: Protocol,
    State(app): State<App>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let form = form(&headers, body);
    respond(protocol, app, headers, form).await
}

async fn respond(
    protocol: Protocol,
    app: App,
    headers: HeaderMap,
    parameters: Result<Parameters, OAuthError>,
) -> Response {
    let parameters = match parameters {
        Ok(parameters) => parameters,
        Err(error) => return page::error(&error),
    };
    let pool = Arc::clone(&app.pool);
    let next = blocking(move || {
        let browser = cookies::browser(&headers);
        authorization::authorize(&pool, protocol, &parameters, &browser)
    });
    match next.await {
        Ok(Ok(Next::Redirect(redirect)) | Err(Rejection::Redirect(redirect))) => {
            page::redirect(&redirect)
        }
        Ok(Ok(Next::Ask(begun))) => {
            let mut response = page::see_other(&format!("/oidc/interaction/{}", begun.id));
            cookies::set_browser(response.headers_mut(), &app.pool, &begun.browser);
            response
        }
        Ok(Err(Rejection::Page(error))) => page::error(&error),
        Err(failed) => failed.into_response(),
    }
}
