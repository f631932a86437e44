//! Where an operation belongs: beside those of the same section of the schema file, whose titles are comments there.

use std::collections::BTreeMap;
use std::fs;

use heck::ToSnakeCase as _;

use crate::config::Target;
use crate::error::Error;
use crate::layout::Layout;
use crate::model::{Model, Operation};
use crate::schema::Schemas;

/// The sections of the root types, with the operations that are there.
pub(super) struct Areas {
    /// The title of its section by root field, as `Query.users`.
    sections: BTreeMap<String, String>,
    /// Of each section's operations: folder, service and token.
    there: BTreeMap<String, Vec<(String, String, String)>>,
}

impl Areas {
    pub(super) fn read(target: &Target, schemas: &Schemas, model: &Model) -> Result<Self, Error> {
        let path = target.path(&target.schema);
        let text = fs::read_to_string(&path).map_err(|error| Error::io(&path, error))?;
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
            there: BTreeMap::new(),
        };
        for operation in &model.operations {
            areas.add(target, schemas, operation);
        }
        Ok(areas)
    }

    fn add(&mut self, target: &Target, schemas: &Schemas, operation: &Operation) {
        let root = schemas
            .service
            .root_operation(operation.kind.operation_type());
        let coordinate = root.map(|root| format!("{root}.{}", operation.root.name));
        let section = coordinate.and_then(|coordinate| self.sections.get(&coordinate));
        let folder = operation.place.file.parent();
        let folder = folder.and_then(|folder| folder.strip_prefix(&target.queries).ok());
        if let (Some(section), Some(folder)) = (section, folder) {
            self.there.entry(section.clone()).or_default().push((
                folder.display().to_string(),
                operation.service.clone(),
                operation.token.clone(),
            ));
        }
    }

    /// The folder of a root field: of most of its section's operations, or else one of the section's name.
    pub(super) fn of(&self, coordinate: &str) -> Option<String> {
        let section = self.sections.get(coordinate)?;
        let most = self.most(coordinate, |(folder, _, _)| folder);
        Some(most.unwrap_or_else(|| section.to_snake_case()))
    }

    /// The service that most of the section's operations go to.
    pub(super) fn service(&self, coordinate: &str) -> Option<String> {
        self.most(coordinate, |(_, service, _)| service)
    }

    /// The token that most of the section's operations need.
    pub(super) fn token(&self, coordinate: &str) -> Option<String> {
        self.most(coordinate, |(_, _, token)| token)
    }

    fn most(
        &self,
        coordinate: &str,
        of: impl Fn(&(String, String, String)) -> &String,
    ) -> Option<String> {
        let section = self.sections.get(coordinate)?;
        let mut counts: BTreeMap<&String, usize> = BTreeMap::new();
        for one in self.there.get(section)? {
            *counts.entry(of(one)).or_default() += 1;
        }
        let most = counts.into_iter().max_by_key(|(_, count)| *count);
        most.map(|(one, _)| one.clone())
    }
}
