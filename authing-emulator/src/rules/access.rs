//! What users, roles, groups and departments may do, and who may use an app.

pub(crate) mod app_access;
mod holding;
pub(crate) mod permissions;
pub(crate) mod policies;
pub(crate) mod resources;
pub(crate) mod roles;
