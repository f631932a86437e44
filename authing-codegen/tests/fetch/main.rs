//! `authing-codegen fetch` against the emulator, and against services of all kinds.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod file;
mod headers;
mod rejections;
mod responses;
mod schemas;
mod support;
mod transport;
