//! The rules that both the service's APIs share: plain values in and out, free of GraphQL and HTTP.
//!
//! A rule that rejects a call returns an [`ApiError`](api_error::ApiError), whose codes the service's APIs share.

pub(crate) mod access;
pub(crate) mod api_error;
pub(crate) mod app_access;
pub(crate) mod apps;
pub(crate) mod caller;
pub(crate) mod codes;
pub(crate) mod custom_data;
pub(crate) mod groups;
mod holding;
pub(crate) mod login;
pub(crate) mod oidc;
pub(crate) mod operator;
pub(crate) mod orgs;
pub(crate) mod policies;
pub(crate) mod pool;
pub(crate) mod qr_login;
pub(crate) mod resources;
pub(crate) mod roles;
pub(crate) mod settings;
pub(crate) mod signing;
pub(crate) mod social;
pub(crate) mod tenants;
pub(crate) mod text;
pub(crate) mod tickets;
pub(crate) mod tokens;
pub(crate) mod uploads;
pub(crate) mod users;
pub(crate) mod well_formed;
