//! The middleware of all endpoints.

pub(super) mod cors;
pub(super) mod host;
pub(super) mod observe;
pub(super) mod private;
mod strike;
pub(super) mod too_many;
