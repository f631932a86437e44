//! The program, against the emulator: each command with both APIs.

#![allow(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "helpers may fail the test"
)]

mod doctor;
mod errors;
mod files;
mod roles;
mod support;
mod tokens;
mod users;
