//! Tokens: the owner's, which the client fetches and caches, and the verification of users' tokens without the service.

pub(crate) mod cache;
pub(crate) mod jwt;
pub(crate) mod management;
pub(crate) mod verifier;
