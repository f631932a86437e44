//! Encryption of passwords for the wire, the keys for it, and randomness.

pub(crate) mod password;
mod pem;
pub(crate) mod randomness;
