//! The root fields that the emulator answers: which function answers each, and which token it needs.

mod login;
mod register;
mod tokens;
mod user_object;
mod users;

use crate::call::{Answer, Call};

/// A root field and who answers it.
pub(crate) struct Handler {
    /// `Query.user`, as the schema has it.
    pub(crate) field: &'static str,
    pub(crate) token: Token,
    pub(crate) answer: fn(&Call<'_>) -> Answer,
}

/// Which token a field needs.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Token {
    /// None. One that comes all the same is not looked at, not even whether it is valid: an SDK whose owner token has
    /// expired sends it along when it asks for a new one.
    NotNeeded,
    /// The owner's or a user's.
    Any,
    /// The owner's.
    Owner,
}

pub(crate) const HANDLERS: &[Handler] = &[
    // Logging in and tokens
    handler(
        "Query.getAccessTokenByAppSecret",
        Token::NotNeeded,
        tokens::access_token_by_app_secret,
    ),
    handler(
        "Query.getClientWhenSdkInit",
        Token::NotNeeded,
        tokens::client_when_sdk_init,
    ),
    handler(
        "Query.checkLoginStatus",
        Token::NotNeeded,
        tokens::check_login_status,
    ),
    handler(
        "Query.decodeJwtToken",
        Token::NotNeeded,
        tokens::decode_jwt_token,
    ),
    handler("Mutation.login", Token::NotNeeded, login::login),
    // Users
    handler("Query.user", Token::Any, users::user),
    handler("Mutation.register", Token::NotNeeded, register::register),
    handler("Mutation.createUser", Token::Owner, register::register),
];

const fn handler(field: &'static str, token: Token, answer: fn(&Call<'_>) -> Answer) -> Handler {
    Handler {
        field,
        token,
        answer,
    }
}
