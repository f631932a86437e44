//! An API, as the engine is given it: a schema, and what answers its root fields.

use std::collections::HashMap;
use std::sync::OnceLock;

#[cfg(test)]
use apollo_compiler::Schema;

use super::call::{Answer, Call};
use super::schema::{ParsedSchema, SchemaError};

/// One API. It lives as long as the process, so that its schema is parsed once.
pub(crate) struct ApiDefinition {
    /// The name of the schema's file, for messages.
    name: &'static str,
    sdl: &'static str,
    pub(crate) handlers: &'static [Handler],
    parsed: OnceLock<Result<ParsedSchema, SchemaError>>,
}

/// A root field and who answers it.
pub(crate) struct Handler {
    /// `Query.user`, as the schema has it.
    pub(crate) field: &'static str,
    pub(crate) token: Token,
    pub(crate) answer: fn(&Call<'_>) -> Answer,
}

/// Which token a field needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Token {
    /// None. One that comes all the same is not looked at, not even whether it is valid: an SDK whose owner token has
    /// expired sends it along when it asks for a new one.
    NotNeeded,
    /// The owner's or a user's.
    Any,
    /// The owner's.
    Owner,
    /// A user's.
    User,
}

impl ApiDefinition {
    pub(crate) const fn new(
        name: &'static str,
        sdl: &'static str,
        handlers: &'static [Handler],
    ) -> Self {
        Self {
            name,
            sdl,
            handlers,
            parsed: OnceLock::new(),
        }
    }

    /// Parsed once per process: it takes longer than all the rest of an emulator's start.
    pub(super) fn parsed(&self) -> Result<&ParsedSchema, SchemaError> {
        let parsed = self
            .parsed
            .get_or_init(|| ParsedSchema::parse(self.name, self.sdl));
        parsed.as_ref().map_err(Clone::clone)
    }

    #[cfg(test)]
    pub(crate) fn schema(&self) -> &Schema {
        &self.parsed().unwrap().schema
    }

    /// The handlers by their fields, each of which must exist and be handled once.
    pub(crate) fn handlers_by_field(
        &self,
    ) -> Result<HashMap<&'static str, &'static Handler>, SchemaError> {
        let schema = self.parsed()?;
        let mut by_field = HashMap::new();
        for handler in self.handlers {
            if !schema.has_field(handler.field) {
                return Err(SchemaError::new(format!(
                    "the schema has no {}",
                    handler.field
                )));
            }
            if by_field.insert(handler.field, handler).is_some() {
                return Err(SchemaError::new(format!(
                    "{} is handled twice",
                    handler.field
                )));
            }
        }
        Ok(by_field)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::schema::LEGACY_SDL;
    use serde_json::Value;

    const fn handler(field: &'static str) -> Handler {
        Handler {
            field,
            token: Token::NotNeeded,
            answer: |_| Ok(Value::Null),
        }
    }

    #[test]
    fn a_handler_without_a_place_is_refused() {
        static UNKNOWN: [Handler; 1] = [handler("Query.login")];
        static TWICE: [Handler; 2] = [handler("Query.user"), handler("Query.user")];
        let message = |handlers| {
            let api = ApiDefinition::new("legacy.graphql", LEGACY_SDL, handlers);
            api.handlers_by_field().err().unwrap().to_string()
        };
        assert_eq!(message(&UNKNOWN), "the schema has no Query.login");
        assert_eq!(message(&TWICE), "Query.user is handled twice");
    }
}
