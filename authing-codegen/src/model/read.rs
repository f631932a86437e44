//! Reads the directives of the query files.

use std::collections::BTreeMap;

use apollo_compiler::Node;
use apollo_compiler::ast::{self, DirectiveList, OperationType, Selection as AstSelection};

use super::arguments::string;
use super::{Api, Field, Fragment, Kind, Model, Operation, Selection};
use crate::document;
use crate::error::{Error, Place, Problem};
use crate::names;
use crate::schema::Schemas;
use crate::source::{FragmentFile, OperationFile, SourceFile, Sources};
use crate::validate;

/// Reads the directives of every operation and fragment.
pub(crate) fn build(api: &Api, schemas: &Schemas, sources: &Sources) -> Result<Model, Error> {
    let mut reader = Reader {
        api,
        schemas,
        sources,
        faults: Vec::new(),
    };
    let fragments = sources
        .fragments
        .iter()
        .map(|(name, fragment)| (name.clone(), reader.fragment(fragment)))
        .collect();
    let operations = sources
        .operations
        .iter()
        .filter_map(|operation| reader.operation(operation))
        .collect();
    if reader.faults.is_empty() {
        Ok(Model {
            operations,
            fragments,
        })
    } else {
        reader.faults.sort_by(|a, b| a.place.cmp(&b.place));
        reader.faults.dedup();
        Err(Error::Invalid(reader.faults))
    }
}

pub(super) struct Reader<'a> {
    pub(super) api: &'a Api,
    pub(super) schemas: &'a Schemas,
    sources: &'a Sources,
    faults: Vec<Problem>,
}

impl Reader<'_> {
    pub(super) fn fault(&mut self, problem: Problem) {
        self.faults.push(problem);
    }

    /// Returns the comment above a node, as documentation.
    pub(super) fn docs<T>(&mut self, file: &SourceFile, node: &Node<T>) -> Vec<String> {
        if !self.sources.may_be_drafts {
            self.faults.append(&mut file.placeholders(node));
        }
        file.comment(node)
    }

    fn operation(&mut self, operation: &OperationFile) -> Option<Operation> {
        let OperationFile { file, definition } = operation;
        let place = file.place(definition);
        let Some(name) = &definition.name else {
            self.fault(Problem::new(&place, "an operation needs a name"));
            return None;
        };
        if names::type_name(name) != name.as_str() {
            self.fault(
                Problem::new(
                    &place,
                    format!("the operation name `{name}` is not in upper camel case"),
                )
                .with_help(format!("rename it to `{}`", names::type_name(name))),
            );
        }
        let docs = self.docs(file, definition);
        if docs.is_empty() {
            self.fault(
                Problem::new(&place, format!("the operation `{name}` is not documented"))
                    .with_help("add a comment above it that describes its effect, its errors and its source"),
            );
        }
        let kind = match definition.operation_type {
            OperationType::Query => Kind::Query,
            OperationType::Mutation => Kind::Mutation,
            // `validate` has rejected it.
            OperationType::Subscription => return None,
        };
        let Some(authing) = definition.directives.get("authing") else {
            self.fault(
                Problem::new(
                    &place,
                    format!("the operation `{name}` has no `@authing` directive"),
                )
                .with_help("add `@authing(service: …, token: …)`"),
            );
            return None;
        };
        let endpoint = self.choice(authing, "service", &self.api.endpoints, &place);
        let token = self.choice(authing, "token", &self.api.tokens, &place);
        let implements = self.traits(authing, &place);
        let mut variables = self.variables(file, &definition.variables);
        for variable in &mut variables {
            variable.argument = argument(&variable.wire, &definition.selection_set);
        }
        self.collisions(
            "variables",
            variables.iter().map(|v| (&v.rust, &v.wire, &v.place)),
        );
        let methods = self.methods(file, definition, &variables);
        let mut root = self.fields(file, &definition.selection_set, true);
        if root.len() != 1 {
            self.fault(Problem::new(
                &place,
                format!(
                    "the operation `{name}` has {} root fields; it must have exactly one",
                    root.len()
                ),
            ));
        }
        let root = root.pop()?;
        Some(Operation {
            name: name.to_string(),
            docs,
            kind,
            api: self.api.path.clone(),
            endpoint: endpoint?,
            token: token?,
            aliases: self.aliases(name, authing, &place),
            implements,
            since: self.since(authing, &place),
            no_stream: self.no_stream(definition, &place),
            at_least_one: self.at_least_one(definition, &variables, &place),
            variables,
            methods,
            rest: self.rest(kind, &root, &definition.selection_set),
            root,
            reached: validate::reached(operation, self.sources),
            text: document::of_operation(definition),
            place,
        })
    }

    fn fragment(&mut self, fragment: &FragmentFile) -> Fragment {
        let FragmentFile {
            file,
            definition,
            inherited,
        } = fragment;
        let name = definition.name.to_string();
        let place = file.place(definition);
        if names::type_name(&name) != name {
            self.fault(
                Problem::new(
                    &place,
                    format!("the fragment's name `{name}` is not in upper camel case"),
                )
                .with_help(format!("rename it to `{}`", names::type_name(&name))),
            );
        }
        if file
            .path
            .file_stem()
            .is_none_or(|stem| stem != name.as_str())
        {
            self.fault(
                Problem::new(
                    &place,
                    format!("the fragment `{name}` is not in a file with its name"),
                )
                .with_help(format!("rename the file to `{name}.graphql`")),
            );
        }
        Fragment {
            type_name: fragment.type_name(),
            docs: self.docs(file, definition),
            on: definition.type_condition.to_string(),
            text: document::of_fragment(definition),
            inherited: *inherited,
            verdict: definition.directives.has("verdict"),
            fields: self.fields(file, &definition.selection_set, false),
            name,
            place,
        }
    }

    /// Returns the fields of a selection set, including those of fragments that are spread next to them.
    fn fields(&mut self, file: &SourceFile, selections: &[AstSelection], root: bool) -> Vec<Field> {
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

    pub(super) fn rust_name(
        &mut self,
        wire: &str,
        directives: &DirectiveList,
        place: &Place,
    ) -> String {
        let Some(rename) = directives.get("rename") else {
            return names::field(wire);
        };
        let to = string(rename, "to").unwrap_or_default();
        if !names::is_field_name(&to) {
            self.fault(Problem::new(
                place,
                format!(
                    "`{to}` is not a valid snake case name, so `{wire}` can't be renamed to it"
                ),
            ));
        }
        to
    }

    fn field_collisions(&mut self, fields: &[Field]) {
        self.collisions(
            "fields",
            fields.iter().map(|f| (&f.rust, &f.wire, &f.place)),
        );
    }

    /// Reports names of the service that are the same in Rust.
    fn collisions<'n>(
        &mut self,
        what: &str,
        names: impl Iterator<Item = (&'n String, &'n String, &'n Place)>,
    ) {
        let mut seen: BTreeMap<&str, &str> = BTreeMap::new();
        let mut faults = Vec::new();
        for (rust, wire, place) in names {
            if let Some(other) = seen.insert(rust, wire) {
                faults.push(
                    Problem::new(
                        place,
                        format!(
                            "the {what} `{other}` and `{wire}` are both named `{rust}` in Rust"
                        ),
                    )
                    .with_help("rename one of them with `@rename(to: …)`"),
                );
            }
        }
        self.faults.append(&mut faults);
    }
}

/// The variables that are arguments of a field, or in one.
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

/// Returns the argument of the root field that a variable is the value of.
fn argument(variable: &str, roots: &[AstSelection]) -> Option<String> {
    let root = roots.iter().find_map(AstSelection::as_field)?;
    let mut arguments = root.arguments.iter();
    let argument = arguments.find(|argument| {
        let value = argument.value.as_variable();
        value.is_some_and(|name| name == variable)
    })?;
    Some(argument.name.to_string())
}
