//! The token that an operation needs, as a type.

use crate::api::Api;

/// A kind of token that operations of an API can need, as a type, so that passing the wrong kind does not compile.
///
/// Every [`Operation`](crate::Operation) names a kind of its own API. The kinds of the legacy API are in
/// [`legacy`](crate::legacy).
pub trait TokenKind: Send + Sync + 'static {
    /// The API whose operations can need this kind.
    type Api: Api;

    /// The kind as a value.
    const REQUIREMENT: <Self::Api as Api>::TokenRequirement;
}
