//! Protecting the routes of a web service with its users' tokens.

pub(crate) mod caller_token;
#[cfg(feature = "axum")]
mod extractor;
#[cfg(feature = "v2")]
mod id_tokens;
pub(crate) mod layer;
mod presented;
mod rejection;
