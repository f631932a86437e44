//! The history of the v2 API: the schema of each release, and the operations that it accepts.
//!
//! An operation without `since` is accepted by [`OLDEST`] and later. One with it is accepted by that release, and by none before.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use apollo_compiler::ast::{Definition, Document, FieldDefinition, OperationDefinition, Selection};
use apollo_compiler::parser::Parser;
use apollo_compiler::validation::Valid;
use apollo_compiler::{ExecutableDocument, Node, Schema};
use serde::Deserialize;

/// The oldest release that the SDK supports.
const OLDEST: &str = "4.15.8";

/// `schema/v2.history.json`.
#[derive(Deserialize)]
struct History {
    /// Oldest first.
    releases: Vec<String>,
    since: BTreeMap<String, BTreeSet<String>>,
    earlier_types: BTreeMap<String, String>,
    absent: Vec<Absent>,
}

#[derive(Deserialize)]
struct Absent {
    from: String,
    to: String,
    what: BTreeSet<String>,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn read(path: &str) -> String {
    fs::read_to_string(folder().join(path)).unwrap()
}

fn parse(text: &str) -> Document {
    Parser::new().parse_ast(text, "file.graphql").unwrap()
}

impl History {
    fn new() -> Self {
        serde_json::from_str(&read("schema/v2.history.json")).unwrap()
    }

    fn index(&self, release: &str) -> usize {
        let mut releases = self.releases.iter();
        let index = releases.position(|one| one == release);
        index.unwrap_or_else(|| panic!("there is no release {release}"))
    }

    /// Returns the coordinates that a release does not have.
    fn missing(&self, release: &str) -> BTreeSet<&str> {
        let at = self.index(release);
        let newer = self
            .since
            .iter()
            .filter(|(since, _)| self.index(since) > at);
        let newer = newer.flat_map(|(_, what)| what);
        let within = |one: &&Absent| (self.index(&one.from)..=self.index(&one.to)).contains(&at);
        let absent = self.absent.iter().filter(within).flat_map(|one| &one.what);
        newer.chain(absent).map(String::as_str).collect()
    }

    /// Returns the schema of a release, with the client-side directives.
    ///
    /// The release of an earlier type is not known, so all releases but the newest have it.
    fn schema(&self, release: &str) -> Valid<Schema> {
        let mut document = parse(&read("schema/v2.graphql"));
        let is_newest = self.index(release) + 2 >= self.releases.len();
        let pruner = Pruner {
            missing: self.missing(release),
            earlier: (!is_newest).then_some(&self.earlier_types),
        };
        document
            .definitions
            .retain_mut(|one| pruner.definition(one));
        let directives = ["schema/directives.graphql", "schema/v2.directives.graphql"].map(read);
        let text = format!("{document}\n{}", directives.concat());
        Schema::parse_and_validate(text, "v2.graphql")
            .unwrap_or_else(|error| panic!("{release}: {}", error.errors))
    }
}

/// Removes what a release does not have.
struct Pruner<'a> {
    missing: BTreeSet<&'a str>,
    earlier: Option<&'a BTreeMap<String, String>>,
}

impl Pruner<'_> {
    /// Returns whether anything of a definition is left.
    fn definition(&self, definition: &mut Definition) -> bool {
        match definition {
            Definition::ObjectTypeDefinition(object) => {
                let object = object.make_mut();
                self.fields(&object.name, &mut object.fields);
                !object.fields.is_empty()
            }
            Definition::InputObjectTypeDefinition(input) => {
                let input = input.make_mut();
                let of = input.name.to_string();
                input
                    .fields
                    .retain(|one| self.has(&format!("{of}.{}", one.name)));
                for field in &mut input.fields {
                    let ty = self.earlier_type(&format!("{of}.{}", field.name));
                    if let Some(ty) = ty {
                        field.make_mut().ty = ty.into();
                    }
                }
                !input.fields.is_empty()
            }
            Definition::EnumTypeDefinition(of) => {
                let of = of.make_mut();
                let name = of.name.to_string();
                of.values
                    .retain(|one| self.has(&format!("{name}.{}", one.value)));
                !of.values.is_empty()
            }
            _ => true,
        }
    }

    fn fields(&self, of: &str, fields: &mut Vec<Node<FieldDefinition>>) {
        fields.retain(|field| self.has(&format!("{of}.{}", field.name)));
        for field in fields {
            let field = field.make_mut();
            let name = format!("{of}.{}", field.name);
            if let Some(ty) = self.earlier_type(&name) {
                field.ty = ty;
            }
            let argument = |one: &str| format!("{name}({one})");
            field.arguments.retain(|one| self.has(&argument(&one.name)));
            for one in &mut field.arguments {
                if let Some(ty) = self.earlier_type(&argument(&one.name)) {
                    one.make_mut().ty = ty.into();
                }
            }
        }
    }

    fn has(&self, coordinate: &str) -> bool {
        !self.missing.contains(coordinate)
    }

    fn earlier_type(&self, coordinate: &str) -> Option<apollo_compiler::ast::Type> {
        let text = self.earlier?.get(coordinate)?;
        Some(Parser::new().parse_type(text, "type").unwrap())
    }
}

/// The query files of the API.
struct Queries {
    operations: Vec<Node<OperationDefinition>>,
    fragments: BTreeMap<String, Document>,
}

impl Queries {
    fn new() -> Self {
        let mut queries = Self {
            operations: Vec::new(),
            fragments: BTreeMap::new(),
        };
        queries.folder(&folder().join("queries/v2"));
        queries
    }

    fn folder(&mut self, folder: &Path) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                self.folder(&path);
                continue;
            }
            let document = parse(&fs::read_to_string(path).unwrap());
            match document.definitions.first().unwrap() {
                Definition::OperationDefinition(one) => self.operations.push(one.clone()),
                Definition::FragmentDefinition(one) => {
                    self.fragments.insert(one.name.to_string(), document);
                }
                other => panic!("{other}"),
            }
        }
    }

    /// Returns the faults of an operation, with the fragments that it reaches, under a schema.
    fn faults(&self, operation: &OperationDefinition, schema: &Valid<Schema>) -> String {
        let mut reached = BTreeSet::new();
        self.reach(&operation.selection_set, &mut reached);
        let fragments = reached.iter().map(|name| self.fragments[name].to_string());
        let text = format!("{operation}\n{}", fragments.collect::<String>());
        let checked = ExecutableDocument::parse_and_validate(schema, text, "operation.graphql");
        checked.map_or_else(|error| error.errors.to_string(), |_| String::new())
    }

    fn reach(&self, selections: &[Selection], reached: &mut BTreeSet<String>) {
        for selection in selections {
            match selection {
                Selection::Field(field) => self.reach(&field.selection_set, reached),
                Selection::InlineFragment(inline) => self.reach(&inline.selection_set, reached),
                Selection::FragmentSpread(spread) => {
                    let name = spread.fragment_name.to_string();
                    for definition in &self.fragments[&name].definitions {
                        if let Definition::FragmentDefinition(fragment) = definition
                            && reached.insert(name.clone())
                        {
                            self.reach(&fragment.selection_set, reached);
                        }
                    }
                }
            }
        }
    }
}

/// Returns the release that an operation says it needs.
fn since(operation: &OperationDefinition) -> Option<&str> {
    let authing = operation.directives.get("authing").unwrap();
    authing.specified_argument_by_name("since")?.as_str()
}

#[test]
fn every_coordinate_of_the_history_is_in_the_schema() {
    let history = History::new();
    let document = parse(&read("schema/v2.graphql"));
    let mut known = BTreeSet::new();
    for definition in &document.definitions {
        let of = definition
            .name()
            .map(ToString::to_string)
            .unwrap_or_default();
        let mut add = |name: &str| known.insert(format!("{of}.{name}"));
        match definition {
            Definition::ObjectTypeDefinition(one) => {
                for field in &one.fields {
                    add(&field.name);
                    for argument in &field.arguments {
                        add(&format!("{}({})", field.name, argument.name));
                    }
                }
            }
            Definition::InputObjectTypeDefinition(one) => {
                for field in &one.fields {
                    add(&field.name);
                }
            }
            Definition::EnumTypeDefinition(one) => {
                for value in &one.values {
                    add(&value.value);
                }
            }
            _ => {}
        }
    }
    let since = history.since.values().flatten();
    let absent = history.absent.iter().flat_map(|one| &one.what);
    let all = since.chain(absent).chain(history.earlier_types.keys());
    let unknown: Vec<_> = all.filter(|one| !known.contains(*one)).collect();
    assert!(unknown.is_empty(), "{unknown:#?}");
}

#[test]
fn every_operation_is_accepted_by_the_release_that_it_needs_and_by_none_before() {
    let history = History::new();
    let schemas: Vec<_> = history
        .releases
        .iter()
        .map(|one| history.schema(one))
        .collect();
    let oldest = history.index(OLDEST);
    let queries = Queries::new();
    let mut wrong = Vec::new();
    for operation in &queries.operations {
        let name = operation.name.as_deref().unwrap();
        let needs = since(operation).map_or(oldest, |release| history.index(release));
        let faults = queries.faults(operation, &schemas[needs]);
        if !faults.is_empty() {
            wrong.push(format!("{name} in {}: {faults}", history.releases[needs]));
        }
        let before = needs.checked_sub(1).filter(|before| *before >= oldest);
        if let Some(before) = before
            && since(operation).is_some()
            && queries.faults(operation, &schemas[before]).is_empty()
        {
            let release = &history.releases[before];
            wrong.push(format!("{name} does not need more than {release}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
