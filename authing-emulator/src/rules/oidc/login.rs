//! The way of a user to an authorization code, and out again.

pub(crate) mod authorization;
pub(crate) mod dialog;
pub(crate) mod interaction;
pub(crate) mod logout;
pub(crate) mod request;
pub(crate) mod sessions;
