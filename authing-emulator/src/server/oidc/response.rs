//! Errors as the OAuth endpoints send them.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde_json::json;

use super::PRIVATE;
use crate::rules::oidc::error::{ErrorCode, OAuthError};

/// Returns an error of the token endpoint and the like (RFC 6749, section 5.2). `basic` is whether the client tried to
/// authenticate by a header.
pub(super) fn failed(error: OAuthError, basic: bool) -> Response {
    let mut response = body(&error);
    if error.code == ErrorCode::InvalidClient && basic {
        let scheme = HeaderValue::from_static("Basic realm=\"authing\"");
        response
            .headers_mut()
            .insert(header::WWW_AUTHENTICATE, scheme);
    }
    response
}

/// Returns an error of an endpoint that takes an access token (RFC 6750, section 3).
pub(super) fn rejected(error: OAuthError) -> Response {
    let mut response = body(&error);
    let challenge = format!(
        "Bearer realm=\"authing\", error=\"{}\", error_description=\"{}\"",
        error.code.name(),
        error.description
    );
    if let Ok(challenge) = HeaderValue::from_str(&challenge) {
        response
            .headers_mut()
            .insert(header::WWW_AUTHENTICATE, challenge);
    }
    response
}

fn body(error: &OAuthError) -> Response {
    let status = StatusCode::from_u16(error.code.status());
    let status = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let body = json!({"error": error.code.name(), "error_description": error.description});
    (status, PRIVATE, Json(body)).into_response()
}
