//! The rate limit's response, like the service's: an error object in GraphQL, elsewhere a code in the body.

use std::net::SocketAddr;

use axum::extract::{ConnectInfo, Request, State};
use axum::middleware::Next;
use axum::response::Response;

use crate::engine::request::is_graphql;
use crate::rules::api_error::Code;
use crate::server::app::App;
use crate::server::language;
use crate::server::response::api_error_response;

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
    tracing::info!("rejected: too many requests");
    let is_graphql = is_graphql(request.uri().path());
    let language = language::of(request.headers(), &app.pool);
    let code = if is_graphql {
        Code::Busy
    } else {
        Code::Internal
    };
    let error = code.with_message(Code::Busy.message());
    api_error_response(is_graphql, &error.in_language(language))
}
