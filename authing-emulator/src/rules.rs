//! The rules that both the service's APIs share: plain values in and out, free of GraphQL and HTTP.
//!
//! A rule that rejects a call returns an [`ApiError`](api_error::ApiError), whose codes the service's APIs share.

pub(crate) mod access;
pub(crate) mod api_error;
pub(crate) mod apps;
pub(crate) mod caller;
pub(crate) mod codes;
pub(crate) mod custom_data;
pub(crate) mod login;
pub(crate) mod memberships;
pub(crate) mod oidc;
pub(crate) mod operator;
pub(crate) mod pool;
pub(crate) mod tokens;
pub(crate) mod users;
pub(crate) mod well_formed;
