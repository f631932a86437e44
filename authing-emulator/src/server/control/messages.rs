//! `GET /messages`: the messages with their codes.

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};

use crate::server::app::App;
use crate::server::response::{Failed, blocking};
use crate::store::messages::MESSAGES;

pub(in crate::server) async fn all(State(app): State<App>) -> Response {
    let read = blocking(move || app.pool.store.read().and_then(|read| MESSAGES.all(&read)));
    match read.await {
        Ok(Ok(messages)) => Json(messages).into_response(),
        Ok(Err(error)) => {
            tracing::error!(%error, "the messages could not be read");
            Failed.into_response()
        }
        Err(failed) => failed.into_response(),
    }
}
