//! The endpoints of the OpenID provider, `/oidc/…` and `/oauth/…`.

mod authorize;
mod client;
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
        .route("/oidc/session/end", get(logout::end).post(logout::end))
        .route("/login/profile/logout", get(logout::leave))
        .route("/api/v2/oidc/validate_token", get(validate::validate))
}

/// Returns the paths that OpenID Connect has in the legacy API.
pub(super) fn legacy() -> Router<App> {
    let protocol = Protocol::Oidc;
    let exchange = move |app, headers, sent| token::exchange(protocol, app, headers, sent);
    let me = move |app, method, uri, headers, sent| {
        userinfo::respond(protocol, app, method, uri, headers, sent)
    };
    Router::new()
        .route("/oauth/oidc/token", post(exchange))
        .route("/oauth/oidc/me", post(me))
        .route("/oauth/oidc/user/userinfo", get(me))
}

/// Returns the endpoints that both protocols have.
fn protocol(prefix: &str, protocol: Protocol) -> Router<App> {
    let path = |path: &str| format!("{prefix}{path}");
    let begin = move |app, headers, sent| authorize::begin(protocol, app, headers, sent);
    let exchange = move |app, headers, sent| token::exchange(protocol, app, headers, sent);
    let me = move |app, method, uri, headers, sent| {
        userinfo::respond(protocol, app, method, uri, headers, sent)
    };
    Router::new()
        .route(&path("/auth"), get(begin).post(begin))
        .route(&path("/token"), post(exchange))
        .route(&path("/me"), get(me).post(me))
        .route(&path("/token/introspection"), post(token::introspect))
        .route(&path("/token/revocation"), post(token::revoke))
}

/// The headers of everything that must not be stored or embedded elsewhere.
const PRIVATE: [(HeaderName, &str); 2] = [
    (header::CACHE_CONTROL, "no-store"),
    (header::PRAGMA, "no-cache"),
];
