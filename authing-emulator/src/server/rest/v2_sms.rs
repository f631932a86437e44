//! `POST /api/v2/sms/send`: sends a code to a phone.

use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Deserialize;

use super::fields;
use crate::api::v2::missing;
use crate::rules::api_error::ApiError;
use crate::rules::codes::sending;
use crate::rules::pool::Pool;
use crate::server::app::App;
use crate::server::response::Failed;
use crate::store::messages::Purpose;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Request {
    phone: Option<String>,
    scene: Option<String>,
}

pub(in crate::server) async fn send(
    State(app): State<App>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Failed> {
    fields::respond(app, headers, body, "the code has been sent", send_code).await
}

fn send_code(pool: &Pool, request: Request) -> Result<(), ApiError> {
    let phone = request.phone.ok_or_else(|| missing("phone"))?;
    sending::short_code(pool, scene(request.scene.as_deref()), &phone)
}

/// Returns what a code of a scene is good for; without one, for anything.
fn scene(name: Option<&str>) -> Purpose {
    match name.unwrap_or_default() {
        "LOGIN_VERIFY_CODE" | "CHANNEL_LOGIN" => Purpose::Login,
        "REGISTER_VERIFY_CODE" | "CHANNEL_REGISTER" => Purpose::Register,
        "RESET_PASSWORD_VERIFY_CODE" | "CHANNEL_RESET_PASSWORD" => Purpose::ResetPassword,
        _ => Purpose::Any,
    }
}
