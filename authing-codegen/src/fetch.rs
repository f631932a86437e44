//! Fetches a schema by introspection and writes it to the schema file.
//!
//! The file keeps its order, comments and layout, and its descriptions of parts that the service does not describe: new
//! definitions are inserted after their predecessor in the service's order, so that `git diff` shows only real changes. In a
//! new file, the root types come first, then the other types by name.
//!
//! Introspection returns no comments, and only three directives: `@deprecated`, `@specifiedBy` and `@oneOf`.
//!
//! Responses are read tolerantly: empty, repeated, undefined or malformed parts are skipped with a warning, as long as the rest is
//! a valid schema.

mod descriptions;
mod header;
#[cfg(feature = "fetch")]
mod http;
mod introspection;
mod print;
#[cfg(feature = "fetch")]
mod query;
mod redact;
mod response;

use std::path::{Path, PathBuf};

use apollo_compiler::Schema;
use apollo_compiler::ast::Document;
use apollo_compiler::validation::{DiagnosticList, Valid};
use serde_json::Value;

use crate::diff::compare;
use crate::error::diagnostics;
use crate::error::{Error, Problem};
use crate::input::layout::{self, Layout};
use crate::input::schema;
use crate::input::text;
use crate::output;
pub use header::Header;
use redact::Secrets;

/// The source of a schema.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Origin {
    /// A service that supports introspection. Requires the feature `fetch`.
    Service(Service),
    /// A file with the response to an introspection query, as JSON.
    File(PathBuf),
}

/// A GraphQL service.
#[derive(Debug, Clone, Default)]
pub struct Service {
    /// Its GraphQL endpoint: an http or https URL.
    pub url: String,
    /// Headers to send. They replace the default ones, such as `User-Agent`.
    pub headers: Vec<Header>,
    /// Certificate files (PEM or DER) of authorities that are trusted in addition to the system's.
    pub authorities: Vec<PathBuf>,
}

/// The result of a fetch.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Fetched {
    /// The number of types in the schema, without built-in types.
    pub types: usize,
    /// The number of fields of its root types.
    pub root_fields: usize,
    /// Whether the file has changed.
    pub changed: bool,
    /// Warnings about skipped parts.
    pub warnings: Vec<String>,
}

/// Fetches a schema and writes it to the file `out`. If anything fails, the file is unchanged.
///
/// # Errors
///
/// [`Error::Fetch`] if the service can't be reached, rejects introspection, or responds with anything but a complete schema;
/// [`Error::Io`] and [`Error::Invalid`] if the existing file can't be read or the new one can't be written.
pub fn fetch(origin: &Origin, out: &Path) -> Result<Fetched, Error> {
    let introspected = introspect(origin)?;
    let old = output::read(out)?;
    let old = old.as_deref();
    let normalized = old.map(text::normalized);
    let text = introspected.text(normalized.as_deref(), out)?;
    let changed = normalized.as_ref() != Some(&text);
    if changed {
        let is_crlf = old.is_some_and(|old| old.contains("\r\n"));
        let text = if is_crlf {
            text.replace('\n', "\r\n")
        } else {
            text
        };
        output::replace(out, &text)?;
    }
    let schema = &introspected.schema;
    let definition = &schema.schema_definition;
    let roots = [
        &definition.query,
        &definition.mutation,
        &definition.subscription,
    ];
    let types = schema.types.values();
    Ok(Fetched {
        types: types.filter(|definition| !definition.is_built_in()).count(),
        root_fields: roots
            .into_iter()
            .flatten()
            .filter_map(|root| schema.get_object(root))
            .map(|root| root.fields.len())
            .sum(),
        changed,
        warnings: introspected.warnings,
    })
}

/// A schema in GraphQL's schema language.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Sdl {
    /// Its source, without parts that may be secret.
    pub name: String,
    /// The schema.
    pub text: String,
    /// Warnings about skipped parts.
    pub warnings: Vec<String>,
}

/// Fetches a schema without writing it.
///
/// # Errors
///
/// The errors of [`fetch`].
pub fn sdl(origin: &Origin) -> Result<Sdl, Error> {
    let introspected = introspect(origin)?;
    Ok(Sdl {
        text: introspected.text(None, Path::new("schema.graphql"))?,
        name: introspected.name,
        warnings: introspected.warnings,
    })
}

/// A schema from introspection.
struct Introspected {
    /// Its source, without parts that may be secret.
    name: String,
    document: Document,
    schema: Valid<Schema>,
    warnings: Vec<String>,
}

fn introspect(origin: &Origin) -> Result<Introspected, Error> {
    match origin {
        Origin::File(path) => from_file(path),
        #[cfg(feature = "fetch")]
        Origin::Service(service) => from_service(service),
        #[cfg(not(feature = "fetch"))]
        Origin::Service(_) => Err(Error::Fetch {
            service: "--url".to_owned(),
            reason: "this authing-codegen was built without the feature `fetch`: install it with \
                     `cargo install authing-codegen`, or save the response to an introspection query and give \
                     it with --from"
                .to_owned(),
        }),
    }
}

fn from_file(path: &Path) -> Result<Introspected, Error> {
    let fault = |reason: String| Error::Fetch {
        service: path.display().to_string(),
        reason,
    };
    let json: Value = serde_json::from_str(&text::read(path)?).map_err(|error| {
        fault(format!(
            "it is not the JSON of a response to an introspection query: {error}"
        ))
    })?;
    // Some tools save the data alone.
    let json = match json.get("__schema") {
        Some(_) => serde_json::json!({ "data": json }),
        None => json,
    };
    let data = response::data(&json, &Secrets::default()).map_err(fault)?;
    introspected(path.display().to_string(), &data).map_err(fault)
}

#[cfg(feature = "fetch")]
fn from_service(service: &Service) -> Result<Introspected, Error> {
    let connection = http::Connection::new(service)?;
    let (data, rejected) = asked(&connection)?;
    let name = connection.name().to_owned();
    let introspected = introspected(name, &data);
    let mut introspected = introspected.map_err(|reason| connection.fault(reason))?;
    introspected.warnings.extend(rejected);
    for warning in &mut introspected.warnings {
        *warning = connection.redacted(warning);
    }
    Ok(introspected)
}

/// Returns the data of the introspection response, and a warning if it may be incomplete.
///
/// A service that rejects the full query gets the plain one: gateways limit the depth of queries, or allow only some.
#[cfg(feature = "fetch")]
fn asked(connection: &http::Connection) -> Result<(Value, Option<String>), Error> {
    let all = match connection.ask(query::ABILITIES)? {
        Ok(abilities) => connection.ask(&query::of_schema(&abilities))?,
        Err(reason) => Err(reason),
    };
    let reason = match all {
        Ok(data) => return Ok((data, None)),
        Err(reason) => reason,
    };
    let data = connection.ask(&query::plain())?;
    let warning = format!(
        "the schema may lack deprecated arguments, `repeatable`, `@specifiedBy` and `@oneOf`: for a query with them, {reason}"
    );
    data.map(|data| (data, Some(warning)))
        .map_err(|reason| connection.fault(reason))
}

/// Returns the schema in the data of a response.
fn introspected(name: String, data: &Value) -> Result<Introspected, String> {
    /// More would not help to find the cause.
    const REASONS: usize = 5;
    let (document, warnings) = introspection::document(data)?;
    let schema = document.to_schema_validate().map_err(|error| {
        let problems = diagnostics::problems(&error.errors);
        let mut reasons: Vec<String> = problems.into_iter().map(|one| one.message).collect();
        let more = error.errors.len().saturating_sub(REASONS);
        reasons.truncate(REASONS);
        if more > 0 {
            reasons.push(format!("and {more} more"));
        }
        format!("its response is not a whole schema: {}", reasons.join("; "))
    })?;
    Ok(Introspected {
        name,
        document,
        schema,
        warnings,
    })
}

impl Introspected {
    /// Returns the schema in the layout and with the descriptions of the file that it replaces, read again and compared with the
    /// schema itself.
    fn text(&self, old: Option<&str>, path: &Path) -> Result<String, Error> {
        let mut document = self.document.clone();
        let (head, layout) = match old {
            // A file without definitions contains only comments.
            Some(old) if Layout::is_empty(old) => (old.trim(), Layout::default()),
            Some(old) => {
                schema::is_sdl(old, path)?;
                let parsed = layout::parse(old, path)?;
                descriptions::keep(&mut document, &parsed);
                ("", Layout::of(&parsed, old))
            }
            None => ("", Layout::default()),
        };
        let mut text = print::text(&document, &layout);
        if !head.is_empty() {
            text = format!("{head}\n\n{text}");
        }
        let invalid = |errors: &DiagnosticList| Error::Invalid(diagnostics::problems(errors));
        let written = Schema::parse(&text, path).map_err(|error| invalid(&error.errors))?;
        let wanted = document
            .to_schema()
            .map_err(|error| invalid(&error.errors))?;
        let changes = compare::compare(&wanted, &written);
        match changes.first() {
            None => Ok(text),
            Some(change) => Err(Error::Invalid(vec![Problem::nowhere(format!(
                "the fetched schema can't be written so that it is read as the same: {}",
                change.message
            ))])),
        }
    }
}
