//! What users belong to: groups, organizations and tenants.

pub(crate) mod groups;
pub(crate) mod orgs;
pub(crate) mod tenants;
