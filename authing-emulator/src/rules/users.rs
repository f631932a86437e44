//! Users: registering, finding, changing and deleting them.

pub(crate) mod changes;
pub(crate) mod claims;
pub(crate) mod contacts;
pub(crate) mod deletion;
pub(crate) mod login_ways;
pub(crate) mod lookup;
pub(crate) mod password_reset;
pub(crate) mod profile;
pub(crate) mod registration;
pub(crate) mod sizes;
pub(crate) mod verification;
