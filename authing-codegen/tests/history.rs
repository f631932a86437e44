//! The history of the v2 API: the schema of each release, and the operations that it accepts.
//!
//! An operation without `since` is accepted by [`OLDEST`] and later. One with it is accepted by that release, and by none before.

mod changes;
mod releases;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use apollo_compiler::ast::{Definition, Document, OperationDefinition, Selection};
use apollo_compiler::parser::Parser;
use apollo_compiler::validation::Valid;
use apollo_compiler::{ExecutableDocument, Node, Schema};

use releases::History;

/// The oldest release that the SDK supports.
const OLDEST: &str = "4.15.8";

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn read(path: &str) -> String {
    fs::read_to_string(folder().join(path)).unwrap()
}

fn parse(text: &str) -> Document {
    Parser::new().parse_ast(text, "file.graphql").unwrap()
}

/// The fields that stand for REST paths.
fn rest_paths() -> BTreeSet<String> {
    let files = fs::read_dir(folder().join("schema/rest")).unwrap();
    let documents = files.map(|file| parse(&fs::read_to_string(file.unwrap().path()).unwrap()));
    let definitions = documents.flat_map(|document| document.definitions);
    let extensions = definitions.filter_map(|definition| match definition {
        Definition::ObjectTypeExtension(extension) => Some(extension),
        _ => None,
    });
    let fields = extensions.flat_map(|extension| extension.fields.clone());
    fields.map(|field| field.name.to_string()).collect()
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
        // REST paths are in no schema of the service.
        let rest = rest_paths();
        queries.operations.retain(|operation| {
            let root = operation.selection_set.iter().find_map(Selection::as_field);
            !root.is_some_and(|root| rest.contains(root.name.as_str()))
        });
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

/// Later releases only add to what an operation uses, except that some were made from a schema without social connections.
#[test]
fn every_operation_is_accepted_by_later_releases_unless_they_lack_its_type() {
    let history = History::new();
    let queries = Queries::new();
    let oldest = history.index(OLDEST);
    let mut rejected = BTreeSet::new();
    for (index, release) in history.releases.iter().enumerate().skip(oldest) {
        let schema = history.schema(release);
        for operation in &queries.operations {
            let needs = since(operation).map_or(oldest, |release| history.index(release));
            if needs <= index && !queries.faults(operation, &schema).is_empty() {
                let name = operation.name.as_deref().unwrap();
                assert!(history.lacks_something(release), "{name} in {release}");
                rejected.insert(name);
            }
        }
    }
    let expected = [
        "CreateSocialConnectionInstance",
        "DisableSocialConnectionInstance",
        "EnableSocialConnectionInstance",
        "GetSocialConnection",
        "GetSocialConnectionInstance",
        "ListSocialConnectionInstances",
        "ListSocialConnections",
    ];
    assert_eq!(rejected, BTreeSet::from(expected));
}
