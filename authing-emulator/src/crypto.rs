//! Keys, hashes, tokens, one-time passwords, randomness and ids.

pub(crate) mod claims;
pub(crate) mod ids;
pub(crate) mod jwt;
pub(crate) mod password_hash;
pub(crate) mod password_key;
pub(crate) mod randomness;
pub(crate) mod secret;
pub(crate) mod signing_key;
pub(crate) mod totp;
