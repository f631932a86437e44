//! What is kept, one file a kind of record.

pub(crate) mod apps;
pub(crate) mod attempts;
pub(crate) mod bindings;
pub(crate) mod captchas;
pub(crate) mod codes;
pub(crate) mod directory;
pub(crate) mod files;
pub(crate) mod logins;
pub(crate) mod message;
pub(crate) mod messages;
pub(crate) mod mfa;
pub(crate) mod pool;
pub(crate) mod roles;
pub(crate) mod social_logins;
pub(crate) mod users;
