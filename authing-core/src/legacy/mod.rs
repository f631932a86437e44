//! The legacy API of 2019–2020: GraphQL at two endpoints.

#[rustfmt::skip] // generated
pub mod operations;
#[rustfmt::skip] // generated
pub mod types;
