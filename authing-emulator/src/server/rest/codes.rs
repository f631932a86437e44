//! `GET …/send_smscode/{phone}/{pool}`, and the same for registration.

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use serde_json::{Value, json};

use crate::rules::codes::sending;
use crate::server::app::App;
use crate::server::language;
use crate::server::response::{Failed, blocking};
use crate::server::rest::segments::Segments;
use crate::store::messages::Purpose;

pub(in crate::server) async fn send_login_code(
    state: State<App>,
    headers: HeaderMap,
    path: Segments<(String, String)>,
) -> CodeResult {
    send(state, headers, path, Purpose::Login).await
}

pub(in crate::server) async fn send_register_code(
    state: State<App>,
    headers: HeaderMap,
    path: Segments<(String, String)>,
) -> CodeResult {
    send(state, headers, path, Purpose::Register).await
}

type CodeResult = Result<Json<Value>, Failed>;

/// The HTTP status is always 200: the service puts its error into the body, always with code 500.
async fn send(
    State(app): State<App>,
    headers: HeaderMap,
    Segments((phone, pool)): Segments<(String, String)>,
    purpose: Purpose,
) -> CodeResult {
    let language = language::of(&headers, &app.pool);
    let sent = blocking(move || sending::text_message(&app.pool, purpose, &phone, &pool)).await?;
    Ok(Json(match sent {
        Ok(()) => json!({"code": 200, "message": "the code has been sent"}),
        Err(error) => json!({"code": 500, "message": error.message.in_language(language)}),
    }))
}
