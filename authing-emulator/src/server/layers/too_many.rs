//! Refusing who calls too often, as the service does: with an error object in GraphQL, with a code in the body elsewhere.

use std::net::SocketAddr;

use axum::extract::{ConnectInfo, Request, State};
use axum::middleware::Next;
use axum::response::Response;

use crate::rules::api_error::Code;
use crate::server::app::App;
use crate::server::response::service_refusal;

pub(in crate::server) async fn limit(
    State(app): State<App>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request,
    next: Next,
) -> Response {
    let Some(limit) = &app.control.rate_limit else {
        return next.run(request).await;
    };
    if limit.admits(peer.ip(), app.pool.clock.now()) {
        return next.run(request).await;
    }
    tracing::info!("refused: too many requests");
    let is_graphql = request.uri().path().ends_with("/graphql");
    let code = if is_graphql {
        Code::Busy
    } else {
        Code::Internal
    };
    service_refusal(is_graphql, &code.saying(Code::Busy.message()))
}
