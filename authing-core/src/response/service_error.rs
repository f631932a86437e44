//! The service's errors, in all their shapes.

use std::fmt;

use serde::Deserializer as _;
use serde::de::{IgnoredAny, SeqAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;

use super::{ErrorData, plain, reason, without_position};
use crate::error_code::ErrorCode;

/// The maximum number of errors kept from a response. A GraphQL layer lists several for a document that it rejects;
/// millions would only fill the memory.
const MOST: usize = 100;

/// One element of a response's `errors`.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct ServiceError {
    /// The service's code; absent from errors of the GraphQL layer, such as a rejected document.
    pub code: Option<ErrorCode>,
    /// The service's message, in the service's language.
    pub message: String,
    /// Additional data, such as `{"url": …}` with the URL of a captcha image.
    pub data: Option<ErrorData>,
    /// The field that the error belongs to, such as `login`; empty if the service does not name one.
    pub path: String,
    /// Whether the GraphQL layer rejects the token: `UNAUTHENTICATED` or `UNAUTHORIZED` in `extensions.code`.
    pub unauthenticated: bool,
    /// The status that the envelope of a REST path states beside the code.
    pub status: Option<u16>,
}

impl ServiceError {
    /// Reads one element of `errors`. An unreadable element is an error as well.
    fn read(error: &RawValue) -> Self {
        match serde_json::from_str(error.get()) {
            Ok(error) => Self::from_json(&error),
            Err(error) => Self::unread(&without_position(reason(&error))),
        }
    }

    fn unread(reason: &str) -> Self {
        Self::new(None, format!("an error that can't be read: {reason}"))
    }

    /// Creates an error without data, for responses that this module does not read.
    #[must_use]
    pub fn new(code: Option<ErrorCode>, message: String) -> Self {
        Self {
            code,
            message,
            data: None,
            path: String::new(),
            unauthenticated: false,
            status: None,
        }
    }

    /// Reads the service's `{code, message, data}`, or a bare message.
    pub(super) fn from_message(message: &Value) -> Self {
        let Value::Object(object) = message else {
            return Self::new(None, plain(message));
        };
        Self {
            data: (object.get("data").filter(|data| !data.is_null()))
                .map(|data| data.clone().into()),
            ..Self::new(
                object.get("code").and_then(code),
                object.get("message").map(plain).unwrap_or_default(),
            )
        }
    }

    /// Reads an error of any shape.
    fn from_json(error: &Value) -> Self {
        // An element that is a bare string or number is its own message.
        let message = error.get("message").unwrap_or(error);
        let path = match error.get("path") {
            Some(Value::Array(segments)) => {
                let segments: Vec<String> = segments.iter().map(plain).collect();
                segments.join(".")
            }
            _ => String::new(),
        };
        let extension = error
            .get("extensions")
            .and_then(|extensions| extensions.get("code"));
        let read = Self::from_message(message);
        Self {
            code: read.code.or_else(|| extension.and_then(code)),
            path,
            unauthenticated: extension.is_some_and(names_authentication),
            ..read
        }
    }
}

/// Returns whether the code that a GraphQL server gives in text says that the token is missing or invalid.
fn names_authentication(code: &Value) -> bool {
    let is = |name: &str| {
        code.as_str()
            .is_some_and(|code| code.eq_ignore_ascii_case(name))
    };
    is("UNAUTHENTICATED") || is("UNAUTHORIZED")
}

/// Reads a code: a number, or a number in a string.
pub(super) fn code(value: &Value) -> Option<ErrorCode> {
    let number = value.as_i64().or_else(|| value.as_str()?.parse().ok())?;
    Some(ErrorCode::new(number))
}

/// Reads the value of `errors`: usually a list. Any other value is one error, and `null` is none.
pub(super) fn read_all(errors: &RawValue) -> Vec<ServiceError> {
    // It is known to be JSON, so this fails only if it is not a list.
    serde_json::Deserializer::from_str(errors.get())
        .deserialize_seq(List)
        .unwrap_or_else(|_| vec![ServiceError::read(errors)])
}

/// A list of errors of which only the first ones are kept.
struct List;

impl<'de> Visitor<'de> for List {
    type Value = Vec<ServiceError>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of errors")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let mut errors = Vec::new();
        let mut nothing = None;
        while errors.len() < MOST {
            match list.next_element::<&RawValue>()? {
                Some(error) if error.get() == "null" => nothing = Some(error),
                Some(error) => errors.push(ServiceError::read(error)),
                None => break,
            }
        }
        while list.next_element::<IgnoredAny>()?.is_some() {}
        // A list without errors reports a failure without saying which.
        if errors.is_empty() {
            errors.extend(nothing.map(ServiceError::read));
        }
        Ok(errors)
    }
}
