//! `GET /public_key.pem`: the key that passwords are encrypted with.

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};

use crate::server::app::App;

pub(in crate::server) async fn pem(State(app): State<App>) -> Response {
    let content_type = [(header::CONTENT_TYPE, "application/x-pem-file")];
    let pem = app.pool.password_key.public_pem().to_owned();
    (content_type, pem).into_response()
}
