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
use crate::rules::api_error::{ApiError, Code};
use crate::rules::pool::Pool;
use crate::rules::users::password_reset;
use crate::rules::well_formed;
use crate::server::app::App;
use crate::server::language;
use crate::server::response::{Failed, api_error_response, blocking};
use crate::store::users::Name;

/// No `Debug`, because codes must not be logged.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Request {
    phone: String,
    phone_code: String,
    /// Encrypted.
    password: String,
}

/// The HTTP status is always 200: the envelope has the code.
pub(in crate::server) async fn change_by_phone_code(
    State(app): State<App>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Failed> {
    let language = language::of(&headers, &app.pool);
    let changed = blocking(move || change(&app.pool, &headers, &body));
    Ok(match changed.await? {
        Ok(()) => {
            Json(json!({"code": 200, "message": "the password has been set"})).into_response()
        }
        Err(error) => api_error_response(false, &error.in_language(language)),
    })
}

fn change(
    pool: &Pool,
    headers: &HeaderMap,
    body: &Result<Bytes, BytesRejection>,
) -> Result<(), ApiError> {
    let request: Request = fields::read(headers, body).ok_or_else(|| {
        Code::Internal.saying(
            "请求体必须是 JSON 或表单，且含 `phone`、`phoneCode` 和 `password`",
            "the body must be JSON or a form with `phone`, `phoneCode` and `password`",
        )
    })?;
    check_pool(pool, headers)?;
    let name = Name::Phone(well_formed::phone(&request.phone)?);
    password_reset::set_password(pool, name, &request.phone_code, &request.password).map(drop)
}
