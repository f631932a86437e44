//! The root fields of a document, and its secret values.

use std::collections::HashSet;
use std::ops::Range;

use apollo_compiler::Node;
use apollo_compiler::ast::{
    self, Definition, FragmentDefinition, OperationDefinition, Selection, Value,
};
use apollo_compiler::parser::Parser;

use super::redact::{REDACTED, is_secret};

/// The limits for a document to be parsed.
const TOKENS: usize = 20_000;
const DEPTH: usize = 100;

/// A document, as far as it can be parsed. It is not validated against the schema.
pub(super) struct Document {
    /// The name of the operation to run.
    pub(super) name: Option<String>,
    pub(super) root_fields: Vec<String>,
    /// The variables that are used for secret values. `None` if they can't be determined.
    pub(super) secret_variables: Option<HashSet<String>>,
    /// The document's text, with secret literals redacted.
    pub(super) redacted: String,
}

impl Document {
    /// Parses a document. `operation` names the operation to run; without a name, the only one is run.
    pub(super) fn read(text: &str, operation: Option<&str>) -> Self {
        let mut parser = Parser::new().token_limit(TOKENS).recursion_limit(DEPTH);
        let parsed = parser.parse_ast(text, "request.graphql");
        let Ok(document) = parsed else {
            return Self {
                name: None,
                root_fields: Vec::new(),
                secret_variables: None,
                redacted: without_values(text),
            };
        };
        let mut secrets = Secrets::default();
        for definition in &document.definitions {
            secrets.collect_definition(definition);
        }
        // A variable may turn out to be secret after its default has been visited.
        for definition in &document.definitions {
            secrets.collect_defaults(definition);
        }
        let run = run_operation(&document, operation);
        let mut root_fields = Vec::new();
        if let Some(run) = run {
            let mut seen = HashSet::new();
            collect_fields(&document, &run.selection_set, &mut seen, &mut root_fields);
        }
        Self {
            name: run.and_then(|run| Some(run.name.as_ref()?.to_string())),
            root_fields,
            redacted: secrets.redact(text),
            secret_variables: Some(secrets.variables),
        }
    }
}

fn run_operation<'a>(
    document: &'a ast::Document,
    name: Option<&str>,
) -> Option<&'a Node<OperationDefinition>> {
    let mut operations = document
        .definitions
        .iter()
        .filter_map(|definition| match definition {
            Definition::OperationDefinition(operation) => Some(operation),
            _ => None,
        });
    match name {
        Some(_) => operations.find(|operation| operation.name.as_deref() == name),
        None => operations.next(),
    }
}

fn fragment<'a>(document: &'a ast::Document, name: &str) -> Option<&'a Node<FragmentDefinition>> {
    document
        .definitions
        .iter()
        .find_map(|definition| match definition {
            Definition::FragmentDefinition(fragment) if fragment.name == name => Some(fragment),
            _ => None,
        })
}

/// Collects the fields of a selection and of the fragments in it, each fragment once, because fragments may be cyclic.
fn collect_fields<'a>(
    document: &'a ast::Document,
    selections: &'a [Selection],
    seen: &mut HashSet<&'a str>,
    fields: &mut Vec<String>,
) {
    for selection in selections {
        match selection {
            Selection::Field(field) => fields.push(field.name.to_string()),
            Selection::InlineFragment(inline) => {
                collect_fields(document, &inline.selection_set, seen, fields);
            }
            Selection::FragmentSpread(spread) => {
                if seen.insert(&spread.fragment_name)
                    && let Some(fragment) = fragment(document, &spread.fragment_name)
                {
                    collect_fields(document, &fragment.selection_set, seen, fields);
                }
            }
        }
    }
}

/// The positions of secret literals, and the secret variables.
#[derive(Default)]
struct Secrets {
    literals: Vec<Range<usize>>,
    variables: HashSet<String>,
}

impl Secrets {
    fn collect_definition(&mut self, definition: &Definition) {
        match definition {
            Definition::OperationDefinition(operation) => {
                self.collect(&operation.selection_set);
            }
            Definition::FragmentDefinition(fragment) => self.collect(&fragment.selection_set),
            _ => {}
        }
    }

    fn collect(&mut self, selections: &[Selection]) {
        for selection in selections {
            match selection {
                Selection::Field(field) => {
                    for argument in &field.arguments {
                        self.judge(&argument.value, is_secret(&argument.name));
                    }
                    self.collect(&field.selection_set);
                }
                Selection::InlineFragment(inline) => self.collect(&inline.selection_set),
                Selection::FragmentSpread(_) => {}
            }
        }
    }

    fn collect_defaults(&mut self, definition: &Definition) {
        let Definition::OperationDefinition(operation) = definition else {
            return;
        };
        for variable in &operation.variables {
            let secret =
                is_secret(&variable.name) || self.variables.contains(variable.name.as_str());
            if let Some(default) = &variable.default_value {
                self.judge(default, secret);
            }
        }
    }

    fn judge(&mut self, value: &Node<Value>, secret: bool) {
        match &**value {
            // An enum value may be a string without its quotes.
            Value::String(_) | Value::Int(_) | Value::Float(_) | Value::Enum(_) if secret => {
                if let Some(location) = value.location() {
                    self.literals.push(location.offset()..location.end_offset());
                }
            }
            Value::Variable(name) if secret => {
                self.variables.insert(name.to_string());
            }
            Value::List(items) => {
                for item in items {
                    self.judge(item, secret);
                }
            }
            Value::Object(fields) => {
                for (name, field) in fields {
                    self.judge(field, secret || is_secret(name));
                }
            }
            _ => {}
        }
    }

    fn redact(&mut self, text: &str) -> String {
        let mut redacted = text.to_owned();
        // From the end, so that earlier positions stay valid.
        self.literals
            .sort_by_key(|range| std::cmp::Reverse(range.start));
        for range in &self.literals {
            if redacted.get(range.clone()).is_some() {
                redacted.replace_range(range.clone(), &format!("\"{REDACTED}\""));
            }
        }
        redacted
    }
}

/// Returns the text of an unparsable document up to its first possible value. The end of a value can't be determined: a
/// quote may be escaped, part of a block string, or missing.
fn without_values(text: &str) -> String {
    match text.find(['(', '"']) {
        Some(index) => {
            let (shown, _) = text.split_at(index + 1);
            format!("{shown}{REDACTED}")
        }
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn root_fields_are_found_through_fragments() {
        let text = "query Q { a: user(id: 1) { _id } ... on Query { users { list { _id } } } ...F }
            fragment F on Query { clientRoles { _id } ...F }";
        let document = Document::read(text, None);
        assert_eq!(document.name.as_deref(), Some("Q"));
        assert_eq!(document.root_fields, ["user", "users", "clientRoles"]);
        assert_eq!(document.redacted, text);
    }

    #[test]
    fn secret_literals_are_redacted() {
        let text = r#"mutation($p: String = "hunter2", $q: Int) {
            login(email: "a@b.cn", password: $p, phoneCode: 123456) { token }
            register(userInfo: {email: "ü", password: "hunter2", phoneCode: $q}) { _id } }"#;
        let document = Document::read(text, None);
        let expected = r#"mutation($p: String = "***", $q: Int) {
            login(email: "a@b.cn", password: $p, phoneCode: "***") { token }
            register(userInfo: {email: "ü", password: "***", phoneCode: $q}) { _id } }"#;
        assert_eq!(document.redacted, expected);
        let secret = HashSet::from(["p".to_owned(), "q".to_owned()]);
        assert_eq!(document.secret_variables, Some(secret));
    }

    #[test]
    fn a_secret_without_its_quotes_is_redacted_too() {
        let document = Document::read("{ login(email: ada, password: hunter2) { _id } }", None);
        let expected = r#"{ login(email: ada, password: "***") { _id } }"#;
        assert_eq!(document.redacted, expected);
    }

    #[test]
    fn no_value_of_an_unparsable_document_is_shown() {
        for (text, shown) in [
            (r#"{ login(password: "a\"hunter2" "#, "{ login(***"),
            (r#"{ login(password: """a "hunter2" b""" "#, "{ login(***"),
            (
                "mutation M { login(phoneCode: 123456, ",
                "mutation M { login(***",
            ),
            ("{ ü { \"hunter2", "{ ü { \"***"),
            ("{ user { ", "{ user { "),
        ] {
            let document = Document::read(text, None);
            assert_eq!(document.redacted, shown);
            assert!(document.root_fields.is_empty() && document.secret_variables.is_none());
        }
    }
}
