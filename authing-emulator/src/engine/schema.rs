//! A parsed and validated schema.

use apollo_compiler::collections::HashMap;
use apollo_compiler::schema::Implementers;
use apollo_compiler::validation::Valid;
use apollo_compiler::{Name, Schema};

/// An internal error of the emulator: no caller can cause it.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{0}")]
pub(crate) struct SchemaError(String);

impl SchemaError {
    pub(super) fn new(message: String) -> Self {
        Self(message)
    }
}

pub(super) struct ParsedSchema {
    pub(super) schema: Valid<Schema>,
    pub(super) implementers: HashMap<Name, Implementers>,
}

impl ParsedSchema {
    pub(super) fn parse(name: &str, sdl: &str) -> Result<Self, SchemaError> {
        let schema = Schema::parse_and_validate(sdl, name);
        let schema = schema.map_err(|invalid| {
            SchemaError(format!(
                "the built-in schema {name} is invalid:\n{}",
                invalid.errors
            ))
        })?;
        let implementers = schema.implementers_map();
        Ok(Self {
            schema,
            implementers,
        })
    }

    pub(super) fn has_field(&self, field: &str) -> bool {
        let Some((type_name, field)) = field.split_once('.') else {
            return false;
        };
        self.schema.type_field(type_name, field).is_ok()
    }
}

/// A schema for the engine's own tests.
#[cfg(test)]
pub(super) const LEGACY_SDL: &str = include_str!("../../schema/legacy.graphql");

#[cfg(test)]
pub(super) fn test_schema() -> &'static Valid<Schema> {
    static SCHEMA: std::sync::OnceLock<Valid<Schema>> = std::sync::OnceLock::new();
    SCHEMA.get_or_init(|| Schema::parse_and_validate(LEGACY_SDL, "legacy.graphql").unwrap())
}
