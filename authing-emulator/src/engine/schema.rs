//! A parsed and validated schema.

use apollo_compiler::collections::HashMap;
use apollo_compiler::schema::{ExtendedType, Implementers, ScalarType};
use apollo_compiler::validation::Valid;
use apollo_compiler::{Name, Node, Schema, name};

/// An internal error of the emulator: no caller can cause it.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{0}")]
pub(crate) struct SchemaError(String);

impl SchemaError {
    pub(super) fn new(message: String) -> Self {
        Self(message)
    }
}

/// The fields that are seconds since 1970. The schema makes them integers of 32 bits, which end in 2038.
const TIMES: [&str; 2] = ["iat", "exp"];

pub(super) struct ParsedSchema {
    /// As the service publishes it, for introspection.
    pub(super) schema: Valid<Schema>,
    /// The same for requests, with times that may be later than 2038. Clients can't tell them apart: integers are sent alike.
    pub(super) executable: Valid<Schema>,
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
        let executable = Valid::assume_valid(with_long_times(schema.clone().into_inner()));
        Ok(Self {
            schema,
            executable,
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

/// Returns the schema with a scalar of its own for times. Values of such a scalar are not checked, so that integers of 64
/// bits pass.
fn with_long_times(mut schema: Schema) -> Schema {
    let time = name!("AuthingEmulatorTime");
    for ty in schema.types.values_mut() {
        let ExtendedType::Object(object) = ty else {
            continue;
        };
        for (name, field) in &mut object.make_mut().fields {
            if TIMES.contains(&name.as_str()) && field.ty.inner_named_type() == "Int" {
                field.make_mut().ty = apollo_compiler::ast::Type::Named(time.clone());
            }
        }
    }
    let scalar = ScalarType {
        description: None,
        name: time.clone(),
        directives: Default::default(),
    };
    schema
        .types
        .insert(time, ExtendedType::Scalar(Node::new(scalar)));
    schema
}

/// A schema for the engine's own tests.
#[cfg(test)]
pub(super) const LEGACY_SDL: &str = include_str!("../../schema/legacy.graphql");

#[cfg(test)]
pub(super) fn test_schema() -> &'static Valid<Schema> {
    static SCHEMA: std::sync::OnceLock<Valid<Schema>> = std::sync::OnceLock::new();
    SCHEMA.get_or_init(|| Schema::parse_and_validate(LEGACY_SDL, "legacy.graphql").unwrap())
}
