//! Roles, groups, policies and resources.

pub(super) mod groups;
pub(super) mod policies;
pub(super) mod resources;
pub(super) mod roles;
