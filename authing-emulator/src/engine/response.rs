//! Answers as they go on the wire, the service's error objects included.

use apollo_compiler::response::{ExecutionResponse, GraphQLError, JsonMap};
use serde::Serialize;
use serde_json::{Value, json};

use crate::rules::api_error::ApiError;

/// Stands before a refusal's number in the text of a field error, which can't carry anything but text.
const MARK: &str = "\u{1}refusal ";

/// Why a root field was refused.
pub(super) enum Refusal {
    /// The service has an error object for it.
    Service(ApiError),
    /// The emulator's own shortcoming. Its text is no object, so that nobody takes it for the service's word.
    NotAnswered(String),
}

/// The refusals of one request.
#[derive(Default)]
pub(super) struct Refusals(Vec<Refusal>);

impl Refusals {
    /// Keeps a refusal, and gives the text under which [`Response::executed`] finds it again.
    pub(super) fn remember(&mut self, refusal: Refusal) -> String {
        self.0.push(refusal);
        format!("{MARK}{}", self.0.len() - 1)
    }

    fn find(&self, message: &str) -> Option<&Refusal> {
        // The compiler puts words of its own before the text.
        let (_, number) = message.split_once(MARK)?;
        self.0.get(number.parse::<usize>().ok()?)
    }

    /// An error's message: the service's object, or text.
    fn message(&self, text: &str) -> Value {
        match self.find(text) {
            Some(Refusal::Service(error)) => serde_json::to_value(error).unwrap_or_default(),
            Some(Refusal::NotAnswered(message)) => message.as_str().into(),
            None => text.into(),
        }
    }
}

/// What became of a request.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It was run, whatever its fields came to.
    Executed,
    /// The schema, or a limit, is against it.
    Refused,
    /// It came by a way that nothing may be changed by.
    MustBePosted,
}

/// The answer to a request.
#[derive(Serialize)]
pub(crate) struct Response {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<Value>,
    /// Absent if the request was refused before it ran; else the data, or null.
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<Option<JsonMap>>,
    #[serde(skip)]
    pub(crate) outcome: Outcome,
}

impl Response {
    /// The answer to a request that was not run.
    pub(crate) fn refused(errors: Vec<GraphQLError>) -> Self {
        let errors = errors
            .iter()
            .map(|error| error_object(error, error.message.as_str().into()));
        Self {
            errors: errors.collect(),
            data: None,
            outcome: Outcome::Refused,
        }
    }

    /// The answer to a mutation that came in an address.
    pub(super) fn must_be_posted() -> Self {
        Self {
            errors: vec![json!({"message": "only a query may be sent by GET: use POST"})],
            data: None,
            outcome: Outcome::MustBePosted,
        }
    }

    pub(super) fn executed(executed: ExecutionResponse, refusals: Refusals) -> Self {
        let errors = executed.errors.iter();
        Self {
            errors: errors
                .map(|error| error_object(error, refusals.message(&error.message)))
                .collect(),
            data: Some(executed.data),
            outcome: Outcome::Executed,
        }
    }
}

/// The error with that message in place of its own.
fn error_object(error: &GraphQLError, message: Value) -> Value {
    let mut object = serde_json::to_value(error).unwrap_or_default();
    if let Value::Object(object) = &mut object {
        object.insert("message".to_owned(), message);
    }
    object
}
