//! Calls every operation of the cases.

use std::collections::BTreeMap;
use std::fmt::{self, Debug};
use std::io::{Read as _, stdin};

use authing_core::response::read;
use authing_core::{BindError, Binder, Operation, Secret, TokenKind};
use serde::Serialize;
use serde_json::{Value, json};

/// The API of the cases.
#[derive(Debug)]
pub enum Api {}

impl authing_core::Api for Api {
    const NAME: &'static str = "cases";
    type Endpoint = Endpoint;
    type TokenRequirement = ();
}

/// Its endpoints.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Endpoint {
    /// One.
    Users,
    /// Another one.
    OAuth,
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:?}")
    }
}

/// Its only kind of token.
#[derive(Debug)]
pub enum Token {}

impl TokenKind for Token {
    type Api = Api;
    const REQUIREMENT: () = ();
}

/// An operation, and two ways to build it.
#[derive(Debug)]
pub struct Entry {
    /// Its name.
    pub name: &'static str,
    /// Builds it with its required inputs only.
    pub least: fn(&dyn Values) -> Box<dyn Sample>,
    /// Builds it with all inputs.
    pub full: fn(&dyn Values) -> Box<dyn Sample>,
}

/// The values of the inputs.
pub trait Values {
    /// A string.
    fn text(&self, name: &'static str) -> String {
        format!("the {name}")
    }
    /// A secret.
    fn secret(&self, name: &'static str) -> String {
        format!("hush {name}")
    }
    /// A code that is sent as a number.
    fn digits(&self, _name: &'static str) -> String {
        "012345".to_owned()
    }
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

/// An operation with values.
pub trait Sample {
    /// Its body on the wire, and its `Debug`.
    fn sent(&self) -> Value;
    /// What is read of a response: the output as JSON, and its `Debug`.
    fn received(&self, body: &Value) -> Value;
}

struct Of<O>(O);

impl<O> Sample for Of<O>
where
    O: Operation<Output: Serialize + Debug + Clone + PartialEq> + Clone + Debug,
{
    fn sent(&self) -> Value {
        match self.0.clone().bind(&Nobody) {
            Ok(variables) => {
                json!({ "body": O::build_query(variables), "debug": format!("{:?}", self.0) })
            }
            Err(error) => json!({ "error": error.to_string() }),
        }
    }

    fn received(&self, body: &Value) -> Value {
        match read::<O>(body.to_string().as_bytes()) {
            Ok(output) => json!({ "output": output, "debug": format!("{output:?}") }),
            Err(error) => json!({ "error": error.to_string() }),
        }
    }
}

/// An operation of any token.
pub fn sample<O>(operation: O) -> Box<dyn Sample>
where
    O: Operation<Output: Serialize + Debug + Clone + PartialEq> + Clone + Debug + 'static,
{
    Box::new(Of(operation))
}

struct Nobody;

impl Values for Nobody {}

impl Binder for Nobody {
    fn user_pool_id(&self) -> &str {
        "the pool"
    }

    fn encrypt(&self, _: &'static str, password: &Secret) -> Result<String, BindError> {
        Ok(format!("encrypted {}", password.expose().len()))
    }
}

/// Prints what every operation sends; or what it reads, if the standard input has responses for it.
pub fn run(cases: &[(&str, &[Entry])]) {
    let mut text = String::new();
    stdin().read_to_string(&mut text).unwrap();
    let responses: BTreeMap<String, Vec<Value>> = serde_json::from_str(&text).unwrap();
    let mut done = BTreeMap::new();
    for (case, operations) in cases {
        for operation in *operations {
            let full = (operation.full)(&Nobody);
            let key = format!("{case} {}", operation.name);
            let value = match responses.get(&key) {
                Some(responses) => responses.iter().map(|one| full.received(one)).collect(),
                None => vec![(operation.least)(&Nobody).sent(), full.sent()],
            };
            done.insert(key, value);
        }
    }
    println!("{}", json!(done));
}
