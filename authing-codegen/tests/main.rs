//! The tests of the generator.

#![allow(
    missing_docs,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod bad_input;
mod checked_in;
mod descriptions;
mod diff;
mod downstream;
#[cfg(feature = "fetch")]
mod fetch;
mod generated_code;
mod golden;
mod grammar;
mod history;
mod odd_names;
mod scaffold;
mod schema;
mod second_api;
mod support;
mod valid_schemas;
