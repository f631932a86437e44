//! The service's endpoints outside GraphQL.

pub(super) mod captchas;
pub(super) mod codes;
pub(super) mod public_key;
pub(super) mod segments;
pub(super) mod status;
pub(super) mod uploads;
pub(super) mod v2;
pub(super) mod verify_email;
pub(super) mod well_known;
