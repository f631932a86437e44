//! Reads selection sets: the fields of fragments and of fields that are spread or selected several times are merged.

use apollo_compiler::Node;
use apollo_compiler::ast::{self, Selection as AstSelection};

use super::read::Reader;
use super::{Field, Selection};
use crate::error::Problem;
use crate::input::source::SourceFile;
use crate::names;

impl Reader<'_> {
    /// Returns the fields of a selection set, including those of fragments that are spread next to them.
    pub(super) fn fields(
        &mut self,
        file: &SourceFile,
        selections: &[AstSelection],
        root: bool,
    ) -> Vec<Field> {
        let mut fields: Vec<Field> = Vec::new();
        for selection in selections {
            match selection {
                AstSelection::Field(field) => {
                    let field = self.field(file, field, root);
                    self.merge(&mut fields, field);
                }
                AstSelection::FragmentSpread(spread) => {
                    for field in self.spread(&spread.fragment_name) {
                        self.merge(&mut fields, field);
                    }
                }
                AstSelection::InlineFragment(inline) => {
                    let place = file.place(inline);
                    self.fault(
                        Problem::new(&place, "inline fragments are not supported")
                            .with_help("select the fields themselves, or a named fragment"),
                    );
                }
            }
        }
        self.field_collisions(&fields);
        fields
    }

    fn spread(&mut self, fragment: &str) -> Vec<Field> {
        let sources = self.sources;
        match sources.fragments.get(fragment) {
            Some(fragment) => {
                self.fields(&fragment.file, &fragment.definition.selection_set, false)
            }
            None => Vec::new(),
        }
    }

    /// Merges a key that is selected twice, as GraphQL does.
    fn merge(&mut self, fields: &mut Vec<Field>, field: Field) {
        let Some(earlier) = fields.iter_mut().find(|other| other.wire == field.wire) else {
            fields.push(field);
            return;
        };
        self.merge_marks(earlier, &field);
        let same = matches!(
            (&earlier.selection, &field.selection),
            (Selection::Fragment(a), Selection::Fragment(b)) if a == b
        );
        if same || matches!(earlier.selection, Selection::Leaf) {
            return;
        }
        let mut merged = self.expand(earlier.selection.clone());
        for inner in self.expand(field.selection) {
            self.merge(&mut merged, inner);
        }
        self.field_collisions(&merged);
        earlier.selection = Selection::Fields(merged);
    }

    /// Applies what one of two selections of a key says about it.
    fn merge_marks(&mut self, earlier: &mut Field, field: &Field) {
        earlier.secret |= field.secret;
        earlier.non_null |= field.non_null;
        earlier.nullable |= field.nullable;
        earlier.optional |= field.optional;
        if earlier.docs.is_empty() {
            earlier.docs.clone_from(&field.docs);
        }
        let derived = names::field(&field.wire);
        if earlier.rust == derived {
            earlier.rust.clone_from(&field.rust);
        } else if field.rust != earlier.rust && field.rust != derived {
            let (wire, one, two) = (&field.wire, &earlier.rust, &field.rust);
            let message =
                format!("`{wire}` is selected twice and renamed to both `{one}` and `{two}`");
            let fault = Problem::new(&field.place, message);
            self.fault(fault.with_help("rename it to the same name in both places"));
        }
    }

    fn expand(&mut self, selection: Selection) -> Vec<Field> {
        match selection {
            Selection::Leaf => Vec::new(),
            Selection::Fragment(name) => self.spread(&name),
            Selection::Fields(fields) => fields,
        }
    }

    fn field(&mut self, file: &SourceFile, field: &Node<ast::Field>, root: bool) -> Field {
        let place = file.place(field);
        let wire = field.alias.as_ref().unwrap_or(&field.name).to_string();
        let nullable = field.directives.has("nullable");
        let non_null = field.directives.has("nonNull");
        if nullable && non_null {
            let message = format!("`{wire}` can't be both `@nullable` and `@nonNull`");
            self.fault(Problem::new(&place, message));
        }
        let selection = match field.selection_set.as_slice() {
            [] => Selection::Leaf,
            [AstSelection::FragmentSpread(spread)] => {
                Selection::Fragment(spread.fragment_name.to_string())
            }
            selections => Selection::Fields(self.fields(file, selections, false)),
        };
        let secret = field.directives.has("secret");
        if secret && !matches!(selection, Selection::Leaf) {
            self.fault(Problem::new(
                &place,
                "`@secret` is only valid on a string, not on an object",
            ));
        }
        Field {
            rust: self.rust_name(&wire, &field.directives, &place),
            name: field.name.to_string(),
            docs: self.docs(file, field),
            secret,
            non_null,
            nullable: nullable && root,
            optional: nullable && !root,
            takes: taken(field),
            selection,
            wire,
            place,
        }
    }

    fn field_collisions(&mut self, fields: &[Field]) {
        self.collisions(
            "fields",
            fields.iter().map(|f| (&f.rust, &f.wire, &f.place)),
        );
    }
}

/// Returns the variables that are arguments of a field, or in one.
fn taken(field: &ast::Field) -> Vec<String> {
    let mut taken = Vec::new();
    let values = field.arguments.iter().map(|argument| &argument.value);
    let mut ahead: Vec<_> = values.collect();
    while let Some(value) = ahead.pop() {
        match &**value {
            ast::Value::Variable(name) => taken.push(name.to_string()),
            ast::Value::List(elements) => ahead.extend(elements),
            ast::Value::Object(fields) => ahead.extend(fields.iter().map(|(_, field)| field)),
            _ => {}
        }
    }
    taken
}
