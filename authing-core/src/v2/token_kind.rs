//! The API's kinds of token.
//!
//! The service has two kinds of token: the *management token*, fetched with the user pool id and secret, and an *end
//! user's*, which a login returns. Every operation names one of the four kinds below as its [`Operation::Token`].
//!
//! [`Operation::Token`]: crate::Operation::Token

use super::api::{TokenRequirement, V2};
use crate::token_kind::TokenKind;

mod sealed {
    pub trait Sealed {}
}

/// A kind that a management client, which has the management token, accepts.
#[diagnostic::on_unimplemented(
    message = "a management client can't send an operation that needs `{Self}`",
    note = "send one that acts as an end user with a user's session, which a login returns",
    note = "send one of the legacy API with `Authing`"
)]
pub trait AcceptsManagement: TokenKind<Api = V2> + sealed::Sealed {}

/// A kind that an authentication client, which has no token, accepts.
#[diagnostic::on_unimplemented(
    message = "a client of an app can't send an operation that needs `{Self}`",
    note = "send it with a management client, or with a user's session, which a login returns",
    note = "send one of the legacy API with `Authing`"
)]
pub trait AcceptsApp: TokenKind<Api = V2> + sealed::Sealed {}

/// A kind that a session, which has one user's token, accepts.
#[diagnostic::on_unimplemented(
    message = "a user's session can't send an operation that needs `{Self}`",
    note = "send it with a management client, or with an authentication client if it needs no token",
    note = "send one of the legacy API with `Authing`"
)]
pub trait AcceptsUser: TokenKind<Api = V2> + sealed::Sealed {}

/// The operation is sent without a token.
#[derive(Debug, Clone, Copy)]
pub enum NoToken {}

/// The operation needs the management token.
#[derive(Debug, Clone, Copy)]
pub enum ManagementToken {}

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
            type Api = V2;
            const REQUIREMENT: TokenRequirement = TokenRequirement::$requirement;
        }
        $(impl $accepts for $kind {})*
    )*};
}

kinds! {
    NoToken: None, AcceptsManagement, AcceptsApp;
    ManagementToken: Management, AcceptsManagement;
    UserToken: User, AcceptsUser;
    AnyToken: Any, AcceptsManagement, AcceptsUser;
}
