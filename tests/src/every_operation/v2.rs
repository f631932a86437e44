//! Every operation of the v2 API, with its required inputs only and with all inputs.

#[rustfmt::skip]
mod generated;

use std::fmt;

use authing_core::v2::{TokenRequirement, V2};
use authing_core::{BindError, Binder, Operation, TokenKind as _};
use serde::ser::Error as _;
use serde_json::Value;

use super::Values;

pub use generated::OPERATIONS;

/// An operation, and two ways to build it.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    /// Its name.
    pub name: &'static str,
    /// Builds it with its required inputs only.
    pub least: fn(&dyn Values) -> Box<dyn Sample>,
    /// Builds it with all inputs.
    pub full: fn(&dyn Values) -> Box<dyn Sample>,
}

/// An operation with values; its `Debug` is the operation's.
pub trait Sample: fmt::Debug {
    /// The GraphQL document, or the method and the path of a REST operation.
    fn document(&self) -> String;

    /// The token that it needs.
    fn token(&self) -> TokenRequirement;

    /// The variables that are sent.
    ///
    /// # Errors
    ///
    /// If the operation can't be bound, or the variables can't be serialized.
    fn variables(&self, binder: &dyn Binder) -> Result<Value, serde_json::Error>;
}

struct Held<O>(O);

/// An operation, whatever its token.
fn sample<O>(operation: O) -> Box<dyn Sample>
where
    O: Operation<Api = V2> + fmt::Debug + Clone + 'static,
{
    Box::new(Held(operation))
}

impl<O: fmt::Debug> fmt::Debug for Held<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<O> Sample for Held<O>
where
    O: Operation<Api = V2> + fmt::Debug + Clone + 'static,
{
    fn document(&self) -> String {
        match O::REST {
            Some(rest) => format!("{} {}", rest.method, rest.path),
            None => O::DOCUMENT.to_owned(),
        }
    }

    fn token(&self) -> TokenRequirement {
        O::Token::REQUIREMENT
    }

    fn variables(&self, binder: &dyn Binder) -> Result<Value, serde_json::Error> {
        let bound = self.0.clone().bind(binder);
        let bound = bound.map_err(|error: BindError| serde_json::Error::custom(error))?;
        serde_json::to_value(bound)
    }
}
