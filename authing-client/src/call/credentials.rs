//! The token that a call is sent with.

use std::sync::Arc;

use authing_core::{ErrorCode, Secret};
use http::StatusCode;

use crate::error::Error;
use crate::token::cache::TokenCache;

/// The token that a call is sent with.
#[derive(Clone, Copy)]
pub(crate) enum Credentials<'a> {
    None,
    /// The client's own token: refreshed, and the call sent once more, if the service rejects it.
    Management(&'a Arc<TokenCache>),
    /// A user's token: never refreshed, because logins belong to the user.
    User(&'a Secret),
}

/// The message for a token that was withdrawn. Its code, 500, stands for other reasons, too.
const WITHDRAWN: &str = "TokenInBlackListError";

/// Returns whether the response rejects the token: with the service's code or message, in the words of a GraphQL layer, or
/// with HTTP 401, as gateways do. GraphQL errors with another code concern the operation, whatever the status.
pub(super) fn rejects_token(error: &Error) -> bool {
    if error.code().is_some_and(ErrorCode::concerns_token) {
        return true;
    }
    match error {
        Error::Api {
            code: Some(ErrorCode::INTERNAL),
            message,
            ..
        } if message.contains(WITHDRAWN) => true,
        Error::Http { status, .. } => *status == StatusCode::UNAUTHORIZED,
        Error::Api {
            status,
            code,
            graphql,
            unauthenticated,
            ..
        } => {
            // Outside GraphQL, the code may be a status in place of the one of HTTP.
            let stated = code.is_some_and(|code| code.get() == 401) && !graphql;
            let by_gateway = *status == StatusCode::UNAUTHORIZED || stated;
            (code.is_none() && (*unauthenticated || by_gateway)) || (!graphql && by_gateway)
        }
        _ => false,
    }
}
