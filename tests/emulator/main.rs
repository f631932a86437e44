//! The client and the emulator, over real HTTP.

#![allow(
    missing_docs,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "helpers may fail the test"
)]

mod blocking;
mod browser;
mod end_to_end;
mod newcomer;
mod support;
mod v2;
