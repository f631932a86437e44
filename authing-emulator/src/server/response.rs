//! Responses that all endpoints share, and running blocking work.

use std::fmt::Display;

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::rules::api_error::Worded;

/// The header `Allow` lists the allowed methods.
pub(super) async fn wrong_method() -> Response {
    error_response(
        StatusCode::METHOD_NOT_ALLOWED,
        "this method is not allowed here",
    )
}

pub(super) async fn not_found() -> Response {
    error_response(StatusCode::NOT_FOUND, "there is no such endpoint")
}

/// Runs work that hashes passwords or waits for the store, which would block all connections.
pub(super) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Failed> {
    tokio::task::spawn_blocking(work).await.map_err(|error| {
        tracing::error!(
            panicked = error.is_panic(),
            "a request could not be handled"
        );
        Failed
    })
}

/// The same for work that fails only if the emulator does: `failure` says in the log what could not be done.
pub(super) async fn blocking_or_failed<T: Send + 'static, E: Display + Send + 'static>(
    failure: &'static str,
    work: impl FnOnce() -> Result<T, E> + Send + 'static,
) -> Result<T, Failed> {
    blocking(work).await?.map_err(|error| {
        tracing::error!(%error, "{failure}");
        Failed
    })
}

/// The message of a 500 response after an internal error.
pub(super) const FAILED: &str = "the emulator failed";

/// An internal error of the emulator.
pub(super) struct Failed;

impl IntoResponse for Failed {
    fn into_response(self) -> Response {
        error_response(StatusCode::INTERNAL_SERVER_ERROR, FAILED)
    }
}

/// Returns an API error in the service's form, always with status 200.
pub(super) fn api_error_response(is_graphql: bool, error: &Worded<'_>) -> Response {
    let body = if is_graphql {
        json!({"errors": [{"message": error}], "data": null})
    } else {
        json!({"code": error.code, "message": error.message})
    };
    Json(body).into_response()
}

/// Returns an error outside GraphQL: a code and a message.
pub(super) fn error_response(status: StatusCode, message: &str) -> Response {
    (
        status,
        Json(json!({"code": status.as_u16(), "message": message})),
    )
        .into_response()
}
