//! The addresses of the emulator.

mod authorization;
mod captchas;
mod codes;
mod graphql;
mod observe;
mod operator;
mod own_host;
mod page;
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
use axum::http::{StatusCode, header};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get, post};
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
        .route("/cdn", read(get(status::cdn)))
        .route("/cdn/", read(get(status::cdn)))
        .route("/cdn/{*key}", read(get(uploads::file)))
        .route("/upload", upload())
        .route("/upload/", upload())
        .route("/captcha/{file}", read(get(captchas::picture)))
        .route(
            "/verify_email/{address}/{code}",
            read(get(verify_email::follow)),
        )
        .fallback(not_found)
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
        .route("/messages", read(get(sent_messages)))
        .route("/", read(get(page::overview)))
        .route("/explore", read(get(page::explorer)))
        .route("/page/overview.js", read(get(page::overview_script)))
        .route("/page/explorer.js", read(get(page::explorer_script)))
        .route("/page/style.css", read(get(page::style)))
        .route("/page/state", read(get(page::state)))
}

fn service(app: &App) -> Router<App> {
    Router::new()
        .route(
            "/graphql",
            post(graphql::answer).fallback(graphql::wrong_method),
        )
        .route(
            "/send_smscode/{phone}/{pool}",
            read(get(codes::send_login_code)),
        )
        .route(
            "/notification/send_register_smscode/{phone}/{pool}",
            read(get(codes::send_register_code)),
        )
        .route_layer(from_fn_with_state(app.clone(), too_many::limit))
        .route("/system/status", read(get(status::system)))
}

fn upload() -> MethodRouter<App> {
    post(uploads::take)
        .fallback(uploads::wrong_method)
        .layer(DefaultBodyLimit::max(UPLOAD_LIMIT))
}

/// A route that refuses other methods with a readable body.
fn read(route: MethodRouter<App>) -> MethodRouter<App> {
    route.fallback(|| async {
        let allow = [(header::ALLOW, "GET,HEAD")];
        (allow, refusal(StatusCode::METHOD_NOT_ALLOWED, "use GET"))
    })
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

/// The emulator has a fault.
struct Failed;

impl IntoResponse for Failed {
    fn into_response(self) -> Response {
        refusal(StatusCode::INTERNAL_SERVER_ERROR, "the emulator failed")
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
