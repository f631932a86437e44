//! The status of the services.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use serde_json::json;

use crate::server::app::App;
use crate::server::response::{blocking, error_response};

/// 503 while the data file can't be written, for health checks.
pub(in crate::server) async fn system(State(app): State<App>) -> Response {
    match blocking(move || app.pool.store.check()).await {
        Ok(Ok(())) => Json(json!({"code": 200, "message": "running"})).into_response(),
        Ok(Err(error)) => error_response(StatusCode::SERVICE_UNAVAILABLE, &error.to_string()),
        Err(failed) => failed.into_response(),
    }
}

pub(in crate::server) async fn cdn() -> &'static str {
    "running\n"
}
