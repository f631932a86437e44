//! The APIs that the emulator serves. A handler reads the request's arguments, calls a rule and builds the response
//! data.

/// One line per field: its type and name, its token, and its handler.
macro_rules! handlers {
    ($($root:ident $field:ident $token:ident $($handler:ident)::+;)*) => {
        const HANDLERS: &[crate::engine::api::Handler] = &[$(crate::engine::api::Handler {
            field: concat!(stringify!($root), ".", stringify!($field)),
            token: crate::engine::token::Token::$token,
            handle: &$($handler)::+,
            served: crate::engine::api::Served::Always,
        }),*];
    };
}

/// The same for rows of a table, and when they are served: each is a function or an [`Act`](legacy::objects::act::Act).
macro_rules! rows {
    ($name:ident $served:ident; $($root:ident $field:ident $token:ident $handle:expr;)*) => {
        pub(in crate::api::legacy) const $name: &[crate::engine::api::Handler] =
            &[$(crate::engine::api::Handler {
                field: concat!(stringify!($root), ".", stringify!($field)),
                token: crate::engine::token::Token::$token,
                handle: &$handle,
                served: crate::engine::api::Served::$served,
            }),*];
    };
}

pub(crate) mod legacy;
mod mfa;
pub(crate) mod v2;

use serde_json::{Map, Value};

/// Sets a member of an object.
fn set(object: &mut Value, name: &str, value: impl Into<Value>) {
    if let Value::Object(members) = object {
        members.insert(name.to_owned(), value.into());
    }
}

/// Returns the members of an object that was just written.
fn members(object: Value) -> Map<String, Value> {
    match object {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}
