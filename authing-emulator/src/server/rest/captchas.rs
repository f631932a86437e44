//! `GET /captcha/{id}.svg`.

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};

use crate::rules::login::captcha;
use crate::server::app::App;
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
    let headers = [
        (header::CONTENT_TYPE, "image/svg+xml"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, picture).into_response())
}
