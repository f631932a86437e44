//! The service's schema, and that every handler has its place in it.

use std::collections::HashMap;
use std::sync::OnceLock;

use apollo_compiler::collections::HashMap as CompilerMap;
use apollo_compiler::schema::Implementers;
use apollo_compiler::validation::Valid;
use apollo_compiler::{Name, Schema};

use crate::api::legacy::Handler;

/// The one place that knows where the schema is. The file lies outside this crate's folder, so publishing the crate
/// needs a copy of it inside.
const SDL: &str = include_str!("../../../schema/legacy.graphql");

/// Something is wrong inside the emulator: no caller can bring this about.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{0}")]
pub(crate) struct SchemaError(String);

pub(crate) struct ServiceSchema {
    pub(crate) schema: Valid<Schema>,
    pub(crate) implementers: CompilerMap<Name, Implementers>,
}

/// Parsed once per process: it takes longer than all the rest of an emulator's start.
pub(crate) fn service_schema() -> Result<&'static ServiceSchema, SchemaError> {
    static SCHEMA: OnceLock<Result<ServiceSchema, SchemaError>> = OnceLock::new();
    SCHEMA.get_or_init(parse).as_ref().map_err(Clone::clone)
}

fn parse() -> Result<ServiceSchema, SchemaError> {
    let schema = Schema::parse_and_validate(SDL, "legacy.graphql");
    let schema = schema.map_err(|invalid| {
        SchemaError(format!(
            "the built-in schema is invalid:\n{}",
            invalid.errors
        ))
    })?;
    let implementers = schema.implementers_map();
    Ok(ServiceSchema {
        schema,
        implementers,
    })
}

impl ServiceSchema {
    /// The handlers by their fields, each of which must exist and be handled once.
    pub(crate) fn check_handlers(
        &self,
        handlers: &'static [Handler],
    ) -> Result<HashMap<&'static str, &'static Handler>, SchemaError> {
        let mut by_field = HashMap::new();
        for handler in handlers {
            if !self.has_field(handler.field) {
                return Err(SchemaError(format!("the schema has no {}", handler.field)));
            }
            if by_field.insert(handler.field, handler).is_some() {
                return Err(SchemaError(format!("{} is handled twice", handler.field)));
            }
        }
        Ok(by_field)
    }

    fn has_field(&self, field: &str) -> bool {
        let Some((type_name, field)) = field.split_once('.') else {
            return false;
        };
        self.schema.type_field(type_name, field).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::legacy::{HANDLERS, Token};
    use serde_json::Value;

    const fn handler(field: &'static str) -> Handler {
        Handler {
            field,
            token: Token::NotNeeded,
            answer: |_| Ok(Value::Null),
        }
    }

    #[test]
    fn every_registered_handler_is_in_the_schema() {
        let by_field = service_schema().unwrap().check_handlers(HANDLERS).unwrap();
        assert_eq!(by_field.len(), HANDLERS.len());
    }

    #[test]
    fn a_handler_without_a_place_is_refused() {
        static UNKNOWN: [Handler; 1] = [handler("Query.login")];
        static TWICE: [Handler; 2] = [handler("Query.user"), handler("Query.user")];
        let schema = service_schema().unwrap();
        let message = |handlers| schema.check_handlers(handlers).err().unwrap().to_string();
        assert_eq!(message(&UNKNOWN), "the schema has no Query.login");
        assert_eq!(message(&TWICE), "Query.user is handled twice");
    }
}
