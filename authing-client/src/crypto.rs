//! Password encryption, its keys, and randomness.

pub(crate) mod password;
mod pem;
pub(crate) mod randomness;
