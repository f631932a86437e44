//! The emulator over real HTTP, as a client meets it.

// Clippy takes only the test functions themselves for tests, not what they are built from.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

mod client;
mod graphql;
mod http;
mod login;
#[cfg(feature = "cli")]
mod program;
mod register;
mod sms;
mod tokens;
mod users;
