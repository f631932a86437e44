//! The addresses of the emulator.

mod authorization;
mod captchas;
mod codes;
mod graphql;
mod media;
mod observe;
mod operator;
mod own_host;
mod page;
mod public_key;
mod segments;
mod status;
mod strike;
mod suites;
mod too_many;
mod uploads;
mod verify_email;

use std::sync::Arc;

use axum::Json;
use axum::Router;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::StatusCode;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, delete, get, post};
use serde_json::json;

use crate::api_error::ApiError;
use crate::graphql::Engine;
use crate::service::Service;
use crate::store::messages;

/// Bodies may have up to so many bytes.
const BODY_LIMIT: usize = 1 << 20;

/// Uploaded files may be bigger.
const UPLOAD_LIMIT: usize = 10 << 20;

/// What every request handler can get at.
#[derive(Clone)]
pub(crate) struct App {
    pub(crate) service: Arc<Service>,
    pub(crate) engine: Arc<Engine>,
}

/// All addresses.
pub(crate) fn router(app: App) -> Router {
    let observe = from_fn_with_state(app.clone(), observe::observe);
    let observed = observed(&app).layer(observe);
    let own = own().route_layer(from_fn(own_host::check));
    observed
        .merge(own)
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .with_state(app)
}

/// The service's addresses, and those where there is nothing. The two services answer alike, each under its own path
/// and both under none, for clients that are given one host for all.
fn observed(app: &App) -> Router<App> {
    Router::new()
        .nest("/users", service(app))
        .nest("/oauth", service(app))
        .merge(service(app))
        .route("/cdn", get(status::cdn))
        .route("/cdn/", get(status::cdn))
        .route("/cdn/{*key}", get(uploads::file))
        .route("/upload", upload())
        .route("/upload/", upload())
        .route("/captcha/{file}", get(captchas::picture))
        .route("/verify_email/{address}/{code}", get(verify_email::follow))
        .fallback(not_found)
        .method_not_allowed_fallback(wrong_method)
}

/// The emulator's own addresses, which the service does not have.
fn own() -> Router<App> {
    Router::new()
        .route("/operator/ldap_accounts", post(operator::add_ldap_account))
        .route("/operator/apps", post(operator::add_app))
        .route("/operator/authorizations", post(operator::authorize_app))
        .route(
            "/operator/faults",
            get(suites::faults)
                .post(suites::inject)
                .delete(suites::clear_faults),
        )
        .route(
            "/operator/requests",
            get(suites::requests).delete(suites::clear_requests),
        )
        .route("/operator/requests/raw", get(suites::raw_requests))
        .route("/operator/clock", get(suites::time).post(suites::advance))
        .route("/operator/state", delete(suites::reset))
        .route("/operator/export", get(operator::export))
        .route("/messages", get(sent_messages))
        .route("/public_key.pem", get(public_key::pem))
        .route("/", get(page::overview))
        .route("/explore", get(page::explorer))
        .route("/page/overview.js", get(page::overview_script))
        .route("/page/explorer.js", get(page::explorer_script))
        .route("/page/style.css", get(page::style))
        .route("/page/state", get(page::state))
        .route("/page/answered", get(page::answered))
        .route("/page/graphql", post(graphql::unobserved))
        .method_not_allowed_fallback(wrong_method)
}

fn service(app: &App) -> Router<App> {
    Router::new()
        .route(
            "/graphql",
            post(graphql::post)
                .get(graphql::get)
                .fallback(graphql::wrong_method),
        )
        .route("/send_smscode/{phone}/{pool}", get(codes::send_login_code))
        .route(
            "/notification/send_register_smscode/{phone}/{pool}",
            get(codes::send_register_code),
        )
        .route_layer(from_fn_with_state(app.clone(), too_many::limit))
        .route("/system/status", get(status::system))
}

fn upload() -> MethodRouter<App> {
    post(uploads::take)
        .fallback(uploads::wrong_method)
        .layer(DefaultBodyLimit::max(UPLOAD_LIMIT))
}

/// The header `Allow` says which are right.
async fn wrong_method() -> Response {
    refusal(
        StatusCode::METHOD_NOT_ALLOWED,
        "this method is not allowed here",
    )
}

async fn not_found() -> Response {
    refusal(StatusCode::NOT_FOUND, "there is nothing at this address")
}

async fn sent_messages(State(app): State<App>) -> Response {
    let read = blocking(move || {
        app.service
            .store
            .read()
            .and_then(|read| messages::all(&read))
    });
    match read.await {
        Ok(Ok(messages)) => Json(messages).into_response(),
        Ok(Err(error)) => {
            tracing::error!(%error, "the messages could not be read");
            Failed.into_response()
        }
        Err(failed) => failed.into_response(),
    }
}

/// Runs what hashes passwords or waits for the store, which would hold up all connections.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Failed> {
    tokio::task::spawn_blocking(work).await.map_err(|error| {
        tracing::error!(
            panicked = error.is_panic(),
            "a request could not be answered"
        );
        Failed
    })
}

/// What is answered, under 500, when the emulator has a fault.
const FAILED: &str = "the emulator failed";

/// The emulator has a fault.
struct Failed;

impl IntoResponse for Failed {
    fn into_response(self) -> Response {
        refusal(StatusCode::INTERNAL_SERVER_ERROR, FAILED)
    }
}

/// An error as the service gives it, always with status 200.
fn service_refusal(is_graphql: bool, error: &ApiError) -> Response {
    let body = if is_graphql {
        json!({"errors": [{"message": error}], "data": null})
    } else {
        json!({"code": error.code, "message": error.message})
    };
    Json(body).into_response()
}

/// The form of everything outside GraphQL: a code and a message.
fn refusal(status: StatusCode, message: &str) -> Response {
    (
        status,
        Json(json!({"code": status.as_u16(), "message": message})),
    )
        .into_response()
}
