//! Password encryption, its keys, and randomness.

pub(crate) mod password;
pub(crate) mod randomness;
