//! The v2 API of 2020–2023: its operations and types, its endpoint, and its kinds of token.

mod api;
mod custom_data;
mod json;
mod login_operation;
#[rustfmt::skip] // generated
pub mod operations;
mod token_kind;
#[rustfmt::skip] // generated
pub mod types;
mod user_identifier;

pub use api::{Endpoint, TokenRequirement, V2};
pub use json::{CustomDataParams, CustomValue, PipelineContext};
pub use login_operation::{LoginOperation, MfaOperation};
pub use token_kind::{
    AcceptsApp, AcceptsManagement, AcceptsUser, AnyToken, ManagementToken, NoToken, UserToken,
};
pub use user_identifier::UserIdentifier;
