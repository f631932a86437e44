//! Protecting the routes of a web service by its users' tokens.

#[cfg(feature = "axum")]
mod extractor;
pub(crate) mod layer;
mod presented;
