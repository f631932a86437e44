//! The settings of a client, where each came from, and the endpoints that they make.

pub(crate) mod endpoints;
pub(crate) mod environment;
pub(crate) mod setting;
