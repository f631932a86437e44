//! What is around the surfaces: every request passes through it.

pub(super) mod observe;
pub(super) mod own_host;
mod strike;
pub(super) mod too_many;
