//! The APIs that the emulator serves. A handler reads the request's arguments, calls a rule and builds the response
//! data.

/// One line per field: its type and name, its token, and its handler.
macro_rules! handlers {
    ($($root:ident $field:ident $token:ident $($handler:ident)::+;)*) => {
        const HANDLERS: &[crate::engine::api::Handler] = &[$(crate::engine::api::Handler {
            field: concat!(stringify!($root), ".", stringify!($field)),
            token: crate::engine::token::Token::$token,
            handle: $($handler)::+,
        }),*];
    };
}

pub(crate) mod legacy;
pub(crate) mod v2;
