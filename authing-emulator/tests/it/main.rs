//! The emulator over real HTTP, from a client's view.

// Clippy recognizes only the test functions as tests, not their helpers.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

mod client;
mod control;
mod data;
mod graphql;
mod http;
mod legacy;
#[cfg(feature = "cli")]
mod process;
mod v2;
