//! Documents and their schema as graphql_client_codegen gets them: only what determines the types, under names that can't
//! collide. Its parser supports an older GraphQL than ours and panics on some valid syntax, and it copies its schema for
//! every document, so the schema has nothing but what these documents select.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use apollo_compiler::Schema;
use apollo_compiler::ast::Type;
use apollo_compiler::schema::ExtendedType;

use super::OPERATION;
use crate::model::{Field, Selection, Variable};

/// Returns the name of a type of the schema in graphql_client_codegen's output: its position in the schema.
pub(super) fn type_name(schema: &Schema, wire: &str) -> String {
    match schema.types.get_full(wire) {
        Some((_, _, definition)) if definition.is_built_in() && definition.is_scalar() => {
            wire.to_owned()
        }
        Some((index, ..)) => format!("T{index}"),
        // A scalar that is built in and used nowhere else.
        None => wire.to_owned(),
    }
}

/// Returns the name of a fragment likewise: its position among the fragments.
pub(super) fn fragment_name(index: usize) -> String {
    format!("F{index}")
}

/// Returns the position in a name of a type or a fragment.
pub(super) fn position(name: &str, prefix: char) -> Option<usize> {
    name.strip_prefix(prefix)?.parse().ok()
}

/// Documents with their schema.
pub(super) struct Skeleton<'a> {
    schema: &'a Schema,
    fragments: &'a BTreeMap<String, usize>,
    /// The fields of the query type, one for each document.
    roots: String,
    /// The types of selections, each with its fields.
    objects: Vec<String>,
    scalars: BTreeSet<String>,
}

impl<'a> Skeleton<'a> {
    pub(super) fn new(schema: &'a Schema, fragments: &'a BTreeMap<String, usize>) -> Self {
        Self {
            schema,
            fragments,
            roots: String::new(),
            objects: Vec::new(),
            scalars: BTreeSet::new(),
        }
    }

    /// Adds a document that selects fields of a type, in a root field of its own.
    ///
    /// A field has its key in the response as its name, so that it needs no alias. What is spread is a scalar, because its
    /// fragment is compiled on its own; enums and input objects are scalars because they are compiled on their own.
    pub(super) fn document(
        &mut self,
        variables: &[Variable],
        on: &str,
        fields: &[Field],
    ) -> String {
        let mut document = format!("query {OPERATION}");
        if !variables.is_empty() {
            let variables = variables.iter().map(|variable| {
                let ty = self.leaf(variable.ty.inner_named_type());
                format!("${}: {}", variable.wire, renamed(&variable.ty, &ty))
            });
            let variables: Vec<String> = variables.collect();
            // Writing to a string can't fail.
            let _ = write!(document, "({})", variables.join(", "));
        }
        let root = format!("d{}", self.objects.len());
        let _ = write!(document, " {{ {root}");
        let ty = self.select(&mut document, on, fields);
        document.push_str(" }");
        let _ = write!(self.roots, " {root}: {ty}!");
        document
    }

    /// Returns the schema of the documents.
    pub(super) fn schema(&self) -> String {
        let mut text = format!("schema {{ query: Q }}\ntype Q {{{} }}\n", self.roots);
        for (index, fields) in self.objects.iter().enumerate() {
            let _ = writeln!(text, "type O{index} {{{fields} }}");
        }
        for scalar in &self.scalars {
            let _ = writeln!(text, "scalar {scalar}");
        }
        text
    }

    /// Selects fields, and returns the name of the type that has them.
    fn select(&mut self, document: &mut String, on: &str, selected: &[Field]) -> String {
        let mut fields = String::new();
        document.push_str(" {");
        for field in selected {
            let Ok(definition) = self.schema.type_field(on, &field.name) else {
                continue;
            };
            let ty = &definition.ty;
            let _ = write!(document, " {}", field.wire);
            let name = match &field.selection {
                Selection::Leaf => self.leaf(ty.inner_named_type()),
                Selection::Fragment(fragment) => self.spread(fragment),
                Selection::Fields(inner) => self.select(document, ty.inner_named_type(), inner),
            };
            let _ = write!(fields, " {}: {}", field.wire, renamed(ty, &name));
        }
        document.push_str(" }");
        self.objects.push(fields);
        format!("O{}", self.objects.len() - 1)
    }

    fn leaf(&mut self, wire: &str) -> String {
        let name = type_name(self.schema, wire);
        if name != wire {
            self.scalars.insert(name.clone());
        }
        name
    }

    fn spread(&mut self, fragment: &str) -> String {
        // The documents have been validated: it exists.
        let index = self.fragments.get(fragment).copied();
        let name = fragment_name(index.unwrap_or(usize::MAX));
        self.scalars.insert(name.clone());
        name
    }
}

/// Returns a document whose variables are of these enums, and its schema.
pub(super) fn of_enums(schema: &Schema, wires: &BTreeSet<String>) -> (String, String) {
    let mut text = String::from("schema { query: O0 }\ntype O0 { any: Int }\n");
    let mut variables = Vec::new();
    for wire in wires {
        let Some(ExtendedType::Enum(definition)) = schema.types.get(wire.as_str()) else {
            continue;
        };
        let name = type_name(schema, wire);
        let values: Vec<&str> = definition.values.keys().map(|one| one.as_str()).collect();
        let _ = writeln!(text, "enum {name} {{ {} }}", values.join(" "));
        variables.push(format!("$v{}: {name}", variables.len()));
    }
    let document = format!("query {OPERATION}({}) {{ any }}", variables.join(", "));
    (document, text)
}

/// Returns a type with another inner type.
fn renamed(ty: &Type, name: &str) -> String {
    match ty {
        Type::Named(_) => name.to_owned(),
        Type::NonNullNamed(_) => format!("{name}!"),
        Type::List(inner) => format!("[{}]", renamed(inner, name)),
        Type::NonNullList(inner) => format!("[{}]!", renamed(inner, name)),
    }
}
