//! The requests of the program under test.

mod document;
mod log;
mod redact;
mod sent;

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use serde::Serialize;
use serde_json::Value;

pub(crate) use log::{Log, RecordedResponse};
pub(crate) use sent::{ENDPOINTS, Received};

use crate::clock::js_date::js_date;
use crate::control::faults::{Fault, FaultForm};

/// A request that an emulator received, and its response.
///
/// `Debug` and JSON show `***` for passwords, secrets, tokens and codes. [`raw_body`](Self::raw_body) and
/// [`raw_token`](Self::raw_token) return what was sent.
#[derive(Clone)]
pub struct RecordedRequest {
    received: Arc<Received>,
    response: Option<RecordedResponse>,
}

/// The kind of a request's token, determined when the request was received.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum TokenKind {
    /// No token.
    None,
    /// The owner's token.
    Owner,
    /// A user's token.
    User,
    /// A token that is wrong, has expired, or belongs to a user who has logged out.
    Invalid,
}

impl RecordedRequest {
    /// Returns the request's number. The requests of an emulator are numbered from 1.
    #[must_use]
    pub fn number(&self) -> u64 {
        self.received.number
    }

    /// Returns the time at which it was received, by the emulator's clock.
    #[must_use]
    pub fn received_at(&self) -> SystemTime {
        self.received.at
    }

    /// Returns the HTTP method: `POST`, `GET` …
    #[must_use]
    pub fn method(&self) -> &str {
        &self.received.method
    }

    /// Returns the path. The code in the link of a verification mail is omitted.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.received.path
    }

    /// Returns the name of the GraphQL operation, from the body or else from the document.
    #[must_use]
    pub fn operation_name(&self) -> Option<&str> {
        self.received.graphql()?.operation_name()
    }

    /// Returns the root fields of the operation, without aliases: `["login"]`. Empty outside GraphQL, and for a
    /// document that can't be parsed.
    #[must_use]
    pub fn root_fields(&self) -> &[String] {
        match self.received.graphql() {
            Some(graphql) => graphql.root_fields(),
            None => &[],
        }
    }

    /// Returns whether the request has this name, in the sense of [`Fault::on`].
    #[must_use]
    pub fn is_called(&self, name: &str) -> bool {
        self.received.is_called(name)
    }

    /// Returns the GraphQL document, with `***` for the secrets in it.
    #[must_use]
    pub fn document(&self) -> Option<&str> {
        Some(self.received.graphql()?.redacted_document())
    }

    /// Returns the GraphQL variables, with `***` for secrets. Null if there are none.
    #[must_use]
    pub fn variables(&self) -> &Value {
        match self.received.graphql() {
            Some(graphql) => graphql.redacted_variables(),
            None => &Value::Null,
        }
    }

    /// Returns the whole body as text, including all secrets. Empty for uploads, which are not kept, and for a query by
    /// `GET`.
    #[must_use]
    pub fn raw_body(&self) -> String {
        String::from_utf8_lossy(&self.received.body).into_owned()
    }

    /// Returns the kind of the token.
    #[must_use]
    pub fn token(&self) -> TokenKind {
        self.received.token_kind
    }

    /// Returns the token itself.
    #[must_use]
    pub fn raw_token(&self) -> Option<&str> {
        self.received.token.as_deref()
    }

    /// Returns the HTTP status of the response. `None` if there is no response yet, the connection was reset, or the
    /// client disconnected.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.response.as_ref()?.status
    }

    /// Returns the service's code: from the first error, or outside GraphQL from the response body. `None` if the
    /// response has none.
    #[must_use]
    pub fn code(&self) -> Option<i64> {
        self.response.as_ref()?.code
    }

    /// Returns whether the response has GraphQL errors: API errors, which have a [`code`](Self::code), or others, such as those of
    /// a document that does not match the schema.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        let response = self.response.as_ref();
        response.is_some_and(|response| response.has_errors)
    }

    /// Returns the time from request to response, by the machine's clock. `None` if there is no response yet.
    #[must_use]
    pub fn duration(&self) -> Option<Duration> {
        Some(self.response.as_ref()?.duration)
    }

    /// Returns the fault that the request met, as it was injected.
    #[must_use]
    pub fn fault(&self) -> Option<&Fault> {
        self.received.fault.as_ref()
    }

    /// Returns the fields for JSON.
    fn shown(&self) -> Shown<'_> {
        let since = self
            .received_at()
            .duration_since(SystemTime::UNIX_EPOCH)
            .unwrap_or_default();
        Shown {
            number: self.number(),
            received_at: js_date(i64::try_from(since.as_secs()).unwrap_or_default()),
            method: self.method(),
            path: self.path(),
            operation_name: self.operation_name(),
            root_fields: self.root_fields(),
            token: self.token(),
            variables: self.variables(),
            document: self.document(),
            status: self.status(),
            code: self.code(),
            has_errors: self.has_errors(),
            micros: self.duration().map(|time| time.as_micros()),
            fault: self.fault().map(FaultForm::from),
        }
    }
}

/// The fields of a request, without its secrets.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Shown<'a> {
    number: u64,
    received_at: String,
    method: &'a str,
    path: &'a str,
    operation_name: Option<&'a str>,
    root_fields: &'a [String],
    token: TokenKind,
    variables: &'a Value,
    document: Option<&'a str>,
    status: Option<u16>,
    code: Option<i64>,
    has_errors: bool,
    micros: Option<u128>,
    fault: Option<FaultForm>,
}

impl Serialize for RecordedRequest {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.shown().serialize(serializer)
    }
}

impl fmt::Debug for RecordedRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RecordedRequest")
            .field("number", &self.number())
            .field("method", &self.method())
            .field("path", &self.path())
            .field("operation_name", &self.operation_name())
            .field("root_fields", &self.root_fields())
            .field("variables", self.variables())
            .field("token", &self.token())
            .field("status", &self.status())
            .field("code", &self.code())
            .field("has_errors", &self.has_errors())
            .field("duration", &self.duration())
            .field("fault", &self.fault())
            .finish_non_exhaustive()
    }
}
