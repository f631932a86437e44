//! The client over real sockets: its built-in transport, TLS, and every fault of a network or a service.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "helpers of tests may fail the test"
)]

mod faults;
mod no_proxy;
mod runtimes;
mod tls;
mod transport;
