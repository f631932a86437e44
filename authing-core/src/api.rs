//! What an API of the service is: where its operations go, and which tokens they can need.

use std::fmt;

/// An API of the service, as a type, so that an operation of one API can't be sent by a client of another.
///
/// [`Legacy`](crate::legacy::Legacy) is one. A crate of your own can describe operations of it, or of an API of its own: a
/// type that implements this trait, with its own [kinds of token](crate::TokenKind).
pub trait Api: 'static {
    /// The API's name.
    const NAME: &'static str;

    /// Where an operation is sent.
    type Endpoint: Copy + Eq + fmt::Debug + fmt::Display + Send + Sync + 'static;

    /// Which token goes into the `Authorization` header.
    type TokenRequirement: Copy + Eq + fmt::Debug + Send + Sync + 'static;
}
