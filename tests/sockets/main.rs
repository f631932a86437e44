//! The client over real sockets: the built-in transport, TLS, and faults of networks and services.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "helpers may fail the test"
)]

mod faults;
mod http2;
mod no_proxy;
mod proxies;
mod runtimes;
mod tls;
mod transport;
