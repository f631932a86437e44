//! An API of the service: its endpoints, and the tokens that its operations can need.

use std::fmt;

/// An API of the service, as a type, so that a client of one API can't send an operation of another.
///
/// [`Legacy`](crate::legacy::Legacy) is one. Your own crate can describe operations of it, or of its own API: a type
/// that implements this trait, with its own [kinds of token](crate::TokenKind).
pub trait Api: 'static {
    /// The API's name.
    const NAME: &'static str;

    /// The endpoints of the API.
    type Endpoint: Copy + Eq + fmt::Debug + fmt::Display + Send + Sync + 'static;

    /// The kinds of token that can go into the `Authorization` header.
    type TokenRequirement: Copy + Eq + fmt::Debug + Send + Sync + 'static;
}
