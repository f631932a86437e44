//! The legacy API of 2019 and 2020: its endpoints and its kinds of token.

mod api;
mod token_kind;

pub use api::{Endpoint, Legacy, TokenRequirement};
pub use token_kind::{AcceptsOwner, AcceptsUser, AnyToken, NoToken, OwnerToken, UserToken};
