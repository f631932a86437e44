//! The client as a program uses it, against services in memory.

#![allow(
    missing_docs,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "helpers may fail the test"
)]

mod areas;
mod cancellation;
mod every_operation;
mod hostile;
mod inherited_bugs;
mod injection;
mod operations;
mod options;
mod protected_routes;
mod refresh;
mod requests;
mod responses;
mod retries;
mod secrets;
mod setters;
mod streams;
mod timestamps;
mod v2;
