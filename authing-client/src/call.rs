//! The one path of a call: check and bind, token, transport, response.

pub(crate) mod credentials;
pub(crate) mod deadline;
pub(crate) mod executor;
#[cfg(feature = "legacy")]
pub(crate) mod multipart;
mod operation;
pub(crate) mod options;
mod own_token;
mod parts;
mod redact;
mod request;
pub(crate) mod response;
mod rest;
pub(crate) mod retry;
mod span;
