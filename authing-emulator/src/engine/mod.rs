//! Execution of GraphQL requests with the service's own schema, so that invalid requests fail like they do at the
//! service.
//!
//! Each API has its own engine, created from an [`ApiDefinition`].

pub(crate) mod api;
pub(crate) mod call;
mod cost;
mod documents;
pub(crate) mod request;
mod resolvers;
pub(crate) mod response;
mod schema;
mod sizes;
pub(crate) mod token;
mod unset;

use std::cell::RefCell;
use std::collections::HashMap;

use apollo_compiler::ast::OperationType;
use apollo_compiler::request::{RequestError, coerce_variable_values};
use apollo_compiler::resolvers::Execution;
use apollo_compiler::response::GraphQLError;

use self::api::{ApiDefinition, Handler, Nested};
use self::call::Sender;
use self::documents::{Document, Documents};
use self::request::Request;
use self::resolvers::{Context, Root};
use self::response::Response;
use self::schema::ParsedSchema;
pub(crate) use self::schema::SchemaError;
use crate::rules::api_error::ApiError;
use crate::rules::pool::Pool;

/// The schema, the handlers of its root fields, and the document cache.
pub(crate) struct Engine {
    schema: &'static ParsedSchema,
    handlers: HashMap<&'static str, &'static Handler>,
    nested: HashMap<&'static str, &'static Nested>,
    reported: fn(ApiError) -> ApiError,
    serves_unused_fields: bool,
    documents: Documents,
}

impl Engine {
    /// Returns the names of the root fields, whether they are served or not.
    pub(crate) fn root_fields(&self) -> impl Iterator<Item = &str> {
        let schema = &self.schema.schema;
        let roots = [OperationType::Query, OperationType::Mutation].into_iter();
        roots
            .filter_map(|root| schema.get_object(schema.root_operation(root)?))
            .flat_map(|root| root.fields.keys().map(|name| name.as_str()))
    }

    /// Fails if a handler is registered for a field that the schema doesn't have.
    ///
    /// With `serves_unused_fields` it also serves the fields that are only served on request.
    pub(crate) fn new(
        api: &'static ApiDefinition,
        serves_unused_fields: bool,
    ) -> Result<Self, SchemaError> {
        Ok(Self {
            schema: api.parsed()?,
            handlers: api.handlers_by_field()?,
            nested: api.nested_by_field()?,
            reported: api.reported,
            serves_unused_fields,
            documents: Documents::default(),
        })
    }

    /// Parses, validates and executes a request. Blocks while it hashes passwords, so it must not run in an async task.
    pub(crate) fn respond(&self, pool: &Pool, request: &Request, sender: &Sender<'_>) -> Response {
        self.documents
            .parse(&self.schema.executable, &request.query)
            .and_then(|document| self.execute(pool, request, sender, &document))
            .unwrap_or_else(Response::rejected)
    }

    fn execute(
        &self,
        pool: &Pool,
        request: &Request,
        sender: &Sender<'_>,
        cached: &Document,
    ) -> Result<Response, Vec<GraphQLError>> {
        let document = &cached.parsed;
        let readable = |error: RequestError| vec![error.to_graphql_error(&document.sources)];
        let operation = document
            .operations
            .get(request.operation_name())
            .map_err(readable)?;
        if request.reads_only && !operation.is_query() {
            return Ok(Response::must_be_posted());
        }
        if let Some(response) = cached.introspection.get() {
            return Ok(response.clone());
        }
        let schema = if cached.is_introspection() {
            &self.schema.schema
        } else {
            &self.schema.executable
        };
        let variables =
            coerce_variable_values(schema, operation, &request.variables).map_err(readable)?;
        let (field_errors, emulated) = (RefCell::default(), RefCell::default());
        let context = Context {
            pool,
            sender,
            handlers: &self.handlers,
            nested: &self.nested,
            reported: self.reported,
            variables: &variables,
            field_errors: &field_errors,
            serves_unused_fields: self.serves_unused_fields,
            emulated: &emulated,
        };
        let root = Root {
            type_name: operation.object_type().as_str(),
            context: &context,
        };
        let executed = Execution::new(schema, document)
            .operation(operation)
            .coerced_variable_values(&variables)
            .implementers_map(&self.schema.implementers)
            .enable_schema_introspection(true)
            .execute_sync(&root)
            .map_err(readable)?;
        let response = Response::executed(
            executed,
            field_errors.take(),
            sender.language,
            emulated.take(),
        );
        if cached.is_introspection() {
            // Another thread may have been faster, with the same response.
            let _ = cached.introspection.set(response.clone());
        }
        Ok(response)
    }
}
