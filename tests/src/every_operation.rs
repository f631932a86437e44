//! Every operation of the legacy API, and in [`v2`] of the v2 API, with its required inputs only and with all inputs.
//!
//! The lists are generated from the query files. Tests use their operations through the trait [`Sample`], so that a test of
//! all operations is compiled once and not once per type. [`APIS`] has what differs between the APIs.

mod apis;
mod clients;
#[rustfmt::skip]
mod generated;
pub mod v2;
mod wire;

use std::fmt;

use authing_client::{AcceptsOwner, AcceptsUser, Error, Legacy, Operation};
use authing_core::rest::Rest;
use authing_core::{BindError, Binder, OperationKind, TokenKind as _};
use futures_util::future::{BoxFuture, FutureExt as _};
use serde::ser::Error as _;
use serde_json::Value;

use crate::USER_TOKEN;

pub use apis::{APIS, Api, LEGACY, V2};
pub use clients::Clients;
pub use generated::OPERATIONS;
pub use wire::rest_variables;

/// The values of the inputs. `name` is the wire name of the variable, or of the field of an input object.
pub trait Values {
    /// A string.
    fn text(&self, name: &'static str) -> String;

    /// A password, a token, or a code.
    fn secret(&self, name: &'static str) -> String;

    /// A code that is sent as a number.
    fn digits(&self, name: &'static str) -> String;

    /// An integer.
    fn int(&self, _name: &'static str) -> i32 {
        7
    }

    /// An integer that can't be negative.
    fn unsigned(&self, _name: &'static str) -> u32 {
        7
    }

    /// A floating-point number.
    fn float(&self, _name: &'static str) -> f64 {
        7.5
    }

    /// A Boolean.
    fn flag(&self, _name: &'static str) -> bool {
        true
    }
}

/// The same values for all inputs.
#[derive(Debug, Clone, Copy)]
pub struct Same<'a> {
    /// The value of every string.
    pub text: &'a str,
    /// The value of every password, token and code.
    pub secret: &'a str,
    /// The value of every code that is sent as a number.
    pub digits: &'a str,
}

impl Values for Same<'_> {
    fn text(&self, _: &'static str) -> String {
        self.text.to_owned()
    }

    fn secret(&self, _: &'static str) -> String {
        self.secret.to_owned()
    }

    fn digits(&self, _: &'static str) -> String {
        self.digits.to_owned()
    }
}

/// Values that contain the name of their variable.
#[derive(Debug, Clone, Copy)]
pub struct Named;

impl Values for Named {
    fn text(&self, name: &'static str) -> String {
        format!("the {name}")
    }

    fn secret(&self, name: &'static str) -> String {
        format!("the secret {name}")
    }

    fn digits(&self, _: &'static str) -> String {
        "012345".to_owned()
    }
}

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

impl Entry {
    /// Returns how a REST operation is sent, or `None` for a GraphQL operation.
    #[must_use]
    pub fn rest(&self) -> Option<Rest> {
        (self.least)(&Named).rest()
    }
}

/// An operation with values; its `Debug` is the operation's.
pub trait Sample: fmt::Debug {
    /// The operation's name.
    fn name(&self) -> &'static str;

    /// The GraphQL document; empty for a REST operation.
    fn document(&self) -> &'static str;

    /// How a REST operation is sent.
    fn rest(&self) -> Option<Rest>;

    /// The key of its output in the response's data.
    fn response_key(&self) -> &'static str;

    /// Whether it is a query or a mutation.
    fn kind(&self) -> OperationKind;

    /// The token that it needs.
    fn token(&self) -> String;

    /// The variables that are sent.
    ///
    /// # Errors
    ///
    /// If the operation can't be bound, or the variables can't be serialized.
    fn variables(&self, binder: &dyn Binder) -> Result<Value, serde_json::Error>;

    /// Sends it with the client that accepts its token, or with a session.
    fn send<'a>(&'a self, clients: &'a Clients) -> BoxFuture<'a, Result<(), Error>>;

    /// Whether it is sent with the client's own token, which is fetched for it.
    fn uses_own_token(&self) -> bool {
        !["None", "User"].contains(&self.token().as_str())
    }
}

/// An operation, and how it is sent.
struct Held<O> {
    operation: O,
    send: for<'a> fn(&'a Clients, O) -> BoxFuture<'a, Result<(), Error>>,
}

/// Holds an operation, which this client of [`Clients`] sends.
macro_rules! held {
    ($operation:expr, |$clients:ident| $client:expr) => {
        Box::new($crate::every_operation::Held {
            operation: $operation,
            send: |$clients, operation| {
                let client = $client;
                async move { client.execute(operation).await.map(drop) }.boxed()
            },
        })
    };
}
use held;

impl<O: fmt::Debug> fmt::Debug for Held<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.operation.fmt(f)
    }
}

impl<O: Operation + fmt::Debug> Sample for Held<O> {
    fn name(&self) -> &'static str {
        O::NAME
    }

    fn document(&self) -> &'static str {
        O::DOCUMENT
    }

    fn rest(&self) -> Option<Rest> {
        O::REST
    }

    fn response_key(&self) -> &'static str {
        O::RESPONSE_KEY
    }

    fn kind(&self) -> OperationKind {
        O::KIND
    }

    fn token(&self) -> String {
        format!("{:?}", O::Token::REQUIREMENT)
    }

    fn variables(&self, binder: &dyn Binder) -> Result<Value, serde_json::Error> {
        let bound = self.operation.clone().bind(binder);
        let bound = bound.map_err(|error: BindError| serde_json::Error::custom(error))?;
        serde_json::to_value(bound)
    }

    fn send<'a>(&'a self, clients: &'a Clients) -> BoxFuture<'a, Result<(), Error>> {
        (self.send)(clients, self.operation.clone())
    }
}

/// An operation that the client sends.
fn owner<O>(operation: O) -> Box<dyn Sample>
where
    O: Operation<Api = Legacy, Token: AcceptsOwner> + fmt::Debug + 'static,
{
    held!(operation, |clients| &clients.legacy)
}

/// An operation that only a session sends.
fn user<O>(operation: O) -> Box<dyn Sample>
where
    O: Operation<Api = Legacy, Token: AcceptsUser> + fmt::Debug + 'static,
{
    held!(operation, |clients| clients.legacy.session(USER_TOKEN))
}
