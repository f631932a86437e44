//! The settings of a client, the origin of each setting, and the endpoints derived from them.

pub(crate) mod endpoints;
pub(crate) mod environment;
pub(crate) mod setting;
