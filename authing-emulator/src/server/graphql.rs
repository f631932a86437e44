//! `POST …/graphql`, and `GET` for queries.

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
        return error_response(StatusCode::UNSUPPORTED_MEDIA_TYPE, reason);
    }
    let body = match body {
        Ok(body) => body,
        Err(rejection) if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE => {
            return error_response(rejection.status(), "the body is longer than 1 MiB");
        }
        Err(rejection) => return error_response(rejection.status(), "the body could not be read"),
    };
    match Request::from_json(&body) {
        Ok(request) => respond(app, request, peer, headers).await,
        Err(reason) => error_response(StatusCode::BAD_REQUEST, &reason),
    }
}

/// The same for the web page's own requests: they are not recorded, meet no fault and count toward no limit.
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
    // The rejection's own text may quote the URL.
    let Ok(Query(parameters)) = parameters else {
        return error_response(
            StatusCode::BAD_REQUEST,
            "the query string must have one parameter \"query\", and may have one \"variables\" and one \"operationName\"",
        );
    };
    match Request::from_parameters(parameters) {
        Ok(request) => respond(app, request, peer, headers).await,
        Err(reason) => error_response(StatusCode::BAD_REQUEST, reason),
    }
}

async fn respond(app: App, request: Request, peer: SocketAddr, headers: HeaderMap) -> Response {
    let response = blocking(move || {
        let sender = Sender {
            token: authorization::token(&headers),
            ip: &peer.ip().to_string(),
        };
        app.legacy.respond(&app.pool, &request, &sender)
    });
    let Ok(response) = response.await else {
        return error_response(StatusCode::INTERNAL_SERVER_ERROR, FAILED);
    };
    match response.outcome {
        Outcome::Executed => Json(response).into_response(),
        Outcome::Rejected => (StatusCode::BAD_REQUEST, Json(response)).into_response(),
        Outcome::MustBePosted => {
            let allow = [(header::ALLOW, "POST")];
            (StatusCode::METHOD_NOT_ALLOWED, allow, Json(response)).into_response()
        }
    }
}

pub(super) async fn wrong_method() -> Response {
    error_response(
        StatusCode::METHOD_NOT_ALLOWED,
        "use POST, or GET for a query",
    )
}

/// Returns an error in GraphQL's form.
fn error_response(status: StatusCode, message: &str) -> Response {
    (status, Json(json!({"errors": [{"message": message}]}))).into_response()
}
