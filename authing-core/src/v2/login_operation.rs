//! The operations that log a user in.

use super::api::V2;
use super::token_kind::{AcceptsApp, AcceptsUser};
use super::types::User;
use crate::operation::Operation;

/// An operation that logs a user in: its output is the user with the user's token.
///
/// Query files declare it with `@authing(implements: ["v2::LoginOperation"])`.
#[diagnostic::on_unimplemented(
    message = "this operation does not log a user in",
    note = "send it with `execute`"
)]
pub trait LoginOperation: Operation<Api = V2, Output = User, Token: AcceptsApp> {}

/// An operation that passes the second step of a login, with the token of the MFA challenge: its output is the user with the
/// user's token.
///
/// Query files declare it with `@authing(implements: ["v2::MfaOperation"])`.
#[diagnostic::on_unimplemented(
    message = "this operation does not pass the second step of a login",
    note = "send it with `execute` of the session of the challenge's token"
)]
pub trait MfaOperation: Operation<Api = V2, Output = User, Token: AcceptsUser> {}
