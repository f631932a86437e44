//! Which token an operation needs, as types, so that giving the wrong one does not compile.
//!
//! The service knows two kinds of token: the *owner's*, got with the user pool id and secret, and an *end user's*, got
//! by logging in. Every operation names one of the four kinds below as its [`Operation::Token`](crate::Operation::Token).

mod sealed {
    pub trait Sealed {}
}

/// Which token goes into the `Authorization` header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum TokenRequirement {
    /// The header is left out.
    None,
    /// The owner's token.
    Owner,
    /// An end user's token.
    User,
    /// Either: the owner's on the client, the user's on a session.
    Any,
}

/// One of the four kinds: [`NoToken`], [`OwnerToken`], [`UserToken`], [`AnyToken`].
pub trait TokenKind: sealed::Sealed + Send + Sync + 'static {
    /// The kind as a value.
    const REQUIREMENT: TokenRequirement;
}

/// A kind that the client itself, which holds the owner's token, can serve.
#[diagnostic::on_unimplemented(
    message = "this operation acts as an end user: it needs a user's token",
    note = "call it on a `Session`, which a login gives, or `Authing::session(token)` for a token that you have"
)]
pub trait AcceptsOwner: TokenKind {}

/// A kind that a session, which holds one user's token, can serve.
#[diagnostic::on_unimplemented(
    message = "this operation does not act as an end user: a session's token is not for it",
    note = "call it on `Authing`"
)]
pub trait AcceptsUser: TokenKind {}

/// The operation is sent without a token.
#[derive(Debug, Clone, Copy)]
pub enum NoToken {}

/// The operation needs the owner's token.
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
