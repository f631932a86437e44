//! Password encryption, signatures, their keys, and randomness.

pub(crate) mod password;
pub(crate) mod randomness;
#[cfg(feature = "v2")]
pub(crate) mod signature;
