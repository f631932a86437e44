//! Protecting the routes of a web service with its users' tokens.

#[cfg(feature = "axum")]
mod extractor;
pub(crate) mod layer;
mod presented;
