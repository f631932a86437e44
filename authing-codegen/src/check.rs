//! Checks of the query files against the schema, before their directives are read.

pub(crate) mod unsupported;
pub(crate) mod validate;
