//! What is sent and what is read, whole, as snapshots.

#![allow(missing_docs, clippy::indexing_slicing, clippy::unwrap_used)]

mod requests;
mod responses;
