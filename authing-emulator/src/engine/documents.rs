//! A cache of parsed documents by their text, because a program sends the same few over and over.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use apollo_compiler::parser::Parser;
use apollo_compiler::response::{GraphQLError, JsonMap};
use apollo_compiler::validation::{DiagnosticList, Valid};
use apollo_compiler::{ExecutableDocument, Schema, introspection};

use super::cost;
use super::response::Response;

/// The number of documents in the cache, the oldest of which is dropped first, and the maximum length of each.
const KEPT: usize = 256;
const LONGEST_KEPT: usize = 16 << 10;

/// The parser's limits for a document; far beyond the documents of the service's clients.
const TOKENS: usize = 20_000;
const NESTING: usize = 100;

/// The maximum number of errors reported for a document. Locating each takes time proportional to the document's
/// length.
const ERRORS: usize = 50;

/// A parsed document.
pub(super) struct Document {
    pub(super) parsed: Valid<ExecutableDocument>,
    /// The response to a document that reads nothing but the schema: it is always the same, and takes long.
    pub(super) introspection: OnceLock<Response>,
}

impl Document {
    /// Returns whether it reads nothing but the schema, whatever the variables.
    pub(super) fn is_introspection(&self) -> bool {
        let operations = &self.parsed.operations;
        operations.len() == 1
            && operations.iter().all(|operation| {
                operation.variables.is_empty() && operation.is_introspection(&self.parsed)
            })
    }
}

#[derive(Default)]
pub(super) struct Documents(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    by_text: HashMap<Arc<str>, Arc<Document>>,
    oldest_first: VecDeque<Arc<str>>,
}

impl Documents {
    /// Returns the document for this text, or its errors.
    pub(super) fn parse(
        &self,
        schema: &Valid<Schema>,
        text: &str,
    ) -> Result<Arc<Document>, Vec<GraphQLError>> {
        if let Some(document) = self.kept().by_text.get(text) {
            return Ok(Arc::clone(document));
        }
        let document = Arc::new(Document {
            parsed: parse(schema, text)?,
            introspection: OnceLock::new(),
        });
        if text.len() <= LONGEST_KEPT {
            self.keep(text, &document);
        }
        Ok(document)
    }

    fn keep(&self, text: &str, document: &Arc<Document>) {
        let text: Arc<str> = text.into();
        let mut kept = self.kept();
        if kept
            .by_text
            .insert(Arc::clone(&text), Arc::clone(document))
            .is_some()
        {
            // Another thread parsed it meanwhile, so it is in the queue already.
            return;
        }
        kept.oldest_first.push_back(text);
        if kept.oldest_first.len() > KEPT
            && let Some(oldest) = kept.oldest_first.pop_front()
        {
            kept.by_text.remove(&oldest);
        }
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn parse(
    schema: &Valid<Schema>,
    text: &str,
) -> Result<Valid<ExecutableDocument>, Vec<GraphQLError>> {
    let readable = |errors: DiagnosticList| {
        errors
            .iter()
            .take(ERRORS)
            .map(|error| error.to_json())
            .collect::<Vec<_>>()
    };
    let document = Parser::new()
        .token_limit(TOKENS)
        .recursion_limit(NESTING)
        .parse_executable(schema, text, "request.graphql")
        .map_err(|rejected| readable(rejected.errors))?;
    cost::check(&document).map_err(|too_much| vec![error(too_much)])?;
    let document = document
        .validate(schema)
        .map_err(|rejected| readable(rejected.errors))?;
    // Lists of types that have lists of fields that have types …: each level multiplies the size of the response.
    for operation in document.operations.iter() {
        introspection::check_max_depth(&document, operation)
            .map_err(|too_deep| vec![too_deep.to_graphql_error(&document.sources)])?;
    }
    Ok(document)
}

fn error(message: String) -> GraphQLError {
    GraphQLError {
        message,
        locations: Vec::new(),
        path: Vec::new(),
        extensions: JsonMap::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::schema::test_schema;

    #[test]
    fn the_newest_documents_are_cached() {
        let schema = test_schema();
        let documents = Documents::default();
        let text = |number| format!("{{ a{number}: isLoginExpired(id: \"x\") }}");
        let first = documents.parse(schema, &text(0)).unwrap();
        assert!(Arc::ptr_eq(
            &first,
            &documents.parse(schema, &text(0)).unwrap()
        ));
        for number in 1..=KEPT {
            documents.parse(schema, &text(number)).unwrap();
        }
        assert!(!Arc::ptr_eq(
            &first,
            &documents.parse(schema, &text(0)).unwrap()
        ));
        let kept = documents.kept();
        assert_eq!((kept.by_text.len(), kept.oldest_first.len()), (KEPT, KEPT));
    }

    #[test]
    fn a_document_that_is_too_deep_or_too_long_is_rejected() {
        let schema = test_schema();
        let deep = format!("{{ user {} {}", "{ group ".repeat(5000), "}".repeat(5001));
        let wide = format!("{{ {} }}", "isLoginExpired(id: \"x\") ".repeat(10_000));
        for text in [deep, wide] {
            assert!(
                !Documents::default()
                    .parse(schema, &text)
                    .err()
                    .unwrap()
                    .is_empty()
            );
        }
    }
}
