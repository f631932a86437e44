//! HTTP: endpoints, connections and limits.

mod endpoints;
mod load;
mod origins;
pub(crate) mod raw;
mod slow_clients;
#[cfg(feature = "tls")]
mod tls;
