//! Codes and tokens: issuing, exchanging, checking and revoking them.

pub(crate) mod bearer;
pub(crate) mod codes;
pub(crate) mod direct;
pub(crate) mod exchange;
mod issuing;
