//! `GET /messages`: the messages with their codes.

use crate::server::app::App;
use crate::server::response::{Failed, blocking_or_failed};
use crate::store::messages::{MESSAGES, Message};
use axum::Json;
use axum::extract::State;

pub(in crate::server) async fn all(State(app): State<App>) -> Result<Json<Vec<Message>>, Failed> {
    let read = move || app.pool.store.read().and_then(|read| MESSAGES.all(&read));
    let messages = blocking_or_failed("the messages could not be read", read);
    Ok(Json(messages.await?))
}
