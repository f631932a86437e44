//! Compiles the `.graphql` files of the Authing API into typed operations for `authing-core`, or for your own crate.
//!
//! The steps of a compilation, one module each:
//!
//! 1. [`config`] reads the paths of the schema, the query files and the output;
//! 2. `input` reads and parses the schema and the query files. It keeps their comments, and converts them and the schema's
//!    descriptions to documentation;
//! 3. `check` validates each operation and its fragments against the schema, and rejects GraphQL features that the generator
//!    can't compile;
//! 4. `model` resolves the directives of each operation and the Rust names of its fields, and strips the directives from the
//!    document: the rest goes on the wire;
//! 5. `rules` checks the model: secrets are marked, methods have a client, operations are named as verb phrases;
//! 6. `compile` compiles each query file with graphql_client_codegen, and extracts one set of shared types from its output and
//!    the schema;
//! 7. `render` generates the Rust code, and the public API as plain text;
//! 8. `output` writes the files, or compares them with the existing ones.
//!
//! `project` is a target after the steps 2 to 6; `names`, `graph` and `error` serve all of them. A module imports only those of
//! earlier steps.
//!
//! Nothing is written until every target has been compiled.
//!
//! When the schema changes, [`fetch`] downloads the new one from a service, [`diff`] lists the effects on the operations
//! and on the Rust code, and [`scaffold`] writes draft query files for new root fields.
//!
//! # In your own crate
//!
//! A deployment with operations that authing-core does not have needs no fork. Your own crate needs
//!
//! - the deployment's schema (`authing-codegen fetch --url … --out schema.graphql`) and query files
//!   (`authing-codegen scaffold ROOT_FIELD` writes drafts);
//! - a `codegen.toml` as below;
//! - `authing-client` and `authing-core` as dependencies, and `mod operations; mod types;` in the module of the output.
//!
//! ```toml
//! [[target]]
//! name = "ours"
//! extends = { package = "authing-core", target = "legacy" }
//! schema = "schema.graphql"
//! queries = "queries"
//! output = "src"
//! api = "API.txt"
//! sensitive = ["badge"]
//! public = ["Country.code"]
//! ```
//!
//! With [`extends`](Target::extends), the query files can spread the fragments of authing-core, such as `...User`, and the
//! generated code uses its types: an operation whose root field selects `...User` returns authing-core's `User`, and a client's
//! `login` takes it if it is declared with `@authing(implements: ["legacy::LoginOperation"])`. The directives and the lists of
//! secrets are inherited, too; [`Extends`] has the rules.
//!
//! A string whose name sounds like a secret (`password`, `secret`, `token`, `key`, `code`, `salt` and their kind, in any casing or
//! compound) must be marked in the query file, or listed in [`sensitive`](Target::sensitive) or [`public`](Target::public).
//!
//! `[target.methods]` ([`Methods`]) generates the named methods of the clients that the query files request with `@method`.
//! A method calls `execute`, or for operations with a marker trait another one, such as `login` ([`Sender`]).
//!
//! `[target.pages]` ([`Pages`]) defines the API's names for the pages of lists, so that a client can stream them.
//!
//! `[target.samples]` ([`Samples`]) generates code that creates every operation with sample values, for tests that cover all
//! operations.
//!
//! Pass the operations that `authing-codegen generate` creates to `Authing::execute` or `Session::execute`, like the SDK's own:
//! tokens, encryption, retries and errors are the same. `tests/downstream` of this crate is a complete example.
//!
//! # With your own API
//!
//! The generator knows no API by name. The enums of a directives file define the endpoints and the kinds of token, with their
//! Rust paths and their words in the documentation:
//!
//! ```graphql
//! enum AuthingService @rust(path: "crate::Parking") {
//!   GATE @rust(path: "crate::Endpoint::Gate", words: "to the gate")
//! }
//! enum AuthingToken {
//!   BADGE @rust(path: "crate::Badge", words: "with the driver's badge")
//! }
//! enum AuthingClient {
//!   GUARD
//! }
//! ```
//!
//! `crate::Parking` implements `authing_core::Api`, and `crate::Badge` is one of its `TokenKind`s. `[target.methods]` has the
//! Rust types of the clients.

mod check;
mod compile;
pub mod config;
pub mod diff;
mod error;
pub mod fetch;
mod graph;
mod input;
mod model;
mod names;
mod output;
mod project;
mod render;
mod rules;
pub mod scaffold;

use project::Project;

pub use config::{Blocking, Config, Extends, Methods, Pages, Samples, Sender, Target};
pub use error::{Error, Problem};
pub use output::{Output, Staged, Written};

/// Compiles a target in memory.
///
/// # Errors
///
/// [`Error::Invalid`] with all problems in the schema or the query files; [`Error::Io`] for a file that can't be read.
pub fn compile(target: &Target) -> Result<Output, Error> {
    let library = Project::compile(target)?.library;
    let mut output = Output::new(target, &library);
    render::render(target, &library, &mut output)?;
    output.add_elsewhere(target.path(&target.api), render::api::text(&library))?;
    Ok(output)
}
