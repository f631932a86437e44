//! Documents and their schema as graphql_client_codegen gets them: only what determines the types, under names that can't
//! collide. Its parser supports an older GraphQL than ours and panics on some valid syntax, and it copies its schema for
//! every document, so the schema has nothing but what these documents select.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use apollo_compiler::Schema;
use apollo_compiler::ast::Type;

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

/// Returns the name of a variable, or of a field of a selection: its position. Names of the service could be keywords, or the
/// same in Rust.
pub(super) fn field_name(index: usize) -> String {
    format!("f{index}")
}

/// Returns the position in a name of a type, a fragment or a field.
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
    /// A field is named by its position in its selection. What is spread is a scalar, because its
    /// fragment is compiled on its own; enums and input objects are scalars because they are compiled on their own.
    pub(super) fn document(
        &mut self,
        variables: &[Variable],
        on: &str,
        fields: &[Field],
    ) -> String {
        let mut document = format!("query {OPERATION}");
        if !variables.is_empty() {
            let variables = variables.iter().enumerate().map(|(index, variable)| {
                let ty = self.leaf(variable.ty.inner_named_type());
                format!("${}: {}", field_name(index), renamed(&variable.ty, &ty))
            });
            let variables: Vec<String> = variables.collect();
            // Writing to a string can't fail.
            let _ = write!(document, "({})", variables.join(", "));
        }
        let root = field_name(self.objects.len());
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
        for (index, field) in selected.iter().enumerate() {
            let Ok(definition) = self.schema.type_field(on, &field.name) else {
                continue;
            };
            let ty = &definition.ty;
            let key = field_name(index);
            let _ = write!(document, " {key}");
            let name = match &field.selection {
                Selection::Leaf => self.leaf(ty.inner_named_type()),
                Selection::Fragment(fragment) => self.spread(fragment),
                Selection::Fields(inner) => self.select(document, ty.inner_named_type(), inner),
            };
            let _ = write!(fields, " {key}: {}", renamed(ty, &name));
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

/// Returns a type with another inner type.
fn renamed(ty: &Type, name: &str) -> String {
    match ty {
        Type::Named(_) => name.to_owned(),
        Type::NonNullNamed(_) => format!("{name}!"),
        Type::List(inner) => format!("[{}]", renamed(inner, name)),
        Type::NonNullList(inner) => format!("[{}]!", renamed(inner, name)),
    }
}
