//! The settings of a client, the origin of each setting, and the endpoints derived from them.

pub(crate) mod base_url;
#[cfg(feature = "legacy")]
pub(crate) mod endpoints;
pub(crate) mod environment;
pub(crate) mod service_url;
pub(crate) mod setting;
mod spelling;
pub(crate) mod variables;
