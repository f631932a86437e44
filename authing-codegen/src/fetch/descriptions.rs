//! Keeps the descriptions of a schema file that the service does not have: the file documents the service, like its comments.

use std::collections::BTreeMap;

use apollo_compiler::Node;
use apollo_compiler::ast::{Definition, Document, FieldDefinition, InputValueDefinition};

use crate::input::layout::key;

type Description = Option<Node<str>>;

/// Adds the descriptions of an old document to the parts of a new one that have none.
pub(super) fn keep(document: &mut Document, old: &Document) {
    let mut kept = BTreeMap::new();
    each(&mut old.clone(), &mut |part, description| {
        if let Some(text) = description.take() {
            kept.insert(part, text);
        }
    });
    each(document, &mut |part, description| {
        if description.is_none() {
            *description = kept.remove(&part);
        }
    });
}

/// Visits the description of each part by the part's coordinate.
fn each(document: &mut Document, visit: &mut impl FnMut(String, &mut Description)) {
    for definition in &mut document.definitions {
        let Some(name) = key(definition) else {
            continue;
        };
        match definition {
            Definition::SchemaDefinition(of) => visit(name, &mut of.make_mut().description),
            Definition::ScalarTypeDefinition(of) => visit(name, &mut of.make_mut().description),
            Definition::UnionTypeDefinition(of) => visit(name, &mut of.make_mut().description),
            Definition::ObjectTypeDefinition(of) => {
                let of = of.make_mut();
                fields(&name, &mut of.fields, visit);
                visit(name, &mut of.description);
            }
            Definition::InterfaceTypeDefinition(of) => {
                let of = of.make_mut();
                fields(&name, &mut of.fields, visit);
                visit(name, &mut of.description);
            }
            Definition::EnumTypeDefinition(of) => {
                let of = of.make_mut();
                for value in &mut of.values {
                    let part = format!("{name}.{}", value.value);
                    visit(part, &mut value.make_mut().description);
                }
                visit(name, &mut of.description);
            }
            Definition::InputObjectTypeDefinition(of) => {
                let of = of.make_mut();
                inputs(&name, &mut of.fields, visit);
                visit(name, &mut of.description);
            }
            Definition::DirectiveDefinition(of) => {
                let of = of.make_mut();
                inputs(&name, &mut of.arguments, visit);
                visit(name, &mut of.description);
            }
            // Introspection returns no extensions and no operations.
            _ => {}
        }
    }
}

fn fields(
    of: &str,
    fields: &mut [Node<FieldDefinition>],
    visit: &mut impl FnMut(String, &mut Description),
) {
    for field in fields {
        let field = field.make_mut();
        let part = format!("{of}.{}", field.name);
        inputs(&part, &mut field.arguments, visit);
        visit(part, &mut field.description);
    }
}

fn inputs(
    of: &str,
    inputs: &mut [Node<InputValueDefinition>],
    visit: &mut impl FnMut(String, &mut Description),
) {
    for input in inputs {
        let input = input.make_mut();
        visit(format!("{of}.{}", input.name), &mut input.description);
    }
}
