//! The parts of an address.

use axum::extract::{FromRequestParts, Path};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::Response;
use serde::de::DeserializeOwned;

use crate::server::response::refusal;

/// [`Path`] with a refusal in our form: an address may decode to what is no text.
pub(in crate::server) struct Segments<T>(pub(in crate::server) T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Segments<T> {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        match Path::from_request_parts(parts, state).await {
            Ok(Path(segments)) => Ok(Self(segments)),
            Err(_) => Err(refusal(
                StatusCode::BAD_REQUEST,
                "the address is not percent-encoded UTF-8",
            )),
        }
    }
}
