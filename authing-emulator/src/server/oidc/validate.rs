//! `GET /api/v2/oidc/validate_token`: the claims of a valid token. The HTTP status is always 200.

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::IntoResponse;
use serde_json::{Value, json};

use super::PRIVATE;
use super::client::Sent;
use crate::rules::api_error::text::Language;
use crate::rules::oidc::parameters::Parameters;
use crate::rules::oidc::tokens::bearer;
use crate::rules::pool::Pool;
use crate::server::app::App;
use crate::server::language;
use crate::server::response::{Failed, blocking};

pub(super) async fn validate(
    State(app): State<App>,
    headers: HeaderMap,
    Sent(parameters): Sent,
) -> Result<impl IntoResponse, Failed> {
    let language = language::of(&headers, &app.pool);
    let read = blocking(move || {
        parameters
            .map_err(|error| error.description)
            .and_then(|parameters| claims(&app.pool, &parameters, language))
            .unwrap_or_else(|message| json!({"code": 400, "message": message}))
    });
    Ok((PRIVATE, Json(read.await?)))
}

fn claims(pool: &Pool, parameters: &Parameters, language: Language) -> Result<Value, String> {
    match (parameters.get("id_token"), parameters.get("access_token")) {
        (Some(token), None) => bearer::id_token_claims(pool, token)
            .map_err(|error| error.message.in_language(language).to_owned()),
        (None, Some(token)) => {
            bearer::access_token_claims(pool, token).map_err(|error| error.description)
        }
        _ => Err("either `id_token` or `access_token` is required".to_owned()),
    }
}
