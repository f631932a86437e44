//! `POST …/graphql`, and `GET` for what only reads.

use std::net::SocketAddr;

use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, QueryRejection};
use axum::extract::{ConnectInfo, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde_json::json;

use crate::engine::call::Sender;
use crate::engine::request::{Parameters, Request};
use crate::engine::response::Outcome;
use crate::server::app::App;
use crate::server::authorization;
use crate::server::connection::Peer;
use crate::server::media::{self, Unsupported};
use crate::server::response::{FAILED, blocking};

pub(super) async fn post(
    State(app): State<App>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    if let Err(Unsupported(reason)) = media::json_in_the_clear(&headers) {
        return refusal(StatusCode::UNSUPPORTED_MEDIA_TYPE, reason);
    }
    let body = match body {
        Ok(body) => body,
        Err(rejection) if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE => {
            return refusal(rejection.status(), "the body is longer than 1 MiB");
        }
        Err(rejection) => return refusal(rejection.status(), "the body could not be read"),
    };
    match Request::from_json(&body) {
        Ok(request) => answer(app, request, peer, headers).await,
        Err(reason) => refusal(StatusCode::BAD_REQUEST, &reason),
    }
}

/// The same for what the page asks for itself: it is not recorded, meets no fault and counts for no limit.
pub(super) async fn unobserved(
    state: State<App>,
    ConnectInfo(peer): ConnectInfo<Peer>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    post(state, ConnectInfo(peer.address), headers, body).await
}

pub(super) async fn get(
    State(app): State<App>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    parameters: Result<Query<Parameters>, QueryRejection>,
) -> Response {
    // The rejection's own text may quote the address.
    let Ok(Query(parameters)) = parameters else {
        return refusal(
            StatusCode::BAD_REQUEST,
            "the address must have one parameter \"query\", and may have one \"variables\" and one \"operationName\"",
        );
    };
    match Request::from_parameters(parameters) {
        Ok(request) => answer(app, request, peer, headers).await,
        Err(reason) => refusal(StatusCode::BAD_REQUEST, reason),
    }
}

async fn answer(app: App, request: Request, peer: SocketAddr, headers: HeaderMap) -> Response {
    let answered = blocking(move || {
        let sender = Sender {
            token: authorization::token(&headers),
            ip: &peer.ip().to_string(),
        };
        app.legacy.answer(&app.pool, &request, &sender)
    });
    let Ok(response) = answered.await else {
        return refusal(StatusCode::INTERNAL_SERVER_ERROR, FAILED);
    };
    match response.outcome {
        Outcome::Executed => Json(response).into_response(),
        Outcome::Refused => (StatusCode::BAD_REQUEST, Json(response)).into_response(),
        Outcome::MustBePosted => {
            let allow = [(header::ALLOW, "POST")];
            (StatusCode::METHOD_NOT_ALLOWED, allow, Json(response)).into_response()
        }
    }
}

pub(super) async fn wrong_method() -> Response {
    refusal(
        StatusCode::METHOD_NOT_ALLOWED,
        "use POST, or GET for a query",
    )
}

/// An error in GraphQL's form.
fn refusal(status: StatusCode, message: &str) -> Response {
    (status, Json(json!({"errors": [{"message": message}]}))).into_response()
}
