//! The client as a program uses it, against services in memory.

#![allow(
    missing_docs,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "helpers of tests may fail the test"
)]

mod areas;
mod cancelling;
mod hostile;
mod inherited_bugs;
mod injection;
mod judging;
mod options;
mod protected_routes;
mod renewal;
mod requests;
mod responses;
mod retries;
mod secrets;
mod streams;
mod timestamps;
