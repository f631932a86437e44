//! Snapshots of complete requests, and of decoded responses.

#![allow(missing_docs, clippy::indexing_slicing, clippy::unwrap_used)]

mod links;
mod manual;
mod requests;
mod responses;
mod rest_table;
