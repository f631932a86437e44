//! Every operation of the workspace, with everything that it can carry and with what it needs.
//!
//! The list is generated from the query files. What is done with its operations is said here, once and without their
//! types, so that a test of all of them is compiled as one of any.

#[rustfmt::skip]
mod generated;

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

/// What the operations are filled with. Each value is for the variable, or the field of an input object, of this name on
/// the wire.
pub trait Values {
    /// A text.
    fn text(&self, name: &'static str) -> String;

    /// A password, a token, or a code.
    fn secret(&self, name: &'static str) -> String;

    /// A code that is a number on the wire.
    fn digits(&self, name: &'static str) -> String;

    /// A number.
    fn int(&self, _name: &'static str) -> i32 {
        7
    }

    /// A number that can't be negative.
    fn unsigned(&self, _name: &'static str) -> u32 {
        7
    }

    /// A number with a fraction.
    fn float(&self, _name: &'static str) -> f64 {
        7.5
    }

    /// Yes or no.
    fn flag(&self, _name: &'static str) -> bool {
        true
    }
}

/// The same values everywhere.
#[derive(Debug, Clone, Copy)]
pub struct Same<'a> {
    /// In every text.
    pub text: &'a str,
    /// In every password, token and code.
    pub secret: &'a str,
    /// In every code that is a number on the wire.
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

/// Texts that name the variable that they are for.
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

/// An operation, to be filled with values.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    /// Its name.
    pub name: &'static str,
    /// It, with what it needs.
    pub least: fn(&dyn Values) -> Box<dyn Sample>,
    /// It, with everything that it can carry.
    pub full: fn(&dyn Values) -> Box<dyn Sample>,
}

/// An operation that has been filled; its `Debug` is the operation's.
pub trait Sample: fmt::Debug {
    /// The operation's name.
    fn name(&self) -> &'static str;

    /// The document as it is sent.
    fn document(&self) -> &'static str;

    /// Which endpoint it is sent to.
    fn endpoint(&self) -> Endpoint;

    /// Which token it needs.
    fn token(&self) -> TokenRequirement;

    /// Sends it: by the client, or if only a session can, by one.
    fn send<'a>(&'a self, authing: &'a Authing) -> BoxFuture<'a, Result<(), Error>>;
}

struct Owner<O>(O);
struct User<O>(O);

/// One that the client sends.
fn owner<O>(operation: O) -> Box<dyn Sample>
where
    O: Operation<Api = Legacy, Token: AcceptsOwner> + fmt::Debug + Clone + Sync + 'static,
{
    Box::new(Owner(operation))
}

/// One that only a session sends.
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

/// The names of every operation and of all the variables that it can carry, as the generated list of them has them.
///
/// # Errors
///
/// The list can't be read.
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
