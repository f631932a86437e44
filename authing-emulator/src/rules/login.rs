//! Logging in.

pub(crate) mod captcha;
pub(crate) mod guard;
