//! What the program under test has sent.

mod document;
mod log;
mod masked;
mod sent;

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use serde::Serialize;
use serde_json::Value;

pub(crate) use log::{Answered, Log};
pub(crate) use sent::Received;

use crate::clock::js_date::js_date;
use crate::control::faults::{Fault, FaultForm};

/// A request that an emulator got, and how it was answered.
///
/// `Debug` and JSON show `***` for passwords, secrets, tokens and codes. What was really sent is given by
/// [`raw_body`](Self::raw_body) and [`raw_token`](Self::raw_token).
#[derive(Clone)]
pub struct RecordedRequest {
    received: Arc<Received>,
    answered: Option<Answered>,
}

/// Which token a request carried, judged when it came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum TokenKind {
    /// None.
    None,
    /// That of whoever knows the pool's secret.
    Owner,
    /// A user's.
    User,
    /// One that is wrong, has expired, or belongs to a user who has logged out.
    Invalid,
}

impl RecordedRequest {
    /// Counts the requests of this emulator, from 1.
    #[must_use]
    pub fn number(&self) -> u64 {
        self.received.number
    }

    /// When it came, by the emulator's clock.
    #[must_use]
    pub fn received_at(&self) -> SystemTime {
        self.received.at
    }

    /// `POST`, `GET` …
    #[must_use]
    pub fn method(&self) -> &str {
        &self.received.method
    }

    /// The path. The code in the link of a verification mail is left out.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.received.path
    }

    /// The name of the GraphQL operation, as the body or else the document has it.
    #[must_use]
    pub fn operation_name(&self) -> Option<&str> {
        self.received.graphql()?.operation_name()
    }

    /// The root fields that the operation asks for, without aliases: `["login"]`. Empty outside GraphQL, and for a
    /// document that can't be read.
    #[must_use]
    pub fn root_fields(&self) -> &[String] {
        match self.received.graphql() {
            Some(graphql) => graphql.root_fields(),
            None => &[],
        }
    }

    /// Whether it is a request of that name, as [`Fault::on`] understands it.
    #[must_use]
    pub fn is_called(&self, name: &str) -> bool {
        self.received.is_called(name)
    }

    /// The GraphQL document, with `***` for secrets written into it.
    #[must_use]
    pub fn document(&self) -> Option<&str> {
        Some(self.received.graphql()?.masked_document())
    }

    /// The GraphQL variables as they came, with `***` for secrets. Null if there are none.
    #[must_use]
    pub fn variables(&self) -> &Value {
        match self.received.graphql() {
            Some(graphql) => graphql.masked_variables(),
            None => &Value::Null,
        }
    }

    /// The whole body as text, with everything in it that is secret. Empty for uploads, which are not kept, and for a
    /// query by `GET`.
    #[must_use]
    pub fn raw_body(&self) -> String {
        String::from_utf8_lossy(&self.received.body).into_owned()
    }

    /// Which token it carried.
    #[must_use]
    pub fn token(&self) -> TokenKind {
        self.received.token_kind
    }

    /// The token itself.
    #[must_use]
    pub fn raw_token(&self) -> Option<&str> {
        self.received.token.as_deref()
    }

    /// The HTTP status of the answer. None if there is no answer yet, or never was because the connection was reset, or
    /// because the client gave up.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.answered.as_ref()?.status
    }

    /// The service's code: of the first error, or outside GraphQL the answer's own. None if the answer has none.
    #[must_use]
    pub fn code(&self) -> Option<i64> {
        self.answered.as_ref()?.code
    }

    /// Whether the answer has GraphQL errors: the service's own, which have a [`code`](Self::code), or others, such as
    /// those of a document that the schema refuses.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        let answered = self.answered.as_ref();
        answered.is_some_and(|answered| answered.has_errors)
    }

    /// How long answering took, by the machine's clock. None if it isn't done.
    #[must_use]
    pub fn duration(&self) -> Option<Duration> {
        Some(self.answered.as_ref()?.duration)
    }

    /// The fault that it met, as it was injected.
    #[must_use]
    pub fn fault(&self) -> Option<&Fault> {
        self.received.fault.as_ref()
    }

    /// What JSON and `Debug` show.
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

/// All of a request but its secrets.
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
