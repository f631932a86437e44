//! Tokens: the owner token, which the client fetches and caches, and the local verification of users' tokens.

pub(crate) mod bearer;
pub(crate) mod cache;
pub(crate) mod checks;
pub(crate) mod claims;
pub(crate) mod clock;
mod failed_fetch;
pub(crate) mod fetched_once;
#[cfg(feature = "v2")]
pub(crate) mod jwks;
pub(crate) mod jwt;
pub(crate) mod management;
pub(crate) mod verifier;
