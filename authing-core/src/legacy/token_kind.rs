//! The API's kinds of token.
//!
//! The service has two kinds of token: the *owner token*, fetched with the user pool id and secret, and an *end
//! user's*, which a login returns. Every operation names one of the four kinds below as its [`Operation::Token`].
//!
//! [`Operation::Token`]: crate::Operation::Token

use super::api::{Legacy, TokenRequirement};
use crate::token_kind::TokenKind;

mod sealed {
    pub trait Sealed {}
}

/// A kind that a client, which has the owner token, accepts.
#[diagnostic::on_unimplemented(
    message = "`Authing` can't send an operation that needs `{Self}`",
    note = "send one that acts as an end user with a `Session`, which a login returns, or `Authing::session(token)` for an existing \
            token",
    note = "send one of the v2 API with a client of `v2`"
)]
pub trait AcceptsOwner: TokenKind<Api = Legacy> + sealed::Sealed {}

/// A kind that a session, which has one user's token, accepts.
#[diagnostic::on_unimplemented(
    message = "a `Session` can't send an operation that needs `{Self}`",
    note = "send one that does not act as an end user with `Authing`",
    note = "send one of the v2 API with a client of `v2`"
)]
pub trait AcceptsUser: TokenKind<Api = Legacy> + sealed::Sealed {}

/// The operation is sent without a token.
#[derive(Debug, Clone, Copy)]
pub enum NoToken {}

/// The operation needs the owner token.
#[derive(Debug, Clone, Copy)]
pub enum OwnerToken {}

/// The operation needs an end user's token.
#[derive(Debug, Clone, Copy)]
pub enum UserToken {}

/// The operation needs a token of either kind.
#[derive(Debug, Clone, Copy)]
pub enum AnyToken {}

macro_rules! kinds {
    ($($kind:ident: $requirement:ident $(, $accepts:ident)*;)*) => {$(
        impl sealed::Sealed for $kind {}
        impl TokenKind for $kind {
            type Api = Legacy;
            const REQUIREMENT: TokenRequirement = TokenRequirement::$requirement;
        }
        $(impl $accepts for $kind {})*
    )*};
}

kinds! {
    NoToken: None, AcceptsOwner;
    OwnerToken: Owner, AcceptsOwner;
    UserToken: User, AcceptsUser;
    AnyToken: Any, AcceptsOwner, AcceptsUser;
}
