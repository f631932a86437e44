//! Compiles the `.graphql` files of the Authing API into typed operations for `authing-core`, or for a crate of yours.
//!
//! The way of a query file, one module a step:
//!
//! 1. [`config`] says where the schema, the query files and the output are;
//! 2. `schema` and `source` read and parse them; `source` keeps their comments, which become documentation;
//! 3. `validate` holds each operation, with the fragments that it reaches, against the schema, and `unsupported`
//!    refuses what the generator can't compile;
//! 4. `model` says what an operation is: what its directives mean, what its fields are called in Rust;
//! 5. `document` strips the directives: what is left goes on the wire;
//! 6. `graphql_client` has graphql_client_codegen compile each document, and `lift` makes one set of types of the many
//!    copies that it gives;
//! 7. `render` writes the Rust code, `api` the plain text of the public API;
//! 8. `output` writes the files, or compares them with what is there.
//!
//! Nothing is written before everything has been compiled.
//!
//! When the schema changes, [`fetch`] gets the new one from a service, and [`diff`] says what that does to the operations
//! and to the Rust code; [`scaffold`] writes first query files for what is new.
//!
//! # For a crate of your own
//!
//! A deployment with operations that authing-core does not have needs no fork. A crate of your own has
//!
//! - copies of authing-rs's `schema/directives.graphql` and `schema/legacy.directives.graphql`, the deployment's schema
//!   (`authing-codegen fetch --url … --out schema.graphql`) and query files of its own (`authing-codegen scaffold ROOT_FIELD`
//!   writes first ones);
//! - a `codegen.toml` as below, with `runtime = "::authing_core"`;
//! - `authing-client` and `authing-core` as dependencies, and `mod operations; mod types;` where the output is.
//!
//! ```toml
//! [[target]]
//! name = "ours"
//! schema = "schema.graphql"
//! directives = ["directives.graphql", "legacy.directives.graphql"]
//! queries = "queries"
//! output = "src"
//! api = "API.txt"
//! runtime = "::authing_core"
//! sensitive = ["password", "token"]
//! encrypted = ["password"]
//! ```
//!
//! `[target.methods]` ([`Methods`]) has named methods written for the clients: those that the query files ask for with
//! `@method`.
//!
//! `[target.samples]` ([`Samples`]) has code written that fills every operation with values, for tests that hold for all.
//!
//! What `authing-codegen generate` makes goes to `Authing::execute` or `Session::execute` like the SDK's own operations:
//! tokens, encryption, retries and errors are the same. `tests/downstream` of this crate is an example that runs.
//!
//! # For an API of your own
//!
//! The generator knows no API by name. Which endpoints and kinds of token there are, what they are in Rust and what the
//! documentation says of them, the enums of a directives file say:
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
//! `crate::Parking` implements `authing_core::Api`, and `crate::Badge` is a `TokenKind` of it. What the clients are called
//! in Rust, `[target.methods]` says.

mod api;
pub mod config;
pub mod diff;
mod document;
mod error;
pub mod fetch;
mod graphql_client;
mod layout;
mod lift;
mod model;
mod names;
mod output;
mod render;
mod rules;
pub mod scaffold;
mod schema;
mod source;
mod text;
mod types;
mod unsupported;
mod validate;

pub use config::{Blocking, Config, Methods, Samples, Target};
pub use error::{Error, Problem};
pub use output::{Output, Staged, Written};

/// Compiles a target in memory.
///
/// # Errors
///
/// [`Error::Invalid`] with everything that is wrong with the schema or the query files; [`Error::Io`] for a file that
/// can't be read.
pub fn compile(target: &Target) -> Result<Output, Error> {
    let schema = schema::read(target)?;
    let sources = source::read(target)?;
    validate::against(&schema, &sources)?;
    unsupported::refuse(&schema, &sources)?;
    let model = model::build(&model::api(target, &schema)?, &sources)?;
    rules::check(target, &schema, &sources, &model)?;
    let library = lift::lift(target, &schema, &model)?;
    let mut output = Output::new(target, &library);
    render::render(target, &library, &mut output)?;
    output.set_api(api::text(&library))?;
    Ok(output)
}
