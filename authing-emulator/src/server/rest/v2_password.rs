//! `POST /api/v2/users/password/change-by-phonecode`: sets a password with a code sent to the phone.

use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Deserialize;

use super::fields;
use crate::api::v2::missing;
use crate::rules::api_error::ApiError;
use crate::rules::pool::Pool;
use crate::rules::users::password_reset;
use crate::rules::well_formed;
use crate::server::app::App;
use crate::server::response::Failed;
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

pub(in crate::server) async fn change_by_phone_code(
    State(app): State<App>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Failed> {
    fields::respond(app, headers, body, "the password has been set", change).await
}

fn change(pool: &Pool, request: Request) -> Result<(), ApiError> {
    let phone = request.phone.ok_or_else(|| missing("phone"))?;
    let code = request.phone_code.ok_or_else(|| missing("phoneCode"))?;
    let password = request.password.ok_or_else(|| missing("password"))?;
    let name = Name::Phone(well_formed::phone(&phone)?);
    password_reset::set_password(pool, name, &code, &password).map(drop)
}
