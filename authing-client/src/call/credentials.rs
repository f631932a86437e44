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
/// with HTTP 401, as gateways do.
pub(super) fn rejects_token(error: &Error) -> bool {
    let is_stated = match error {
        Error::Api {
            code: Some(code),
            message,
            ..
        } => code.concerns_token() || *code == ErrorCode::INTERNAL && message.contains(WITHDRAWN),
        Error::Api {
            unauthenticated, ..
        } => *unauthenticated,
        _ => false,
    };
    is_stated || error.has_status(|status| status == StatusCode::UNAUTHORIZED)
}
