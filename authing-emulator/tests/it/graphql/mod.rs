//! GraphQL: documents, their cost, and its form over HTTP.

mod bombs;
mod documents;
mod hostile;
pub(crate) mod introspection;
mod over_http;
mod validation;
