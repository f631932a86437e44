//! `GET /captcha/{id}.svg` and `GET /api/v2/security/captcha`.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, header};
use axum::response::{IntoResponse as _, Response};

use crate::rules::login::captcha;
use crate::server::app::App;
use crate::server::cookies;
use crate::server::response::{Failed, blocking_or_failed, not_found};
use crate::server::rest::segments::Segments;

pub(in crate::server) async fn picture(
    State(app): State<App>,
    Segments(file): Segments<String>,
) -> Result<Response, Failed> {
    let read = blocking_or_failed("the captcha could not be read", move || {
        let id = file.strip_suffix(".svg").unwrap_or_default();
        captcha::picture_of(&app.pool.store.read()?, id)
    });
    let Some(picture) = read.await? else {
        return Ok(not_found().await);
    };
    Ok((HEADERS, picture).into_response())
}

/// The next captcha of the session in the cookie, which begins with the first one.
pub(in crate::server) async fn of_session(
    State(app): State<App>,
    headers: HeaderMap,
) -> Result<Response, Failed> {
    let session = cookies::captcha_session(&headers);
    let session = session.unwrap_or_else(|| app.pool.randomness.hex::<16>());
    let pool = Arc::clone(&app.pool);
    let mut response = HEADERS.into_response();
    cookies::set_captcha_session(response.headers_mut(), &pool, &session);
    let made = blocking_or_failed("the captcha could not be made", move || {
        captcha::make_for_session(&pool, &session)
    });
    *response.body_mut() = made.await?.into();
    Ok(response)
}

const HEADERS: [(HeaderName, &str); 2] = [
    (header::CONTENT_TYPE, "image/svg+xml"),
    (header::CACHE_CONTROL, "no-store"),
];
