//! The client as a program uses it, against services that the tests make up.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "helpers of tests may fail the test"
)]

mod answers;
mod cancelling;
mod renewal;
mod requests;
mod runtimes;
mod seam;
mod secrets;
mod sockets;
mod support;
mod tls;
