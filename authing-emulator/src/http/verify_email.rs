//! `GET /verify_email/{address}/{code}`: the link in a mail.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use serde_json::json;

use super::segments::Segments;
use super::{App, blocking};
use crate::sending;

pub(super) async fn follow(
    State(app): State<App>,
    Segments((address, code)): Segments<(String, String)>,
) -> Response {
    let followed = blocking(move || sending::follow_link(&app.service, &address, &code));
    match followed.await {
        Ok(Ok(())) => {
            let body = json!({"code": 200, "message": "the email address is verified"});
            Json(body).into_response()
        }
        Ok(Err(refusal)) => {
            let body = json!({"code": refusal.code, "message": refusal.message});
            (StatusCode::BAD_REQUEST, Json(body)).into_response()
        }
        Err(failed) => failed.into_response(),
    }
}
