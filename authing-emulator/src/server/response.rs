//! The responses that all surfaces share, and running what must not hold up other connections.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::rules::api_error::ApiError;

/// The header `Allow` says which are right.
pub(super) async fn wrong_method() -> Response {
    refusal(
        StatusCode::METHOD_NOT_ALLOWED,
        "this method is not allowed here",
    )
}

pub(super) async fn not_found() -> Response {
    refusal(StatusCode::NOT_FOUND, "there is nothing at this address")
}

/// Runs what hashes passwords or waits for the store, which would hold up all connections.
pub(super) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Failed> {
    tokio::task::spawn_blocking(work).await.map_err(|error| {
        tracing::error!(
            panicked = error.is_panic(),
            "a request could not be answered"
        );
        Failed
    })
}

/// What is answered, under 500, when the emulator has a fault.
pub(super) const FAILED: &str = "the emulator failed";

/// The emulator has a fault.
pub(super) struct Failed;

impl IntoResponse for Failed {
    fn into_response(self) -> Response {
        refusal(StatusCode::INTERNAL_SERVER_ERROR, FAILED)
    }
}

/// An error as the service gives it, always with status 200.
pub(super) fn service_refusal(is_graphql: bool, error: &ApiError) -> Response {
    let body = if is_graphql {
        json!({"errors": [{"message": error}], "data": null})
    } else {
        json!({"code": error.code, "message": error.message})
    };
    Json(body).into_response()
}

/// The form of everything outside GraphQL: a code and a message.
pub(super) fn refusal(status: StatusCode, message: &str) -> Response {
    (
        status,
        Json(json!({"code": status.as_u16(), "message": message})),
    )
        .into_response()
}
