//! The legacy API of 2019–2020: its operations and types, its two endpoints, and its kinds of token.

mod api;
mod login_operation;
mod mfa;
#[rustfmt::skip] // generated
pub mod operations;
mod token_kind;
#[rustfmt::skip] // generated
pub mod types;
mod user_search;

pub use api::{Endpoint, Legacy, TokenRequirement};
pub use login_operation::LoginOperation;
pub use token_kind::{AcceptsOwner, AcceptsUser, AnyToken, NoToken, OwnerToken, UserToken};
pub use user_search::UserSearchField;
