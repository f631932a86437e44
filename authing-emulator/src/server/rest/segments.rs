//! The segments of a path.

use axum::extract::{FromRequestParts, Path};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::Response;
use serde::de::DeserializeOwned;

use crate::server::response::error_response;

/// [`Path`] with an error response in our form: a segment may decode to invalid UTF-8.
pub(in crate::server) struct Segments<T>(pub(in crate::server) T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Segments<T> {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        match Path::from_request_parts(parts, state).await {
            Ok(Path(segments)) => Ok(Self(segments)),
            Err(_) => Err(error_response(
                StatusCode::BAD_REQUEST,
                "the path is not percent-encoded UTF-8",
            )),
        }
    }
}
