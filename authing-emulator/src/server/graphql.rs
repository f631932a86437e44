//! `POST …/graphql` and `POST /graphql/v2`, and `GET` for queries.

use std::net::SocketAddr;

use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, QueryRejection};
use axum::extract::{ConnectInfo, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{self, MethodRouter};
use serde_json::json;

use crate::engine::call::Sender;
use crate::engine::request::{Parameters, Request};
use crate::engine::response::Outcome;
use crate::server::app::App;
use crate::server::authorization::{self, named};
use crate::server::cookies;
use crate::server::language;
use crate::server::media::{self, Unsupported};
use crate::server::response::{FAILED, blocking};
use crate::server::serving::connection::Peer;

/// The APIs that have a GraphQL endpoint.
#[derive(Clone, Copy)]
pub(super) enum Api {
    Legacy,
    V2,
}

/// Returns the endpoint of an API.
pub(super) fn endpoint(api: Api) -> MethodRouter<App> {
    routing::post(move |app, peer, headers, body| post(api, app, peer, headers, body))
        .get(move |app, peer, headers, parameters| get(api, app, peer, headers, parameters))
        .fallback(wrong_method)
}

async fn post(
    api: Api,
    State(app): State<App>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    if let Err(Unsupported(reason)) = media::json_in_the_clear(&headers) {
        return error_response(StatusCode::UNSUPPORTED_MEDIA_TYPE, reason);
    }
    let body = match media::received(body) {
        Ok(body) => body,
        Err((status, reason)) => return error_response(status, reason),
    };
    match Request::from_json(&body) {
        Ok(request) => respond(api, app, request, peer, headers).await,
        Err(reason) => error_response(StatusCode::BAD_REQUEST, &reason),
    }
}

/// Returns the same endpoint for the web page's own requests: they are not recorded, meet no fault and count toward no limit.
pub(super) fn unobserved(api: Api) -> MethodRouter<App> {
    routing::post(
        move |app, ConnectInfo(peer): ConnectInfo<Peer>, headers, body| {
            post(api, app, ConnectInfo(peer.address), headers, body)
        },
    )
}

async fn get(
    api: Api,
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
        Ok(request) => respond(api, app, request, peer, headers).await,
        Err(reason) => error_response(StatusCode::BAD_REQUEST, reason),
    }
}

async fn respond(
    api: Api,
    app: App,
    request: Request,
    peer: SocketAddr,
    headers: HeaderMap,
) -> Response {
    let response = blocking(move || {
        let ip = peer.ip().to_string();
        let sender = Sender {
            token: authorization::token(&headers),
            ip: &ip,
            user_pool_id: None,
            app_id: None,
            captcha_session: None,
            language: language::of(&headers, &app.pool),
        };
        match api {
            Api::Legacy => app.legacy.respond(&app.pool, &request, &sender),
            Api::V2 => {
                let sender = Sender {
                    user_pool_id: named(&headers, "x-authing-userpool-id"),
                    app_id: named(&headers, "x-authing-app-id"),
                    captcha_session: cookies::captcha_session(&headers),
                    ..sender
                };
                app.v2.respond(&app.pool, &request, &sender)
            }
        }
    });
    let Ok(response) = response.await else {
        return error_response(StatusCode::INTERNAL_SERVER_ERROR, FAILED);
    };
    let json = [(header::CONTENT_TYPE, "application/json")];
    match response.outcome {
        Outcome::Executed => (json, response.json).into_response(),
        Outcome::Rejected => (StatusCode::BAD_REQUEST, json, response.json).into_response(),
        Outcome::MustBePosted => {
            let allow = [(header::ALLOW, "POST")];
            (StatusCode::METHOD_NOT_ALLOWED, allow, json, response.json).into_response()
        }
    }
}

async fn wrong_method() -> Response {
    error_response(
        StatusCode::METHOD_NOT_ALLOWED,
        "use POST, or GET for a query",
    )
}

/// Returns an error in GraphQL's form.
fn error_response(status: StatusCode, message: &str) -> Response {
    (status, Json(json!({"errors": [{"message": message}]}))).into_response()
}
