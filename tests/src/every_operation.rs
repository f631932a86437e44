//! Every operation of the legacy API, and in [`v2`] of the v2 API, with its required inputs only and with all inputs.
//!
//! The list is generated from the query files. Tests use its operations through the trait [`Sample`], so that a test of all
//! operations is compiled once and not once per type.

#[rustfmt::skip]
mod generated;
pub mod v2;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs;
use std::path::Path;

use authing_client::{
    AcceptsOwner, AcceptsUser, Authing, Endpoint, Error, Legacy, Operation, TokenKind as _,
};
use authing_core::legacy::TokenRequirement;
use futures_util::future::{BoxFuture, FutureExt as _};

use crate::USER_TOKEN;

pub use generated::OPERATIONS;

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

/// An operation with values; its `Debug` is the operation's.
pub trait Sample: fmt::Debug {
    /// The operation's name.
    fn name(&self) -> &'static str;

    /// The GraphQL document.
    fn document(&self) -> &'static str;

    /// The endpoint.
    fn endpoint(&self) -> Endpoint;

    /// The token that it needs.
    fn token(&self) -> TokenRequirement;

    /// Sends it with the client, or with a session if it needs a user's token.
    fn send<'a>(&'a self, authing: &'a Authing) -> BoxFuture<'a, Result<(), Error>>;
}

struct Owner<O>(O);
struct User<O>(O);

/// An operation that the client sends.
fn owner<O>(operation: O) -> Box<dyn Sample>
where
    O: Operation<Api = Legacy, Token: AcceptsOwner> + fmt::Debug + Clone + Sync + 'static,
{
    Box::new(Owner(operation))
}

/// An operation that only a session sends.
fn user<O>(operation: O) -> Box<dyn Sample>
where
    O: Operation<Api = Legacy, Token: AcceptsUser> + fmt::Debug + Clone + Sync + 'static,
{
    Box::new(User(operation))
}

macro_rules! sample {
    ($holder:ident, $accepts:ident, |$authing:ident| $client:expr) => {
        impl<O: fmt::Debug> fmt::Debug for $holder<O> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl<O> Sample for $holder<O>
        where
            O: Operation<Api = Legacy, Token: $accepts> + fmt::Debug + Clone + Sync + 'static,
        {
            fn name(&self) -> &'static str {
                O::NAME
            }

            fn document(&self) -> &'static str {
                O::DOCUMENT
            }

            fn endpoint(&self) -> Endpoint {
                O::ENDPOINT
            }

            fn token(&self) -> TokenRequirement {
                O::Token::REQUIREMENT
            }

            fn send<'a>(&'a self, $authing: &'a Authing) -> BoxFuture<'a, Result<(), Error>> {
                let operation = self.0.clone();
                async move { $client.execute(operation).await.map(drop) }.boxed()
            }
        }
    };
}

sample!(Owner, AcceptsOwner, |authing| authing);
sample!(User, AcceptsUser, |authing| authing.session(USER_TOKEN));

/// Reads the names of all operations, and the wire names of their variables, from `API.txt`.
///
/// # Errors
///
/// If the file can't be read.
pub fn wire_names() -> std::io::Result<BTreeMap<String, BTreeSet<String>>> {
    let list = Path::new(env!("CARGO_MANIFEST_DIR")).join("../authing-core/API.txt");
    let mut names: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for line in fs::read_to_string(list)?.lines() {
        // `operation Name -> …`, or `operation Name.field: Type (wireName: …`.
        let Some(operation) = line.strip_prefix("operation ") else {
            continue;
        };
        let name = operation.split([' ', '.']).next().unwrap_or_default();
        let variables = names.entry(name.to_owned()).or_default();
        if let Some((_, wire)) = operation.split_once(" (")
            && let Some((wire, _)) = wire.split_once(": ")
        {
            variables.insert(wire.to_owned());
        }
    }
    Ok(names)
}
