//! Answering GraphQL requests from the service's own schema: it refuses what the service would refuse.

pub(crate) mod call;
mod cost;
mod documents;
mod request;
mod resolvers;
mod response;
mod schema;
mod unset;

use std::cell::RefCell;
use std::collections::HashMap;

use apollo_compiler::ExecutableDocument;
use apollo_compiler::request::{RequestError, coerce_variable_values};
use apollo_compiler::resolvers::Execution;
use apollo_compiler::response::GraphQLError;
use apollo_compiler::validation::Valid;

pub(crate) use request::{Parameters, Request, without_mark};
pub(crate) use response::{Outcome, Response};
pub(crate) use schema::SchemaError;
#[cfg(test)]
pub(crate) use schema::service_schema;

use crate::api::legacy::{HANDLERS, Handler};
use crate::rules::pool::Service;
use documents::Documents;
use resolvers::Root;
use schema::ServiceSchema;

/// Who sent a request: what of it matters besides its text.
pub(crate) struct Sender<'a> {
    /// The token of the `Authorization` header.
    pub(crate) token: Option<&'a str>,
    pub(crate) ip: &'a str,
}

/// The schema, the handlers of its root fields, and the documents seen lately.
pub(crate) struct Engine {
    schema: &'static ServiceSchema,
    handlers: HashMap<&'static str, &'static Handler>,
    documents: Documents,
}

impl Engine {
    /// Fails if a handler is registered for a field that the schema doesn't have.
    pub(crate) fn new() -> Result<Self, SchemaError> {
        let schema = schema::service_schema()?;
        Ok(Self {
            schema,
            handlers: schema.check_handlers(HANDLERS)?,
            documents: Documents::default(),
        })
    }

    /// Parses, validates and runs a request. Takes its time where passwords are hashed: not for an async task.
    pub(crate) fn answer(
        &self,
        service: &Service,
        request: &Request,
        sender: &Sender<'_>,
    ) -> Response {
        self.documents
            .parse(&self.schema.schema, &request.query)
            .and_then(|document| self.execute(service, request, sender, &document))
            .unwrap_or_else(Response::refused)
    }

    fn execute(
        &self,
        service: &Service,
        request: &Request,
        sender: &Sender<'_>,
        document: &Valid<ExecutableDocument>,
    ) -> Result<Response, Vec<GraphQLError>> {
        let readable = |error: RequestError| vec![error.to_graphql_error(&document.sources)];
        let operation = document
            .operations
            .get(request.operation_name())
            .map_err(readable)?;
        if request.reads_only && !operation.is_query() {
            return Ok(Response::must_be_posted());
        }
        let variables = coerce_variable_values(&self.schema.schema, operation, &request.variables)
            .map_err(readable)?;
        let refusals = RefCell::default();
        let root = Root {
            type_name: operation.object_type().as_str(),
            service,
            sender,
            handlers: &self.handlers,
            variables: &variables,
            refusals: &refusals,
        };
        let executed = Execution::new(&self.schema.schema, document)
            .operation(operation)
            .coerced_variable_values(&variables)
            .implementers_map(&self.schema.implementers)
            .enable_schema_introspection(true)
            .execute_sync(&root)
            .map_err(readable)?;
        Ok(Response::executed(executed, refusals.take()))
    }
}
