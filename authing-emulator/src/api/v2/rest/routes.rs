//! The declaration of REST paths.

use crate::engine::call::{Args, Call, HandlerResult};
use crate::engine::token::Token;
use crate::rules::api_error::ApiError;

/// A path with a method, and its handler.
pub(crate) struct Route {
    pub(crate) method: Method,
    /// `/api/v2/users/{id}`: what is in braces becomes an argument.
    pub(crate) path: &'static str,
    pub(crate) token: Token,
    pub(crate) handle: fn(&Call<'_>) -> HandlerResult,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Method {
    Get,
    Post,
    Put,
    Patch,
    Delete,
}

/// One line per path: its method and token, and its handler.
macro_rules! routes {
    ($($method:ident $path:literal $token:ident $($handler:ident)::+;)*) => {
        pub(super) const ROUTES: &[crate::api::v2::rest::Route] = &[$(crate::api::v2::rest::Route {
            method: crate::api::v2::rest::Method::$method,
            path: $path,
            token: crate::engine::token::Token::$token,
            handle: $($handler)::+,
        }),*];
    };
}
pub(super) use routes;

/// Returns a required text. No schema requires it.
pub(in crate::api::v2) fn need<'a>(args: Args<'a>, name: &str) -> Result<&'a str, ApiError> {
    let text = args.text(name).filter(|text| !text.is_empty());
    text.ok_or_else(|| crate::api::v2::input::missing(name))
}
