//! `GET /`: a web page that shows the emulator's activity and controls it, and `GET /explore`, which runs GraphQL documents.
//!
//! The page acts through the operator endpoints, as a test suite does. The scripts insert data of users and programs only as
//! text, and no other scripts may run.

mod files;
mod state;

use axum::routing::get;
use axum::{Json, Router};

use crate::api::legacy::LEGACY;
use crate::api::v2::V2;
use crate::engine::api::{ApiDefinition, Served};
use crate::server::app::App;
use crate::server::graphql::{self, Api};

pub(super) fn router() -> Router<App> {
    files::router()
        .route("/page/state", get(state::state))
        .route("/page/supported", get(async || supported(&LEGACY)))
        .route("/page/supported/v2", get(async || supported(&V2)))
        .route("/page/graphql", graphql::unobserved(Api::Legacy))
        .route("/page/graphql/v2", graphql::unobserved(Api::V2))
}

/// Returns the supported root fields, as `Query.users`.
fn supported(api: &ApiDefinition) -> Json<Vec<&'static str>> {
    let fields = api
        .handlers()
        .filter(|handler| handler.served == Served::Always)
        .map(|handler| handler.field);
    Json(fields.collect())
}
