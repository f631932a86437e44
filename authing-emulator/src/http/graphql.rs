//! `POST …/graphql`.

use std::net::SocketAddr;

use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde_json::json;

use super::{App, authorization, blocking};
use crate::graphql::{Request, Sender};

pub(super) async fn answer(
    State(app): State<App>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    if !is_json(&headers) {
        return refusal(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "the content type must be application/json",
        );
    }
    let body = match body {
        Ok(body) => body,
        Err(rejection) => return refusal(rejection.status(), &rejection.body_text()),
    };
    let request = match Request::from_json(&body) {
        Ok(request) => request,
        Err(reason) => return refusal(StatusCode::BAD_REQUEST, &reason),
    };
    let answered = blocking(move || {
        let sender = Sender {
            token: authorization::token(&headers),
            ip: &peer.ip().to_string(),
        };
        app.engine.answer(&app.service, &request, &sender)
    });
    match answered.await {
        Ok(response) if response.was_executed() => Json(response).into_response(),
        Ok(response) => (StatusCode::BAD_REQUEST, Json(response)).into_response(),
        Err(failed) => failed.into_response(),
    }
}

pub(super) async fn wrong_method() -> Response {
    let allow = [(header::ALLOW, "POST")];
    (allow, refusal(StatusCode::METHOD_NOT_ALLOWED, "use POST")).into_response()
}

/// Whatever comes after the type itself, such as a charset, makes no difference.
fn is_json(headers: &HeaderMap) -> bool {
    let content_type = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    let essence = content_type.and_then(|value| value.split(';').next());
    essence.is_some_and(|essence| essence.trim().eq_ignore_ascii_case("application/json"))
}

/// An error in GraphQL's form.
fn refusal(status: StatusCode, message: &str) -> Response {
    (status, Json(json!({"errors": [{"message": message}]}))).into_response()
}
