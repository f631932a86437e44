//! The middleware of all endpoints.

pub(super) mod observe;
pub(super) mod own_host;
mod strike;
pub(super) mod too_many;
