//! The REST paths of the v2 API. The HTTP status is always 200: the envelope has the code.

use std::collections::BTreeMap;
use std::net::SocketAddr;

use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, RawPathParamsRejection};
use axum::extract::{ConnectInfo, RawPathParams, State};
use axum::http::{HeaderMap, Method as HttpMethod, StatusCode, Uri};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{self, MethodFilter, MethodRouter};
use axum::{Json, Router};
use serde_json::{Map, Value, json};

use crate::api::v2::reported;
use crate::api::v2::rest::{Method, OTHERS, Route, envelope, in_rest_form, routes};
use crate::engine::call::{Args, HandlerResult, Sender};
use crate::engine::request::without_bom;
use crate::server::app::App;
use crate::server::authorization::{self, named};
use crate::server::cookies;
use crate::server::language;
use crate::server::media::{self, Rejection, Unsupported};
use crate::server::response::{Failed, blocking, error_response};

/// Returns the endpoints of the declared paths, and an error for all others.
pub(in crate::server) fn router() -> Router<App> {
    let mut paths: BTreeMap<&str, MethodRouter<App>> = BTreeMap::new();
    for route in routes() {
        let endpoint = move |app, peer, headers, uri, segments, body| {
            respond(route, app, peer, headers, uri, segments, body)
        };
        let path = paths.remove(route.path).unwrap_or_default();
        paths.insert(route.path, path.on(filter(route.method), endpoint));
    }
    let router = paths
        .into_iter()
        .fold(Router::new(), |router, (path, methods)| {
            router.route(path, methods.fallback(unsupported))
        });
    let router = OTHERS.into_iter().fold(router, |router, path| {
        router.route(path, routing::any(unsupported))
    });
    router
        .route("/api/v2/{*path}", routing::any(unsupported))
        .route("/api/v3/{*path}", routing::any(unsupported))
}

const fn filter(method: Method) -> MethodFilter {
    match method {
        Method::Get => MethodFilter::GET,
        Method::Post => MethodFilter::POST,
        Method::Put => MethodFilter::PUT,
        Method::Patch => MethodFilter::PATCH,
        Method::Delete => MethodFilter::DELETE,
    }
}

async fn unsupported(method: HttpMethod, uri: Uri) -> Response {
    let path = uri.path();
    tracing::warn!(%method, path, "not supported yet");
    let message = format!("authing-emulator does not support {method} {path} yet");
    error_response(StatusCode::NOT_FOUND, &message)
}

async fn respond(
    route: &'static Route,
    State(app): State<App>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    uri: Uri,
    segments: Result<RawPathParams, RawPathParamsRejection>,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Failed> {
    let arguments = match arguments(&headers, &uri, segments, body) {
        Ok(arguments) => arguments,
        Err((status, reason)) => return Ok(error_response(status, reason)),
    };
    let language = language::of(&headers, &app.pool);
    let handled = blocking(move || {
        let ip = peer.ip().to_string();
        let sender = Sender {
            token: authorization::token(&headers),
            ip: &ip,
            user_pool_id: named(&headers, "x-authing-userpool-id"),
            app_id: named(&headers, "x-authing-app-id"),
            captcha_session: cookies::captcha_session(&headers),
            language,
        };
        handle(&app, route, &sender, arguments)
    });
    Ok(match handled.await? {
        Ok(mut data) => {
            in_rest_form(&mut data);
            Json(envelope(route, data)).into_response()
        }
        Err(error) => {
            tracing::debug!(path = route.path, code = error.code, "rejected");
            Json(reported(error).in_language(language)).into_response()
        }
    })
}

fn handle(
    app: &App,
    route: &Route,
    sender: &Sender<'_>,
    arguments: Map<String, Value>,
) -> HandlerResult {
    let arguments = arguments
        .into_iter()
        .map(|(name, value)| (name.into(), value.into()));
    let arguments = arguments.collect();
    let call = route.token.call(&app.pool, sender, Args(&arguments))?;
    route.respond(&call)
}

/// Returns the members of the body, and the parameters of the query string and the path, which count more.
fn arguments(
    headers: &HeaderMap,
    uri: &Uri,
    segments: Result<RawPathParams, RawPathParamsRejection>,
    body: Result<Bytes, BytesRejection>,
) -> Result<Map<String, Value>, Rejection> {
    let body = media::received(body)?;
    let mut arguments = members(headers, &body)?;
    arguments.extend(parameters(uri.query().unwrap_or_default().as_bytes()));
    let segments = segments.map_err(|_| {
        (
            StatusCode::BAD_REQUEST,
            "the path is not percent-encoded UTF-8",
        )
    })?;
    for (name, text) in &segments {
        arguments.insert(name.to_owned(), text.into());
    }
    Ok(arguments)
}

fn members(headers: &HeaderMap, body: &[u8]) -> Result<Map<String, Value>, Rejection> {
    let body = without_bom(body).trim_ascii();
    if body.is_empty() {
        return Ok(Map::new());
    }
    if media::essence(headers) == media::FORM {
        return Ok(parameters(body));
    }
    media::json_in_the_clear(headers)
        .map_err(|Unsupported(reason)| (StatusCode::UNSUPPORTED_MEDIA_TYPE, reason))?;
    // The text of the error may quote the body.
    match serde_json::from_slice(body) {
        Ok(Value::Object(members)) => Ok(members),
        Ok(Value::Null) => Ok(Map::new()),
        _ => Err((StatusCode::BAD_REQUEST, "the body must be a JSON object")),
    }
}

/// Returns the parameters of a query string or a form.
fn parameters(encoded: &[u8]) -> Map<String, Value> {
    let mut parameters = Map::new();
    for (name, text) in form_urlencoded::parse(encoded) {
        add(&mut parameters, &name, &text);
    }
    parameters
}

/// Adds a parameter. One whose name ends in `[]` is a list; the pages' numbers are numbers.
fn add(arguments: &mut Map<String, Value>, name: &str, text: &str) {
    let value = match (name, text.parse::<i64>()) {
        ("page" | "limit", Ok(number)) => number.into(),
        _ => Value::from(text),
    };
    let Some(list) = name.strip_suffix("[]") else {
        arguments.insert(name.to_owned(), value);
        return;
    };
    let list = arguments.entry(list).or_insert_with(|| json!([]));
    match list {
        Value::Array(list) => list.push(value),
        single => *single = json!([value]),
    }
}
