//! The one path of a call: check and bind, token, transport, response.

mod body;
pub(crate) mod executor;
mod redact;
pub(crate) mod response;
mod rest;
pub(crate) mod retry;
mod span;
