//! Users.

pub(crate) mod addresses;
pub(crate) mod login_ways;
