//! Responses in their wire form, including the service's error objects.

use apollo_compiler::response::{ExecutionResponse, GraphQLError, JsonMap};
use serde::Serialize;
use serde_json::{Value, json};

use crate::rules::api_error::ApiError;
use crate::rules::api_error::text::Language;

/// Precedes an error's index in the text of a field error, which can carry only text.
const MARK: &str = "\u{1}error ";

/// Why a root field was rejected.
pub(super) enum RootFieldError {
    /// An API error, for which the service has an error object.
    Api(ApiError),
    /// A limitation of the emulator. Its message is a string, so that it can't be mistaken for an API error.
    Unsupported(String),
}

/// The field errors of one request.
#[derive(Default)]
pub(super) struct RootFieldErrors(Vec<RootFieldError>);

impl RootFieldErrors {
    /// Stores an error, and returns the text by which [`Response::executed`] finds it again.
    pub(super) fn remember(&mut self, error: RootFieldError) -> String {
        self.0.push(error);
        format!("{MARK}{}", self.0.len() - 1)
    }

    fn find(&self, message: &str) -> Option<&RootFieldError> {
        // The compiler adds text before the message.
        let (_, number) = message.split_once(MARK)?;
        self.0.get(number.parse::<usize>().ok()?)
    }

    /// Returns an error's message: the service's object, or text.
    fn message(&self, text: &str, language: Language) -> Value {
        match self.find(text) {
            Some(RootFieldError::Api(error)) => {
                serde_json::to_value(error.in_language(language)).unwrap_or_default()
            }
            Some(RootFieldError::Unsupported(message)) => message.as_str().into(),
            None => text.into(),
        }
    }
}

/// The outcome of a request.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It was executed, whatever its fields returned.
    Executed,
    /// It does not match the schema, or exceeds a limit.
    Rejected,
    /// A mutation was sent by `GET`.
    MustBePosted,
}

/// The response to a request.
#[derive(Clone)]
pub(crate) struct Response {
    pub(crate) json: Vec<u8>,
    pub(crate) outcome: Outcome,
}

/// The members of a response.
#[derive(Serialize)]
struct Members {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<Value>,
    /// Absent if the request was rejected before execution; else the data, or null.
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<Option<JsonMap>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    extensions: Option<Extensions>,
}

/// What the service's own responses do not have.
#[derive(Serialize)]
struct Extensions {
    /// The root fields that are served only on request.
    emulated: Vec<&'static str>,
}

impl Response {
    fn new(outcome: Outcome, errors: Vec<Value>, data: Option<Option<JsonMap>>) -> Self {
        let extensions = None;
        Self::of(
            outcome,
            &Members {
                errors,
                data,
                extensions,
            },
        )
    }

    fn of(outcome: Outcome, members: &Members) -> Self {
        // Maps with text keys, so this can't fail.
        let json = serde_json::to_vec(members).unwrap_or_default();
        Self { json, outcome }
    }

    /// Returns the response to a request that was not executed.
    pub(crate) fn rejected(errors: Vec<GraphQLError>) -> Self {
        let errors = errors
            .iter()
            .map(|error| error_object(error, error.message.as_str().into()));
        Self::new(Outcome::Rejected, errors.collect(), None)
    }

    /// Returns the response to a mutation that was sent by `GET`.
    pub(super) fn must_be_posted() -> Self {
        let error = json!({"message": "only a query may be sent by GET: use POST"});
        Self::new(Outcome::MustBePosted, vec![error], None)
    }

    /// `emulated` has the root fields that are served only on request.
    pub(super) fn executed(
        executed: ExecutionResponse,
        field_errors: RootFieldErrors,
        language: Language,
        emulated: Vec<&'static str>,
    ) -> Self {
        let errors = executed.errors.iter().map(|error| {
            let message = field_errors.message(&error.message, language);
            error_object(error, message)
        });
        let members = Members {
            errors: errors.collect(),
            data: Some(executed.data),
            extensions: (!emulated.is_empty()).then_some(Extensions { emulated }),
        };
        Self::of(Outcome::Executed, &members)
    }
}

/// Returns the error with this message instead of its own.
fn error_object(error: &GraphQLError, message: Value) -> Value {
    let mut object = serde_json::to_value(error).unwrap_or_default();
    if let Value::Object(object) = &mut object {
        object.insert("message".to_owned(), message);
    }
    object
}
