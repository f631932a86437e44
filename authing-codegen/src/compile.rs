//! From the model to one set of Rust types: graphql_client_codegen compiles each document, and what it generates is extracted and
//! shared.

pub(crate) mod extract;
pub(crate) mod graphql_client;
pub(crate) mod types;
