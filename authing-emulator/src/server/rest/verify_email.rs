//! `GET /verify_email/{email}/{code}`: the link in a mail.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use serde_json::json;

use crate::rules::users::verification;
use crate::server::app::App;
use crate::server::language;
use crate::server::response::{Failed, blocking};
use crate::server::rest::segments::Segments;

pub(in crate::server) async fn follow(
    State(app): State<App>,
    headers: HeaderMap,
    Segments((email, code)): Segments<(String, String)>,
) -> Result<Response, Failed> {
    let language = language::of(&headers, &app.pool);
    let followed = blocking(move || verification::follow_link(&app.pool, &email, &code));
    Ok(match followed.await? {
        Ok(()) => {
            let body = json!({"code": 200, "message": "the email address is verified"});
            Json(body).into_response()
        }
        Err(error) => {
            let message = error.message.in_language(language);
            let body = json!({"code": error.code, "message": message});
            (StatusCode::BAD_REQUEST, Json(body)).into_response()
        }
    })
}
