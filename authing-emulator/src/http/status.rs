//! Whether the services are up.

use axum::Json;
use serde_json::{Value, json};

pub(super) async fn system() -> Json<Value> {
    Json(json!({"code": 200, "message": "running"}))
}

pub(super) async fn cdn() -> &'static str {
    "running\n"
}
