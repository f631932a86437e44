//! The stored records, one file per kind.
//!
//! A seed consists of the same records: members that it may omit have a default, which is filled in before the record
//! is stored.

pub(crate) mod access;
pub(crate) mod app_parts;
pub(crate) mod apps;
pub(crate) mod codes;
pub(crate) mod custom_data;
pub(crate) mod directory;
mod fields;
pub(crate) mod files;
pub(crate) mod groups;
pub(crate) mod links;
pub(crate) mod logins;
pub(crate) mod members;
pub(crate) mod messages;
pub(crate) mod numbers;
pub(crate) mod objects;
pub(crate) mod oidc;
pub(crate) mod orgs;
pub(crate) mod policies;
pub(crate) mod pool;
pub(crate) mod qr_codes;
pub(crate) mod resources;
pub(crate) mod roles;
pub(crate) mod social_logins;
pub(crate) mod tenants;
pub(crate) mod user_parts;
pub(crate) mod users;
pub(crate) mod whitelist;
