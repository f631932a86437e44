//! Parsed documents, remembered by their text: a program sends the same few over and over.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

use apollo_compiler::parser::Parser;
use apollo_compiler::response::{GraphQLError, JsonMap};
use apollo_compiler::validation::{DiagnosticList, Valid};
use apollo_compiler::{ExecutableDocument, Schema, introspection};

use super::cost;

/// How many documents are remembered, the oldest being forgotten first, and up to which length.
const KEPT: usize = 256;
const LONGEST_KEPT: usize = 16 << 10;

/// What a document may at most be made of; far beyond anything that the service's clients send.
const TOKENS: usize = 20_000;
const NESTING: usize = 100;

/// How many faults of a document are told. Finding the place of each takes as long as the document is.
const ERRORS: usize = 50;

#[derive(Default)]
pub(super) struct Documents(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    by_text: HashMap<Arc<str>, Arc<Valid<ExecutableDocument>>>,
    oldest_first: VecDeque<Arc<str>>,
}

impl Documents {
    /// The document of that text, or what the schema has against it.
    pub(super) fn parse(
        &self,
        schema: &Valid<Schema>,
        text: &str,
    ) -> Result<Arc<Valid<ExecutableDocument>>, Vec<GraphQLError>> {
        if let Some(document) = self.kept().by_text.get(text) {
            return Ok(Arc::clone(document));
        }
        let document = Arc::new(parse(schema, text)?);
        if text.len() <= LONGEST_KEPT {
            self.keep(text, &document);
        }
        Ok(document)
    }

    fn keep(&self, text: &str, document: &Arc<Valid<ExecutableDocument>>) {
        let text: Arc<str> = text.into();
        let mut kept = self.kept();
        if kept
            .by_text
            .insert(Arc::clone(&text), Arc::clone(document))
            .is_some()
        {
            // Somebody else parsed it meanwhile, so it stands in the row already.
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
        .map_err(|refused| readable(refused.errors))?;
    cost::check(&document).map_err(|too_much| vec![error(too_much)])?;
    let document = document
        .validate(schema)
        .map_err(|refused| readable(refused.errors))?;
    // Lists of types that have lists of fields that have types …: each level multiplies the answer.
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
    fn remembers_the_newest_documents() {
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
    fn a_bottomless_document_is_refused() {
        let schema = test_schema();
        let deep = format!("{{ user {} {}", "{ group ".repeat(5000), "}".repeat(5001));
        let wide = format!("{{ {} }}", "isLoginExpired(id: \"x\") ".repeat(10_000));
        for text in [deep, wide] {
            assert!(
                !Documents::default()
                    .parse(schema, &text)
                    .unwrap_err()
                    .is_empty()
            );
        }
    }
}
