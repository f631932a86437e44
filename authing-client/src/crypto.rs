//! Encryption of passwords for the wire, the keys for it, and randomness.

pub(crate) mod password;
pub(crate) mod randomness;
