//! The definition of an API for the engine: a schema, and the handlers of its root fields.

use std::collections::HashMap;
use std::sync::OnceLock;

#[cfg(test)]
use apollo_compiler::Schema;

use super::call::{Call, HandlerResult, Parent};
use super::schema::{ParsedSchema, SchemaError};
use super::token::Token;
use crate::rules::api_error::ApiError;

/// One API. It is static, so that its schema is parsed once.
pub(crate) struct ApiDefinition {
    /// The name of the schema file, for messages.
    name: &'static str,
    sdl: &'static str,
    handlers: &'static [Handler],
    tables: &'static [&'static [Handler]],
    nested: &'static [Nested],
    /// Returns an error as this API reports it: the APIs have different codes for some errors.
    pub(super) reported: fn(ApiError) -> ApiError,
    parsed: OnceLock<Result<ParsedSchema, SchemaError>>,
}

/// A root field and its handler.
pub(crate) struct Handler {
    /// `Query.user`, as in the schema.
    pub(crate) field: &'static str,
    pub(crate) token: Token,
    pub(crate) handle: &'static dyn Handle,
    pub(crate) served: Served,
}

/// What is called for a root field: a function, or a row of a table.
pub(crate) trait Handle: Sync {
    fn handle(&self, call: &Call<'_>) -> HandlerResult;

    /// Returns the words with which the documentation describes a row.
    #[cfg(test)]
    fn described(&self) -> Option<String> {
        None
    }
}

impl<F: Fn(&Call<'_>) -> HandlerResult + Sync> Handle for F {
    fn handle(&self, call: &Call<'_>) -> HandlerResult {
        self(call)
    }
}

/// When a root field is served.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Served {
    Always,
    /// If the emulator is told to serve unused fields, too. The response is marked.
    OnRequest,
}

/// A field of an object type and its handler, which is called only where the field is selected.
pub(crate) struct Nested {
    /// `User.roles`, as in the schema.
    pub(crate) field: &'static str,
    pub(crate) handle: fn(&Parent<'_>) -> HandlerResult,
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
            tables: &[],
            nested: &[],
            reported: |error| error,
            parsed: OnceLock::new(),
        }
    }

    /// Adds more handlers of root fields.
    pub(crate) const fn tables(mut self, tables: &'static [&'static [Handler]]) -> Self {
        self.tables = tables;
        self
    }

    /// Returns the handlers of all root fields.
    pub(crate) fn handlers(&self) -> impl Iterator<Item = &'static Handler> {
        let tables = self.tables.iter().flat_map(|table| table.iter());
        self.handlers.iter().chain(tables)
    }

    /// Adds the handlers of object types' fields.
    pub(crate) const fn nested(mut self, nested: &'static [Nested]) -> Self {
        self.nested = nested;
        self
    }

    /// Sets how errors are reported. Default: unchanged.
    pub(crate) const fn reported(mut self, reported: fn(ApiError) -> ApiError) -> Self {
        self.reported = reported;
        self
    }

    /// Parsed once per process, because it takes longer than the rest of an emulator's start.
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

    /// Returns the handlers by their fields, each of which must exist and have one handler.
    pub(crate) fn handlers_by_field(
        &self,
    ) -> Result<HashMap<&'static str, &'static Handler>, SchemaError> {
        self.by_field(self.handlers(), |handler| handler.field)
    }

    /// The same for the handlers of object types' fields.
    pub(crate) fn nested_by_field(
        &self,
    ) -> Result<HashMap<&'static str, &'static Nested>, SchemaError> {
        self.by_field(self.nested.iter(), |nested| nested.field)
    }

    fn by_field<T>(
        &self,
        handlers: impl Iterator<Item = &'static T>,
        field: fn(&'static T) -> &'static str,
    ) -> Result<HashMap<&'static str, &'static T>, SchemaError> {
        let schema = self.parsed()?;
        let mut by_field = HashMap::new();
        for handler in handlers {
            let field = field(handler);
            if !schema.has_field(field) {
                return Err(SchemaError::new(format!("the schema has no {field}")));
            }
            if by_field.insert(field, handler).is_some() {
                return Err(SchemaError::new(format!("{field} is handled twice")));
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
            token: Token::NotRequired,
            handle: &|_: &Call<'_>| Ok(Value::Null),
            served: Served::Always,
        }
    }

    #[test]
    fn a_handler_for_an_unknown_or_handled_field_is_rejected() {
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
