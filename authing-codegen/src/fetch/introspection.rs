//! Converts the response to an introspection query to definitions.
//!
//! Some services repeat types, leave them empty, or send `null` instead of a list. Such parts are skipped with a warning,
//! together with everything that depends on them.

mod defaults;
mod places;
mod reader;
mod repair;

use std::collections::BTreeSet;

use apollo_compiler::ast::{Definition, Document, OperationType};
use apollo_compiler::{Name, Node, Schema};
use serde_json::Value;

use crate::input::schema::one_of_definition;
use reader::Reader;

/// Built-in scalars and directives, which a schema file omits.
const SCALARS: [&str; 5] = ["Boolean", "Float", "ID", "Int", "String"];
const DIRECTIVES: [&str; 5] = ["deprecated", "include", "oneOf", "skip", "specifiedBy"];

/// The skipped parts, with reasons.
#[derive(Default)]
struct Skipped {
    warnings: Vec<String>,
    /// Types that may be referred to without a definition.
    types: BTreeSet<Name>,
}

impl Skipped {
    fn warn(&mut self, coordinate: &str, reason: &str) {
        self.warnings
            .push(format!("`{coordinate}` is skipped: {reason}"));
    }
}

/// Returns the definitions in the order of the response, the schema definition first, and warnings about skipped parts.
pub(super) fn document(data: &Value) -> Result<(Document, Vec<String>), String> {
    let schema = data.get("__schema").unwrap_or(&Value::Null);
    if !schema.get("types").is_some_and(Value::is_array) {
        return Err("its response is not a schema: `__schema` has no `types`".to_owned());
    }
    let mut reader = Reader::default();
    let definition = reader.schema(schema);
    let mut definitions: Vec<Definition> = reader
        .each(schema, "types", "__schema", Reader::type_definition)
        .into_iter()
        .flatten()
        .collect();
    let directives = reader.each(
        schema,
        "directives",
        "__schema",
        Reader::directive_definition,
    );
    definitions.extend(directives.into_iter().flatten());
    let mut skipped = reader.skipped;
    let definition = repair::repair(definition, &mut definitions, &mut skipped);
    let mut roots = definition.root_operations.iter();
    if !roots.any(|root| root.0 == OperationType::Query) {
        let mut reasons = skipped.warnings;
        reasons.truncate(5);
        reasons.insert(
            0,
            "its response is not a whole schema: it has no type of queries".to_owned(),
        );
        return Err(reasons.join("; "));
    }
    let mut document = Document::new();
    document
        .definitions
        .push(Definition::SchemaDefinition(Node::new(definition)));
    document.definitions.extend(definitions);
    declare_one_of(&mut document);
    Ok((document, skipped.warnings))
}

/// A schema that uses `@oneOf` must define it where the compiler does not.
fn declare_one_of(document: &mut Document) {
    let uses_one_of = document
        .definitions
        .iter()
        .any(|definition| match definition {
            Definition::InputObjectTypeDefinition(ty) => ty.directives.has("oneOf"),
            _ => false,
        });
    if uses_one_of && !Schema::new().directive_definitions.contains_key("oneOf") {
        let definition = Definition::DirectiveDefinition(one_of_definition());
        document.definitions.push(definition);
    }
}
