//! The endpoints of the OpenID provider, `/oidc/…` and `/oauth/…`.

mod authorize;
mod client;
mod cookies;
mod discovery;
mod forms;
mod interaction;
mod logout;
mod page;
mod response;
mod token;
mod userinfo;
mod validate;

use axum::Router;
use axum::http::{HeaderName, header};
use axum::routing::{get, post};

use crate::server::app::App;
use crate::store::oidc::Protocol;

/// Returns the endpoints, before the limits and faults.
pub(super) fn router() -> Router<App> {
    Router::new()
        .merge(protocol("/oidc", Protocol::Oidc))
        .merge(protocol("/oauth", Protocol::OAuth))
        .route(
            "/oidc/.well-known/openid-configuration",
            get(discovery::configuration),
        )
        .route("/oidc/.well-known/jwks.json", get(discovery::keys))
        .route(
            "/oidc/interaction/{id}",
            get(interaction::show).post(interaction::reply),
        )
        .route("/oidc/page/style.css", get(page::style))
        .route("/oidc/page/form_post.js", get(page::form_post_script))
        .route(
            "/oidc/session/end",
            get(logout::end).post(logout::end_by_post),
        )
        .route("/login/profile/logout", get(logout::leave))
        .route("/api/v2/oidc/validate_token", get(validate::validate))
}

/// Returns the paths that OpenID Connect has in the legacy API.
pub(super) fn legacy() -> Router<App> {
    let protocol = Protocol::Oidc;
    let exchange = move |app, headers, body| token::exchange(protocol, app, headers, body);
    let me = move |app, headers, uri| userinfo::get(protocol, app, headers, uri);
    let me_by_post = move |app, headers, body| userinfo::post(protocol, app, headers, body);
    Router::new()
        .route("/oauth/oidc/token", post(exchange))
        .route("/oauth/oidc/me", post(me_by_post))
        .route("/oauth/oidc/user/userinfo", get(me))
}

/// Returns the endpoints that both protocols have.
fn protocol(prefix: &str, protocol: Protocol) -> Router<App> {
    let path = |path: &str| format!("{prefix}{path}");
    let by_query = move |app, headers, uri| authorize::by_query(protocol, app, headers, uri);
    let by_form = move |app, headers, body| authorize::by_form(protocol, app, headers, body);
    let exchange = move |app, headers, body| token::exchange(protocol, app, headers, body);
    let me = move |app, headers, uri| userinfo::get(protocol, app, headers, uri);
    let me_by_post = move |app, headers, body| userinfo::post(protocol, app, headers, body);
    Router::new()
        .route(&path("/auth"), get(by_query).post(by_form))
        .route(&path("/token"), post(exchange))
        .route(&path("/me"), get(me).post(me_by_post))
        .route(&path("/token/introspection"), post(token::introspect))
        .route(&path("/token/revocation"), post(token::revoke))
}

/// The headers of everything that must not be stored or embedded elsewhere.
const PRIVATE: [(HeaderName, &str); 2] = [
    (header::CACHE_CONTROL, "no-store"),
    (header::PRAGMA, "no-cache"),
];
