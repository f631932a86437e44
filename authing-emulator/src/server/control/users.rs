//! `/operator/users`: adding, changing, logging out and deleting users.
//!
//! A web page of another origin can make a browser send neither these methods nor a JSON body.

use axum::extract::{Path, State};
use axum::response::Response;
use serde_json::json;

use super::operator::{Body, make, run};
use crate::rules::operator::user_data::UserData;
use crate::server::app::App;

/// `POST`.
pub(in crate::server) async fn add(app: State<App>, body: Body<UserData>) -> Response {
    run(app, body, |pool, data| {
        Ok(json!({"id": pool.add_user(&data)?}))
    })
    .await
}

/// `PATCH`.
pub(in crate::server) async fn update(
    app: State<App>,
    Path(id): Path<String>,
    body: Body<UserData>,
) -> Response {
    run(app, body, move |pool, data| {
        pool.update_user(&id, &data)?;
        Ok(json!({}))
    })
    .await
}

/// `DELETE`.
pub(in crate::server) async fn delete(app: State<App>, Path(id): Path<String>) -> Response {
    make(app, move |pool| {
        pool.delete(&id)?;
        Ok(json!({}))
    })
    .await
}

/// `DELETE` of the user's tokens.
pub(in crate::server) async fn log_out(app: State<App>, Path(id): Path<String>) -> Response {
    make(app, move |pool| {
        pool.log_out(&id)?;
        Ok(json!({}))
    })
    .await
}
