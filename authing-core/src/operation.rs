//! The trait of all operations.

use std::fmt;

use graphql_client::GraphQLQuery;

use crate::api::Api;
use crate::bind::{BindError, Binder};
use crate::error_code::ErrorCode;
use crate::rest::Rest;
use crate::token_kind::TokenKind;

/// An operation of the service, as a value that can be sent.
///
/// The types in [`legacy::operations`](crate::legacy::operations) and [`v2::operations`](crate::v2::operations) implement it; so
/// do the types that the generator creates from your own query files. A client sends all of them the same way:
/// [`bind`](Operation::bind) returns the variables, [`request::write`](crate::request::write) writes the body of a GraphQL
/// request, [`response::read`](crate::response::read) returns the output. The variables of a [REST](Self::REST) operation are its
/// parameters.
pub trait Operation: GraphQLQuery<Variables: Send> + Request + Clone + Send {
    /// The API that the operation belongs to.
    type Api: Api;

    /// The output: the payload of the root field, without the layers around it.
    type Output: Send;

    /// The token that the operation needs: one of its API's kinds.
    type Token: TokenKind<Api = Self::Api>;

    /// The operation's name in its document, sent as `operationName`.
    const NAME: &'static str;

    /// The document that is sent; empty for a REST operation.
    const DOCUMENT: &'static str = "";

    /// How a REST operation is sent, or `None` for a GraphQL operation.
    const REST: Option<Rest> = None;

    /// The root field: a field of `Query` or `Mutation`.
    const ROOT_FIELD: &'static str;

    /// The key of the output in the response: the root field, or the document's alias for it. Of a REST operation, `data`,
    /// or `body` if the whole body is the output.
    const RESPONSE_KEY: &'static str = match Self::REST {
        Some(rest) => rest.output.key(),
        None => Self::ROOT_FIELD,
    };

    /// Whether the operation is a query or a mutation.
    const KIND: OperationKind;

    /// The endpoint.
    const ENDPOINT: EndpointOf<Self>;

    /// The wire names of variables whose values must be redacted, even if the service repeats them.
    const SECRETS: &'static [&'static str] = &[];

    /// Checks the input locally and returns the wire variables: with the user pool id filled in, passwords encrypted,
    /// and unset variables omitted.
    ///
    /// # Errors
    ///
    /// [`BindError`], naming the field.
    fn bind(self, binder: &dyn Binder) -> Result<Self::Variables, BindError>;

    /// Extracts the payload from the response's `data` and checks it: the service can report a failure inside the data.
    ///
    /// # Errors
    ///
    /// [`Rejection`] if the data has no payload or reports a failure.
    fn output(data: Self::ResponseData) -> Result<Self::Output, Rejection>;
}

/// The reason why the `data` of a response has no output.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Rejection {
    /// The service returned `null` for a root field that must have a value.
    Null,
    /// The service reported a failure in the data instead of in `errors`.
    Failure {
        /// The service's code; absent if the data only has `status: false`.
        code: Option<ErrorCode>,
        /// The service's message, in the service's language.
        message: String,
    },
}

/// What the GraphQL requests of an operation have in common. Generated code implements it.
#[doc(hidden)]
pub trait Request {
    /// Returns what follows the variables in the JSON of the body: the document and the operation's name. It is written once.
    fn after_variables() -> &'static str;
}

/// The endpoint of an operation: one of its API's endpoints.
pub type EndpointOf<O> = <<O as Operation>::Api as Api>::Endpoint;

/// The kind of an operation: query or mutation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OperationKind {
    /// Reads: can be retried.
    Query,
    /// Changes: not sent twice.
    Mutation,
}

impl OperationKind {
    /// Returns `query` or `mutation`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Query => "query",
            Self::Mutation => "mutation",
        }
    }
}

impl fmt::Display for OperationKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
