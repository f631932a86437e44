//! The status of the services.

use axum::Json;
use serde_json::{Value, json};

pub(in crate::server) async fn system() -> Json<Value> {
    Json(json!({"code": 200, "message": "running"}))
}

pub(in crate::server) async fn cdn() -> &'static str {
    "running\n"
}
