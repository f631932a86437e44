//! The model of operations with their resolved directives: plain data for the later steps.

mod api;
mod arguments;
mod authing;
pub(crate) mod document;
mod methods;
mod read;
pub(crate) mod rest;
mod selections;
mod variables;

use std::collections::BTreeMap;

use apollo_compiler::ast;

use crate::error::Place;
use crate::names;

pub(crate) use api::{Api, Choice, api};
pub(crate) use read::build;
pub(crate) use rest::Rest;

/// The maximum number of positional arguments. Above it, a constructor takes none, and a method is rejected.
pub(crate) const MOST_ARGUMENTS: usize = 4;

/// The contents of the query files.
pub(crate) struct Model {
    pub(crate) operations: Vec<Operation>,
    pub(crate) fragments: BTreeMap<String, Fragment>,
}

/// One operation.
#[derive(Debug, Clone)]
pub(crate) struct Operation {
    pub(crate) name: String,
    pub(crate) place: Place,
    pub(crate) docs: Vec<String>,
    pub(crate) kind: Kind,
    /// The schema's query or mutation type.
    pub(crate) on: String,
    /// The Rust path of its API.
    pub(crate) api: String,
    pub(crate) endpoint: Choice,
    pub(crate) token: Choice,
    pub(crate) aliases: Vec<String>,
    /// The Rust paths of the marker traits that it implements.
    pub(crate) implements: Vec<String>,
    /// The release that it needs.
    pub(crate) since: Option<String>,
    /// The reason why its pages can't be streamed, by `@noStream`.
    pub(crate) no_stream: Option<String>,
    /// The Rust names of the variables at least one of which must be set, by `@atLeastOne`. Empty if there are none.
    pub(crate) at_least_one: Vec<String>,
    pub(crate) variables: Vec<Variable>,
    pub(crate) methods: Vec<Method>,
    pub(crate) root: Field,
    /// How it is sent, if its root field is a REST path.
    pub(crate) rest: Option<Rest>,
    /// The fragments that it reaches, in the order of their first use.
    pub(crate) reached: Vec<String>,
    /// The document on the wire, without the fragments that it reaches.
    pub(crate) text: String,
}

/// The kind of an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Query,
    Mutation,
}

impl Kind {
    pub(crate) fn keyword(self) -> &'static str {
        self.operation_type().name()
    }

    pub(crate) fn operation_type(self) -> ast::OperationType {
        match self {
            Self::Query => ast::OperationType::Query,
            Self::Mutation => ast::OperationType::Mutation,
        }
    }
}

/// A named method that sends an operation.
#[derive(Debug, Clone)]
pub(crate) struct Method {
    pub(crate) place: Place,
    pub(crate) name: String,
    /// Values of the directives' `AuthingClient`.
    pub(crate) on: Vec<String>,
    /// The optional variables that it takes, by their Rust names.
    pub(crate) with: Vec<String>,
    /// Whether it takes the operation itself.
    pub(crate) whole: bool,
    /// Its documentation, in addition to the operation's.
    pub(crate) docs: Vec<String>,
}

/// A variable of an operation.
#[derive(Debug, Clone)]
pub(crate) struct Variable {
    pub(crate) wire: String,
    pub(crate) rust: String,
    pub(crate) place: Place,
    pub(crate) docs: Vec<String>,
    /// The argument of the root field that it is the value of.
    pub(crate) argument: Option<String>,
    /// Its GraphQL type, nullable if it has a default.
    pub(crate) ty: ast::Type,
    /// Whether it has a default.
    pub(crate) has_default: bool,
    /// Its default, if that is an integer.
    pub(crate) default: Option<i32>,
    pub(crate) treatment: Treatment,
    /// Whether it can be sent as `null`, as opposed to being left out.
    pub(crate) clearable: bool,
    /// The Rust type that is given in place of a text, as `@rust` writes its path.
    pub(crate) rust_type: Option<String>,
    /// Whether it is a number that can't be negative.
    pub(crate) unsigned: bool,
    /// Whether a required list may have no elements.
    pub(crate) may_be_empty: bool,
    /// The maximum number of elements of a required list.
    pub(crate) at_most: Option<usize>,
    /// The Rust name of the variable that must be set together with it.
    pub(crate) requires: Option<String>,
    /// The clients whose methods fill in their own user's id, as values of the directives' `AuthingClient`.
    pub(crate) own_user: Vec<String>,
}

impl Variable {
    /// Returns its methods other than the setter, each with a description.
    pub(crate) fn other_methods(&self) -> Vec<(String, &'static str)> {
        if self.ty.is_non_null() || self.is_filled_in() {
            return Vec::new();
        }
        let mut methods = vec![(names::maybe(&self.rust), "optionally sets")];
        if self.clearable {
            methods.push((names::clear(&self.rust), "clears"));
            methods.push((names::patch(&self.rust), "sets or clears"));
        }
        methods
    }

    /// Returns whether the SDK fills it in.
    pub(crate) fn is_filled_in(&self) -> bool {
        self.treatment == Treatment::UserPool
    }

    /// Returns whether the caller must give it.
    pub(crate) fn is_required(&self) -> bool {
        self.ty.is_non_null() && !self.is_filled_in()
    }
}

/// The SDK's treatment of a variable's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Treatment {
    /// Sends it unchanged.
    Plain,
    /// Fills in the user pool id.
    UserPool,
    /// Encrypts it.
    Encrypted,
    /// Sends it unchanged and redacts it.
    Secret,
    /// Parses it as a number and redacts it.
    Digits,
    /// Takes a list of at most `max` strings and sends it as one string.
    CommaSeparated { max: Option<usize> },
}

impl Treatment {
    /// Returns whether the value is redacted.
    pub(crate) fn is_secret(self) -> bool {
        matches!(self, Self::Encrypted | Self::Secret | Self::Digits)
    }
}

/// A named set of fields.
#[derive(Debug, Clone)]
pub(crate) struct Fragment {
    pub(crate) name: String,
    /// Its Rust type.
    pub(crate) type_name: String,
    pub(crate) place: Place,
    pub(crate) docs: Vec<String>,
    /// The GraphQL type that it is on.
    pub(crate) on: String,
    /// Whether it belongs to the target that is extended, as its Rust type does.
    pub(crate) inherited: bool,
    /// Whether it can report a failure.
    pub(crate) verdict: bool,
    /// The document on the wire.
    pub(crate) text: String,
    pub(crate) fields: Vec<Field>,
}

/// A selected field.
#[derive(Debug, Clone)]
pub(crate) struct Field {
    /// The key in the response: the alias, or else the name.
    pub(crate) wire: String,
    pub(crate) name: String,
    pub(crate) rust: String,
    pub(crate) place: Place,
    pub(crate) docs: Vec<String>,
    pub(crate) secret: bool,
    /// Whether the service always returns it, whatever the schema says.
    pub(crate) non_null: bool,
    /// Whether `null` is a valid response, for a root field.
    pub(crate) nullable: bool,
    /// Whether the service may leave it out, whatever the schema says.
    pub(crate) optional: bool,
    /// The variables that are its arguments.
    pub(crate) takes: Vec<String>,
    pub(crate) selection: Selection,
}

/// The selection of a field.
#[derive(Debug, Clone)]
pub(crate) enum Selection {
    /// The value of a field without subfields.
    Leaf,
    /// A single fragment.
    Fragment(String),
    /// Fields, including those of fragments that are spread next to them.
    Fields(Vec<Field>),
}
