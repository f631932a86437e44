//! Gets a service's schema by introspection and writes it as the schema file.
//!
//! The file keeps its order, its comments and its layout: what is new is put behind what precedes it in the service's
//! own order, so that `git diff` shows what changed and nothing else. Where there is no file yet, the root types come
//! first and the other types by name.
//!
//! Introspection does not tell comments, and of directives on types and fields only `@deprecated`, `@specifiedBy` and
//! `@oneOf`.

mod http;
mod introspection;
mod print;
mod query;

use std::path::PathBuf;

use apollo_compiler::Schema;
use apollo_compiler::ast::Document;
use serde::Deserialize;
use serde_json::Value;

use crate::diff::compare;
use crate::error::{Error, Problem};
use crate::layout::Layout;
use crate::output;
use crate::schema;
use http::Service;

/// Where the schema comes from and where it goes.
#[derive(Debug, Clone)]
pub struct Request {
    /// The service's GraphQL address: http or https.
    pub url: String,
    /// Headers to send, each as `Name: value`. Their values are never shown.
    pub headers: Vec<Header>,
    /// Files of certificates in PEM that are trusted as authorities, besides the system's.
    pub authorities: Vec<PathBuf>,
    /// The file that is written.
    pub out: PathBuf,
}

/// A header as `Name: value`, whose value may be a secret.
#[derive(Clone)]
pub struct Header(pub(crate) String);

impl Header {
    /// A header as it is written: `Authorization: Bearer …`.
    #[must_use]
    pub fn new(line: impl Into<String>) -> Self {
        Self(line.into())
    }
}

impl std::fmt::Debug for Header {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Header(…)")
    }
}

/// What was fetched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Fetched {
    /// How many types the schema has, without GraphQL's own.
    pub types: usize,
    /// How many fields its root types have.
    pub root_fields: usize,
    /// Whether the file is another than before.
    pub changed: bool,
}

/// Fetches a schema and writes it. If anything fails, the file stays as it was.
///
/// # Errors
///
/// [`Error::Fetch`] if the service can't be reached, refuses, or answers with anything but a whole schema;
/// [`Error::Io`] and [`Error::Invalid`] for the file that is there, and if the new one can't be written.
pub fn fetch(request: &Request) -> Result<Fetched, Error> {
    let service = Service::new(request)?;
    let knows = answer(&service, &service.ask(query::ABILITIES)?)?;
    let data = answer(&service, &service.ask(&query::of_schema(&knows))?)?;
    let document = introspection::document(&data)
        .map_err(|reason| service.fault(format!("its answer is no schema: {reason}")))?;
    let schema = document.to_schema_validate().map_err(|error| {
        let problems = schema::problems(&error.errors);
        let reasons: Vec<String> = problems.into_iter().map(|one| one.message).collect();
        service.fault(format!(
            "what it answers is no whole schema: {}",
            reasons.join("; ")
        ))
    })?;
    let text = rendered(request, &document, &schema)?;
    let changed = output::replace(&request.out, &text)?;
    let types = schema.types.values();
    let definition = &schema.schema_definition;
    let roots = [
        &definition.query,
        &definition.mutation,
        &definition.subscription,
    ];
    Ok(Fetched {
        types: types.filter(|definition| !definition.is_built_in()).count(),
        root_fields: roots
            .into_iter()
            .flatten()
            .filter_map(|root| schema.get_object(root))
            .map(|root| root.fields.len())
            .sum(),
        changed,
    })
}

/// The schema in the layout of the file that it replaces, held against the schema itself.
fn rendered(request: &Request, document: &Document, schema: &Schema) -> Result<String, Error> {
    let layout = match output::read(&request.out)? {
        Some(text) => Layout::read(&text, &request.out)?,
        None => Layout::default(),
    };
    let text = print::text(document, &layout);
    let same = Schema::parse(&text, &request.out)
        .is_ok_and(|parsed| compare::compare(schema, &parsed).is_empty());
    if same {
        Ok(text)
    } else {
        Err(Error::Invalid(vec![Problem::nowhere(
            "the fetched schema can't be written so that it is read as the same",
        )]))
    }
}

/// The data of an answer.
fn answer(service: &Service, body: &str) -> Result<Value, Error> {
    #[derive(Deserialize)]
    struct Answer {
        data: Option<Value>,
        #[serde(default)]
        errors: Vec<Value>,
    }
    let answer: Answer = serde_json::from_str(body).map_err(|_| {
        service.fault("what it answers is no GraphQL answer: neither `data` nor `errors`")
    })?;
    if let Some(error) = answer.errors.first() {
        // The service's own errors have an object for a message.
        let message = error.get("message").unwrap_or(error);
        let message = message.get("message").unwrap_or(message);
        let said = message
            .as_str()
            .map_or_else(|| message.to_string(), str::to_owned);
        return Err(service.fault(format!(
            "it refuses to be asked for its schema: {}",
            http::excerpt(&said)
        )));
    }
    match answer.data {
        Some(data @ Value::Object(_)) => Ok(data),
        _ => Err(service.fault("its answer has no `data`")),
    }
}
