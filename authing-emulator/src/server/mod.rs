//! The emulator's endpoints.

pub(crate) mod app;
mod authorization;
mod control;
mod cookies;
mod graphql;
mod language;
mod layers;
mod media;
mod oidc;
pub(crate) mod origins;
mod page;
mod response;
mod rest;
pub(crate) mod serving;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn_with_state, map_response};
use axum::routing::{MethodRouter, any, delete, get, patch, post};

use self::app::App;
use self::control::{messages, operator, suites, users};
use self::graphql::Api;
use self::layers::observe::BODY_LIMIT;
use self::layers::{cors, host, observe, private, too_many};
use self::response::{not_found, wrong_method};
use self::rest::{
    captchas, codes, public_key, status, uploads, v2 as v2_rest, verify_email, well_known,
};
use crate::engine::request::V2_PATH;
use crate::rules::login::captcha::SESSION_PATH;

/// The other paths of the emulator's own, so that a mistyped one neither meets a fault nor is recorded as a request to the
/// service. A browser asks for the icon of every page, such as `/messages`.
const UNKNOWN: [&str; 5] = [
    "/operator",
    "/operator/",
    "/operator/{*path}",
    "/page/{*path}",
    "/favicon.ico",
];

/// Uploaded files may be longer.
const UPLOAD_LIMIT: usize = 10 << 20;

/// Returns the router of all endpoints.
pub(crate) fn router(app: App) -> Router {
    let observe = from_fn_with_state(app.clone(), observe::observe);
    let mut observed = observed(&app)
        .layer(observe)
        .layer(from_fn_with_state(app.clone(), host::check_pages));
    if !app.origins.allowed.is_empty() {
        // Outermost: a browser's preflight requests are neither recorded nor meet faults.
        observed = observed.layer(cors::cors(&app.origins));
    }
    let own = own()
        .route_layer(from_fn_with_state(app.clone(), host::check))
        .route_layer(map_response(private::protect));
    observed
        .merge(own)
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .with_state(app)
}

/// Returns the service's endpoints, and the fallback. The two services respond alike, each under its own path prefix and both under
/// none, for clients that are configured with one host.
fn observed(app: &App) -> Router<App> {
    Router::new()
        .nest("/users", service(app))
        .nest("/oauth", service(app))
        .merge(service(app))
        .merge(v2(app))
        .merge(oidc::router())
        .route("/cdn", get(status::cdn))
        .route("/cdn/", get(status::cdn))
        .route("/cdn/{*key}", get(uploads::file))
        .route("/upload", upload())
        .route("/upload/", upload())
        .route("/captcha/{file}", get(captchas::picture))
        .route("/verify_email/{email}/{code}", get(verify_email::follow))
        .fallback(not_found)
        .method_not_allowed_fallback(wrong_method)
}

/// Returns the emulator's own endpoints, which the service does not have.
fn own() -> Router<App> {
    let unknown = UNKNOWN.into_iter();
    unknown
        .fold(Router::new(), |router, path| {
            router.route(path, any(not_found))
        })
        .route("/operator/users", post(users::add))
        .route(
            "/operator/users/{id}",
            patch(users::update).delete(users::delete),
        )
        .route("/operator/users/{id}/tokens", delete(users::log_out))
        .route("/operator/ldap_accounts", post(operator::add_ldap_account))
        .route("/operator/apps", post(operator::add_app))
        .route("/operator/app_mfa", post(operator::set_app_mfa))
        .route("/operator/qr_codes", post(operator::use_qr_code))
        .route("/operator/redirect_uris", post(operator::add_redirect_uri))
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
        .route(
            "/operator/clock",
            get(suites::time)
                .post(suites::advance)
                .delete(suites::reset_clock),
        )
        .route("/operator/state", delete(suites::reset))
        .route("/operator/export", get(operator::export))
        .route("/messages", get(messages::all))
        .route("/public_key.pem", get(public_key::pem))
        .merge(page::router())
        .method_not_allowed_fallback(wrong_method)
}

fn service(app: &App) -> Router<App> {
    Router::new()
        .route("/graphql", graphql::endpoint(Api::Legacy))
        .route("/send_smscode/{phone}/{pool}", get(codes::send_login_code))
        .route(
            "/notification/send_register_smscode/{phone}/{pool}",
            get(codes::send_register_code),
        )
        .route_layer(from_fn_with_state(app.clone(), too_many::limit))
        .route("/system/status", get(status::system))
        .merge(oidc::legacy())
}

/// Returns the endpoints of the v2 API.
fn v2(app: &App) -> Router<App> {
    Router::new()
        .route(V2_PATH, graphql::endpoint(Api::V2))
        .merge(v2_rest::router())
        .route_layer(from_fn_with_state(app.clone(), too_many::limit))
        .route("/api/v2/.well-known", get(well_known::publish))
        .route(SESSION_PATH, get(captchas::of_session))
}

fn upload() -> MethodRouter<App> {
    post(uploads::take)
        .fallback(uploads::wrong_method)
        .layer(DefaultBodyLimit::max(UPLOAD_LIMIT))
}
