//! `POST /api/v2/sms/send`: sends a code to a phone.

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::HeaderMap;
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use serde_json::json;

use super::fields;
use crate::api::v2::missing;
use crate::rules::api_error::{ApiError, Code};
use crate::rules::apps;
use crate::rules::codes::sending;
use crate::rules::pool::Pool;
use crate::server::app::App;
use crate::server::authorization::named;
use crate::server::language;
use crate::server::media;
use crate::server::response::{Failed, api_error_response, blocking, error_response};
use crate::store::messages::Purpose;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Request {
    phone: Option<String>,
    scene: Option<String>,
}

/// The HTTP status of a body that arrived is always 200: the envelope has the code.
pub(in crate::server) async fn send(
    State(app): State<App>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Failed> {
    let body = match media::received(body) {
        Ok(body) => body,
        Err((status, reason)) => return Ok(error_response(status, reason)),
    };
    let language = language::of(&headers, &app.pool);
    let sent = blocking(move || {
        let request = fields::read(&headers, &body).ok_or_else(|| {
            Code::Internal.saying(
                "请求体必须是 JSON 或表单，且字段为字符串",
                "the body must be JSON or a form, and its fields strings",
            )
        })?;
        send_code(&app.pool, &headers, &request)
    });
    Ok(match sent.await? {
        Ok(()) => Json(json!({"code": 200, "message": "the code has been sent"})).into_response(),
        Err(error) => api_error_response(false, &error.in_language(language)),
    })
}

fn send_code(pool: &Pool, headers: &HeaderMap, request: &Request) -> Result<(), ApiError> {
    check_pool(pool, headers)?;
    let phone = request.phone.as_deref().ok_or_else(|| missing("phone"))?;
    sending::short_code(pool, scene(request.scene.as_deref()), phone)
}

/// Checks that the headers name the pool or an app.
pub(super) fn check_pool(pool: &Pool, headers: &HeaderMap) -> Result<(), ApiError> {
    let user_pool_id = named(headers, "x-authing-userpool-id");
    let app_id = named(headers, "x-authing-app-id");
    if user_pool_id.or(app_id).is_none() {
        return Err(Code::PoolMissing.into());
    }
    pool.check_id_if_given(user_pool_id)?;
    apps::named(pool, app_id).map(drop)
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
