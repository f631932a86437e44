//! What a target is compiled from: schema files and query files, read and parsed, with their comments.

pub(crate) mod layout;
pub(crate) mod markdown;
pub(crate) mod schema;
pub(crate) mod source;
pub(crate) mod text;
