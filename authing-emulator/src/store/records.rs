//! What is kept, one file a kind of record.
//!
//! A seed consists of the same records: what it may leave out has a default, which is filled in before the record is kept.

pub(crate) mod apps;
pub(crate) mod codes;
pub(crate) mod directory;
mod fields;
pub(crate) mod files;
pub(crate) mod logins;
pub(crate) mod messages;
pub(crate) mod pool;
pub(crate) mod roles;
pub(crate) mod social_logins;
pub(crate) mod user_parts;
pub(crate) mod users;
