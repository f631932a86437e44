//! What every operation is.

use std::fmt;

use graphql_client::GraphQLQuery;

use crate::api::Api;
use crate::bind::{BindError, Binder};
use crate::error_code::ErrorCode;
use crate::token_kind::TokenKind;

/// An operation of the service, as a value that can be sent.
///
/// The types in [`legacy::operations`](crate::legacy::operations) implement it; so can the types that the generator makes from your own
/// query files. A client sends any of them the same way: [`bind`](Operation::bind) gives the variables,
/// [`GraphQLQuery::build_query`] the body, [`response::read`](crate::response::read) the output.
pub trait Operation: GraphQLQuery<Variables: Send> + Send + Sized {
    /// The API that it is an operation of.
    type Api: Api;

    /// What the operation gives: the payload of its root field, not the layers around it.
    type Output: Send;

    /// Which token it needs: one of its API's kinds.
    type Token: TokenKind<Api = Self::Api>;

    /// The operation's name in its document, sent as `operationName`.
    const NAME: &'static str;

    /// The document as it is sent.
    const DOCUMENT: &'static str;

    /// The field of `Query` or `Mutation` that answers it.
    const ROOT_FIELD: &'static str;

    /// The name of that field in the answer: the document's alias for it, if it has one.
    const RESPONSE_KEY: &'static str = Self::ROOT_FIELD;

    /// Whether it reads or changes.
    const KIND: OperationKind;

    /// The endpoint that it is sent to.
    const ENDPOINT: EndpointOf<Self>;

    /// The wire names of the variables whose values must not be shown, also not when the service repeats them.
    const SECRETS: &'static [&'static str] = &[];

    /// Checks what can be known without the network and gives the variables as they go on the wire: the user pool id
    /// filled in, passwords encrypted, what was not set left out.
    ///
    /// # Errors
    ///
    /// [`BindError`], naming the field.
    fn bind(self, binder: &dyn Binder) -> Result<Self::Variables, BindError>;

    /// Takes the payload out of the response's `data`, and judges it: the service can refuse inside the data, too.
    ///
    /// # Errors
    ///
    /// [`Rejection`] if the data has no payload, or says that the service refused.
    fn output(data: Self::ResponseData) -> Result<Self::Output, Rejection>;
}

/// Why the `data` of a response gives no output.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Rejection {
    /// The service responded with `null` for a root field that must have a value.
    Null,
    /// The service refused, and said so in the data instead of in `errors`.
    Refused {
        /// The service's code; absent where it only says that it did not succeed.
        code: Option<ErrorCode>,
        /// What the service says of it, in the service's language.
        message: String,
    },
}

/// The endpoints that an operation can be sent to: those of its API.
pub type EndpointOf<O> = <<O as Operation>::Api as Api>::Endpoint;

/// Whether an operation reads or changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OperationKind {
    /// Reads: may be sent again.
    Query,
    /// Changes: is sent once.
    Mutation,
}

impl OperationKind {
    /// `query` or `mutation`.
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
