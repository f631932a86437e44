//! `GET …/auth` and `POST …/auth`: the beginning of a login.

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;

use super::client::Sent;
use super::page;
use crate::rules::oidc::login::authorization::{self, Next};
use crate::rules::oidc::login::request::Rejection;
use crate::server::app::App;
use crate::server::cookies;
use crate::server::response::{Failed, blocking};
use crate::store::oidc::Protocol;

pub(super) async fn begin(
    protocol: Protocol,
    State(app): State<App>,
    headers: HeaderMap,
    Sent(parameters): Sent,
) -> Result<Response, Failed> {
    let parameters = match parameters {
        Ok(parameters) => parameters,
        Err(error) => return Ok(page::error(&error)),
    };
    let pool = Arc::clone(&app.pool);
    let next = blocking(move || {
        let browser = cookies::browser(&headers);
        authorization::authorize(&pool, protocol, &parameters, &browser)
    });
    Ok(match next.await? {
        Ok(Next::Redirect(redirect)) | Err(Rejection::Redirect(redirect)) => {
            page::redirect(&redirect)
        }
        Ok(Next::Ask(begun)) => {
            let mut response = page::see_other(&format!("/oidc/interaction/{}", begun.id));
            cookies::set_browser(response.headers_mut(), &app.pool, &begun.browser);
            response
        }
        Err(Rejection::Page(error)) => page::error(&error),
    })
}
