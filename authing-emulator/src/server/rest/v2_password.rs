//! `POST /api/v2/users/password/change-by-phonecode`: sets a password with a code sent to the phone.

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::HeaderMap;
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use serde_json::json;

use super::fields;
use super::v2_sms::check_pool;
use crate::api::v2::missing;
use crate::rules::api_error::{ApiError, Code};
use crate::rules::pool::Pool;
use crate::rules::users::password_reset;
use crate::rules::well_formed;
use crate::server::app::App;
use crate::server::language;
use crate::server::media;
use crate::server::response::{Failed, api_error_response, blocking, error_response};
use crate::store::users::Name;

/// No `Debug`, because codes must not be logged.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Request {
    phone: Option<String>,
    phone_code: Option<String>,
    /// Encrypted.
    password: Option<String>,
}

/// The HTTP status of a body that arrived is always 200: the envelope has the code.
pub(in crate::server) async fn change_by_phone_code(
    State(app): State<App>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Failed> {
    let body = match media::received(body) {
        Ok(body) => body,
        Err((status, reason)) => return Ok(error_response(status, reason)),
    };
    let language = language::of(&headers, &app.pool);
    let changed = blocking(move || change(&app.pool, &headers, &body));
    Ok(match changed.await? {
        Ok(()) => {
            Json(json!({"code": 200, "message": "the password has been set"})).into_response()
        }
        Err(error) => api_error_response(false, &error.in_language(language)),
    })
}

fn change(pool: &Pool, headers: &HeaderMap, body: &[u8]) -> Result<(), ApiError> {
    let request: Request = fields::read(headers, body).ok_or_else(|| {
        Code::Internal.saying(
            "请求体必须是 JSON 或表单，且字段为字符串",
            "the body must be JSON or a form, and its fields strings",
        )
    })?;
    check_pool(pool, headers)?;
    let phone = request.phone.ok_or_else(|| missing("phone"))?;
    let code = request.phone_code.ok_or_else(|| missing("phoneCode"))?;
    let password = request.password.ok_or_else(|| missing("password"))?;
    let name = Name::Phone(well_formed::phone(&phone)?);
    password_reset::set_password(pool, name, &code, &password).map(drop)
}
