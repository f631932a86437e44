//! Tracing: the span of each call, and the log.
//!
//! A process of its own in which every test has a subscriber: a thread without a subscriber disables spans for the others.

#![allow(
    missing_docs,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "helpers may fail the test"
)]

mod logs;
mod oidc;
mod spans;
