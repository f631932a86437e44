//! `GET /oidc/.well-known/openid-configuration` and `…/jwks.json`.

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use serde_json::{Value, json};

use super::response::failed;
use crate::rules::oidc::scope;
use crate::rules::pool::Pool;
use crate::rules::tokens::signing;
use crate::rules::users::claims;
use crate::server::app::App;
use crate::server::response::{Failed, blocking};
use crate::store::apps::GrantKind;

pub(super) async fn configuration(State(app): State<App>) -> Json<Value> {
    Json(document(&app.pool))
}

/// What OpenID Connect Discovery 1.0 and RFC 8414 have names for.
fn document(pool: &Pool) -> Value {
    let issuer = pool.issuer();
    let url = |path: &str| format!("{issuer}{path}");
    let client_authentication = json!(["client_secret_post", "client_secret_basic", "none"]);
    let own = [
        "sub",
        "iss",
        "aud",
        "exp",
        "iat",
        "auth_time",
        "nonce",
        "at_hash",
    ];
    let claims: Vec<_> = own.into_iter().chain(claims::names()).collect();
    json!({
        "issuer": issuer,
        "authorization_endpoint": url("/auth"),
        "token_endpoint": url("/token"),
        "userinfo_endpoint": url("/me"),
        "jwks_uri": url("/.well-known/jwks.json"),
        "introspection_endpoint": url("/token/introspection"),
        "revocation_endpoint": url("/token/revocation"),
        "end_session_endpoint": url("/session/end"),
        "scopes_supported": scope::OIDC,
        "claims_supported": claims,
        "response_types_supported": ["code"],
        "response_modes_supported": ["query", "form_post"],
        "grant_types_supported": GrantKind::ALL.map(GrantKind::name),
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["HS256", "RS256"],
        "token_endpoint_auth_methods_supported": client_authentication,
        "introspection_endpoint_auth_methods_supported": client_authentication,
        "revocation_endpoint_auth_methods_supported": client_authentication,
        "code_challenge_methods_supported": ["S256", "plain"],
        "prompt_values_supported": ["none", "login", "consent", "select_account"],
        "claims_parameter_supported": false,
        "request_parameter_supported": false,
        "request_uri_parameter_supported": false,
    })
}

/// The first request generates the key.
pub(super) async fn keys(State(app): State<App>) -> Result<Response, Failed> {
    let key = blocking(move || signing::rsa_key(&app.pool).map(|key| key.jwk()));
    Ok(match key.await? {
        Ok(key) => Json(json!({ "keys": [key] })).into_response(),
        Err(error) => failed(error.into(), false),
    })
}
