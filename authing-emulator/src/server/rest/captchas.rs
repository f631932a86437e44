//! `GET /captcha/{id}.svg`.

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};

use crate::rules::login::captcha;
use crate::server::app::App;
use crate::server::response::{Failed, blocking, not_found};
use crate::server::rest::segments::Segments;

pub(in crate::server) async fn picture(
    State(app): State<App>,
    Segments(file): Segments<String>,
) -> Response {
    let read = blocking(move || {
        let id = file.strip_suffix(".svg").unwrap_or_default();
        captcha::picture_of(&app.pool.store.read()?, id)
    });
    match read.await {
        Ok(Ok(Some(picture))) => {
            let headers = [
                (header::CONTENT_TYPE, "image/svg+xml"),
                (header::CACHE_CONTROL, "no-store"),
            ];
            (headers, picture).into_response()
        }
        Ok(Ok(None)) => not_found().await,
        Ok(Err(error)) => {
            tracing::error!(%error, "the captcha could not be read");
            Failed.into_response()
        }
        Err(failed) => failed.into_response(),
    }
}
