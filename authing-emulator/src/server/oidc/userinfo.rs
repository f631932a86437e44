//! `GET …/me` and `POST …/me`: the user of an access token.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde_json::json;

use super::PRIVATE;
use super::client::Sent;
use super::response::rejected;
use crate::rules::oidc::error::{ErrorCode, OAuthError};
use crate::rules::oidc::parameters::Parameters;
use crate::rules::oidc::tokens::bearer;
use crate::server::app::App;
use crate::server::authorization::with_scheme;
use crate::server::response::{Failed, blocking};
use crate::store::oidc::Protocol;

pub(super) async fn respond(
    protocol: Protocol,
    State(app): State<App>,
    headers: HeaderMap,
    Sent(parameters): Sent,
) -> Result<Response, Failed> {
    let token = match parameters.and_then(|parameters| token(&headers, &parameters)) {
        Ok(Some(token)) => token,
        Ok(None) => return Ok(without_token()),
        Err(error) => return Ok(rejected(error)),
    };
    let read = blocking(move || bearer::user_info(&app.pool, protocol, &token));
    Ok(match read.await? {
        Ok(claims) => (PRIVATE, Json(claims)).into_response(),
        Err(error) => rejected(error),
    })
}

/// Returns the token from the header or from the parameters, but not from both (RFC 6750, section 2).
fn token(headers: &HeaderMap, parameters: &Parameters) -> Result<Option<String>, OAuthError> {
    parameters.check_unique(&["access_token"])?;
    let in_header = with_scheme(headers, "bearer").filter(|token| !token.is_empty());
    match (in_header, parameters.get("access_token")) {
        (Some(_), Some(_)) => {
            let twice = "the access token must be either in the header or in a parameter";
            Err(ErrorCode::InvalidRequest.saying(twice))
        }
        (in_header, parameter) => Ok(in_header.or(parameter).map(str::to_owned)),
    }
}

/// The challenge has no error code, because there was nothing wrong (RFC 6750, section 3.1).
fn without_token() -> Response {
    let body =
        json!({"error": "invalid_token", "error_description": "an access token is required"});
    let challenge = HeaderValue::from_static("Bearer realm=\"authing\"");
    let headers = [(header::WWW_AUTHENTICATE, challenge)];
    (StatusCode::UNAUTHORIZED, headers, PRIVATE, Json(body)).into_response()
}
