//! The status of the services.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use serde_json::json;

use crate::server::app::App;
use crate::server::response::{Failed, blocking, error_response};

/// 503 while the data file can't be written, for health checks.
pub(in crate::server) async fn system(State(app): State<App>) -> Result<Response, Failed> {
    Ok(match blocking(move || app.pool.store.check()).await? {
        Ok(()) => Json(json!({"code": 200, "message": "running"})).into_response(),
        Err(error) => error_response(StatusCode::SERVICE_UNAVAILABLE, &error.to_string()),
    })
}

pub(in crate::server) async fn cdn() -> &'static str {
    "running\n"
}
