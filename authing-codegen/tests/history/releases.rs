//! The schema of each release.

use std::collections::{BTreeMap, BTreeSet};

use apollo_compiler::ast::{Definition, FieldDefinition};
use apollo_compiler::parser::Parser;
use apollo_compiler::validation::Valid;
use apollo_compiler::{Node, Schema};
use serde::Deserialize;

use super::{parse, read};

/// `schema/v2.history.json`.
#[derive(Deserialize)]
pub(crate) struct History {
    /// Oldest first.
    pub(crate) releases: Vec<String>,
    pub(crate) since: BTreeMap<String, BTreeSet<String>>,
    pub(crate) earlier_types: BTreeMap<String, String>,
    pub(crate) absent: Vec<Absent>,
}

#[derive(Deserialize)]
pub(crate) struct Absent {
    from: String,
    to: String,
    pub(crate) what: BTreeSet<String>,
}

impl History {
    pub(crate) fn new() -> Self {
        serde_json::from_str(&read("schema/v2.history.json")).unwrap()
    }

    pub(crate) fn index(&self, release: &str) -> usize {
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
        let absent = self.absent_from(release).flat_map(|one| &one.what);
        newer.chain(absent).map(String::as_str).collect()
    }

    /// Returns the parts of `absent` of a release.
    fn absent_from(&self, release: &str) -> impl Iterator<Item = &Absent> {
        let at = self.index(release);
        let range = |one: &Absent| self.index(&one.from)..=self.index(&one.to);
        let absent = self.absent.iter();
        absent.filter(move |one| range(one).contains(&at))
    }

    /// Returns whether a release lacks something that an older one has.
    pub(crate) fn lacks_something(&self, release: &str) -> bool {
        self.absent_from(release).next().is_some()
    }

    /// Returns the schema of a release.
    ///
    /// The release of an earlier type is not known, so all releases but the newest have it.
    pub(crate) fn sdl(&self, release: &str) -> String {
        let mut document = parse(&read("schema/v2.graphql"));
        let is_newest = self.index(release) + 2 >= self.releases.len();
        let pruner = Pruner {
            missing: self.missing(release),
            earlier: (!is_newest).then_some(&self.earlier_types),
        };
        document
            .definitions
            .retain_mut(|one| pruner.definition(one));
        document.to_string()
    }

    /// Returns the schema of a release, with the client-side directives.
    pub(crate) fn schema(&self, release: &str) -> Valid<Schema> {
        let directives = ["schema/directives.graphql", "schema/v2.directives.graphql"].map(read);
        let text = format!("{}\n{}", self.sdl(release), directives.concat());
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
