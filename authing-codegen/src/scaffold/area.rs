//! Infers the area of an operation from the section of the schema file, whose titles are comments.

use std::collections::BTreeMap;

use apollo_compiler::ast::OperationType;

use super::Root;
use super::learned::most;
use crate::config::Target;
use crate::error::Error;
use crate::input::layout::Layout;
use crate::input::schema;
use crate::model::{Kind, Model, Operation};
use crate::names;

/// The sections of the root types, with their existing operations.
pub(super) struct Areas {
    /// The section titles by root field, such as `Query.users`.
    sections: BTreeMap<String, String>,
    there: Vec<There>,
}

/// The properties of an existing operation that predict those of others.
struct There {
    section: Option<String>,
    folder: String,
    endpoint: String,
    token: String,
    logs_in: bool,
}

/// Returns whether a root field with this name returns a token. Such operations need a different token than the rest of their
/// section.
fn logs_in(coordinate: &str) -> bool {
    let (_, field) = coordinate.split_once('.').unwrap_or_default();
    let field = field.to_lowercase();
    let words = ["login", "signin", "register", "refresh"];
    words.iter().any(|word| field.contains(word))
}

impl Areas {
    pub(super) fn read(target: &Target, model: &Model) -> Result<Self, Error> {
        let text = schema::read_file(target, &target.schema)?;
        let mut sections = BTreeMap::new();
        for place in Layout::read(&text, &target.schema)?.definitions {
            let mut title = None;
            for member in &place.members {
                let comment = member.comment.iter().find(|line| line.starts_with('#'));
                if let Some(line) = comment {
                    title = Some(line.trim_start_matches('#').trim().to_owned());
                }
                if let Some(title) = &title {
                    sections.insert(format!("{}.{}", place.name, member.name), title.clone());
                }
            }
        }
        let mut areas = Self {
            sections,
            there: Vec::new(),
        };
        for operation in &model.operations {
            areas.add(target, operation);
        }
        Ok(areas)
    }

    fn add(&mut self, target: &Target, operation: &Operation) {
        let folder = operation.place.file.parent();
        let folder = folder.and_then(|folder| folder.strip_prefix(&target.queries).ok());
        if let Some(folder) = folder {
            let coordinate = format!("{}.{}", operation.on, operation.root.name);
            self.there.push(There {
                section: self.sections.get(&coordinate).cloned(),
                folder: folder.display().to_string(),
                endpoint: operation.endpoint.value.clone(),
                token: operation.token.value.clone(),
                logs_in: operation.kind == Kind::Mutation && logs_in(&coordinate),
            });
        }
    }

    /// Returns the folder of a root field: the folder of most operations in its section, or else one with the section's name.
    pub(super) fn of(&self, coordinate: &str) -> Option<String> {
        let section = self.sections.get(coordinate)?;
        let neighbors = self.neighbors(coordinate);
        let folder = most(neighbors.map(|one| &one.folder)).cloned();
        Some(folder.unwrap_or_else(|| names::snake_case(section)))
    }

    /// Returns the endpoint of most operations in the section, or of most operations overall.
    pub(super) fn endpoint(&self, coordinate: &str) -> Option<String> {
        let neighbors = most(self.neighbors(coordinate).map(|one| &one.endpoint));
        let endpoint = neighbors.or_else(|| most(self.there.iter().map(|one| &one.endpoint)));
        endpoint.cloned()
    }

    /// Returns the token of most operations in the section, or of most overall, among those that log in or among the others.
    pub(super) fn token(&self, root: &Root<'_>) -> Option<String> {
        let logs_in = root.kind == OperationType::Mutation && logs_in(&root.coordinate);
        let alike = |one: &&There| one.logs_in == logs_in;
        let neighbors = self.neighbors(&root.coordinate).filter(alike);
        let all = self.there.iter().filter(alike);
        let token = most(neighbors.map(|one| &one.token));
        token.or_else(|| most(all.map(|one| &one.token))).cloned()
    }

    /// Returns the operations of the same section.
    fn neighbors(&self, coordinate: &str) -> impl Iterator<Item = &There> + Clone {
        let section = self.sections.get(coordinate);
        let there = self.there.iter();
        there.filter(move |one| section.is_some() && one.section.as_ref() == section)
    }
}
