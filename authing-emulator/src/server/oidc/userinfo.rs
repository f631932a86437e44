//! `GET …/me` and `POST …/me`: the user of an access token.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
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
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    Sent(parameters): Sent,
) -> Result<Response, Failed> {
    // A request that posts a form, or nothing, may have the token in the query string as well.
    let in_query = match method {
        Method::POST => Parameters::parse(uri.query().unwrap_or_default().as_bytes()),
        _ => Parameters::default(),
    };
    let token = match parameters.and_then(|sent| token(&headers, &[sent, in_query])) {
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

/// Returns the token from the header or from the parameters, but not from two places (RFC 6750, section 2).
fn token(headers: &HeaderMap, sent: &[Parameters]) -> Result<Option<String>, OAuthError> {
    for parameters in sent {
        parameters.check_unique(&["access_token"])?;
    }
    let in_header = with_scheme(headers, "bearer").filter(|token| !token.is_empty());
    let parameters = sent.iter().filter_map(|sent| sent.get("access_token"));
    let mut tokens = in_header.into_iter().chain(parameters);
    match (tokens.next(), tokens.next()) {
        (token, None) => Ok(token.map(str::to_owned)),
        (_, Some(_)) => {
            let twice =
                "the access token must be in one place: the header, the query string or the form";
            Err(ErrorCode::InvalidRequest.saying(twice))
        }
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
