//! `GET /api/v2/.well-known`: the key that passwords are encrypted with, for clients of the v2 API.

use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};

use crate::server::app::App;

pub(in crate::server) async fn publish(State(app): State<App>) -> Json<Value> {
    Json(json!({
        "code": 200,
        "message": "the pool's public data",
        "data": {"publicKey": app.pool.password_key.public_pem()},
    }))
}
