//! The order and the comments of a schema file, which are kept when the file is replaced.

use std::path::Path;

use apollo_compiler::Node;
use apollo_compiler::ast::{Definition, Document};
use apollo_compiler::parser::{LineColumn, Parser};

use crate::error::Error;
use crate::error::diagnostics;

/// The definitions of a file, in order.
#[derive(Default)]
pub(crate) struct Layout {
    pub(crate) definitions: Vec<Place>,
}

/// A definition, or a member of one.
pub(crate) struct Place {
    pub(crate) name: String,
    /// The comment lines before it, with the blank lines between and after them.
    pub(crate) comment: Vec<String>,
    /// The fields or values of a type.
    pub(crate) members: Vec<Place>,
}

impl Layout {
    /// Returns whether a schema file has nothing but comments.
    pub(crate) fn is_empty(text: &str) -> bool {
        let mut lines = text.lines().map(str::trim);
        lines.all(|line| line.is_empty() || line.starts_with('#'))
    }

    /// Reads the layout of a schema file.
    pub(crate) fn read(text: &str, path: &Path) -> Result<Self, Error> {
        Ok(Self::of(&parse(text, path)?, text))
    }

    /// Returns the layout of a schema file that has been parsed.
    pub(crate) fn of(document: &Document, text: &str) -> Self {
        let reader = Reader {
            document,
            lines: text.lines().collect(),
        };
        let definitions = document.definitions.iter().filter_map(|definition| {
            let members = reader.members(definition);
            Some(Place {
                name: key(definition)?,
                comment: reader.comment(start(document, definition)?),
                members,
            })
        });
        Self {
            definitions: definitions.collect(),
        }
    }
}

/// Parses a schema file without validating it.
pub(crate) fn parse(text: &str, path: &Path) -> Result<Document, Error> {
    Parser::new()
        .parse_ast(text, path)
        .map_err(|error| Error::Invalid(diagnostics::problems(&error.errors)))
}

/// Returns the key that identifies a definition; `schema` for the schema definition.
pub(crate) fn key(definition: &Definition) -> Option<String> {
    match definition {
        Definition::SchemaDefinition(_) => Some("schema".to_owned()),
        Definition::DirectiveDefinition(directive) => Some(format!("@{}", directive.name)),
        other => other.name().map(ToString::to_string),
    }
}

fn start(document: &Document, definition: &Definition) -> Option<LineColumn> {
    definition.location()?.line_column(&document.sources)
}

struct Reader<'a> {
    document: &'a Document,
    lines: Vec<&'a str>,
}

impl Reader<'_> {
    /// Returns the comment lines directly before what begins a line, including blank lines between them.
    fn comment(&self, at: LineColumn) -> Vec<String> {
        let above = at.line.saturating_sub(1);
        let own = self.lines.get(above).copied().unwrap_or_default();
        let mut before = own.chars().take(at.column.saturating_sub(1));
        if before.any(|one| !one.is_whitespace() && one != ',') {
            return Vec::new();
        }
        let above = self.lines.iter().take(above).rev();
        let mut comment: Vec<String> = above
            .map(|line| line.trim())
            .take_while(|line| line.is_empty() || line.starts_with('#'))
            .map(str::to_owned)
            .collect();
        comment.reverse();
        match comment.iter().position(|line| !line.is_empty()) {
            Some(first) => comment.split_off(first),
            None => Vec::new(),
        }
    }

    fn members(&self, definition: &Definition) -> Vec<Place> {
        match definition {
            Definition::ObjectTypeDefinition(ty) => self.places(&ty.fields, |one| &one.name),
            Definition::InterfaceTypeDefinition(ty) => self.places(&ty.fields, |one| &one.name),
            Definition::InputObjectTypeDefinition(ty) => self.places(&ty.fields, |one| &one.name),
            Definition::EnumTypeDefinition(ty) => self.places(&ty.values, |one| &one.value),
            _ => Vec::new(),
        }
    }

    fn places<T>(
        &self,
        nodes: &[Node<T>],
        name: impl Fn(&T) -> &apollo_compiler::Name,
    ) -> Vec<Place> {
        let place = |node: &Node<T>| {
            let start = node.line_column_range(&self.document.sources)?.start;
            Some(Place {
                name: name(node).to_string(),
                comment: self.comment(start),
                members: Vec::new(),
            })
        };
        nodes.iter().filter_map(place).collect()
    }
}

/// Sorts items in the order of a layout and adds their comments. An item that is not in the layout follows its predecessor.
///
/// The comment of a removed item moves to its successor if that has none, because it can be the title of a section.
pub(crate) fn arrange<T>(
    things: Vec<(String, T)>,
    places: &[Place],
) -> Vec<(T, Vec<String>, Option<&Place>)> {
    let index = |name: &str| places.iter().position(|place| place.name == name);
    let mut keyed: Vec<((Option<usize>, usize), T)> = Vec::new();
    let mut behind = None;
    for (number, (name, thing)) in things.into_iter().enumerate() {
        let place = index(&name);
        let key = match place {
            Some(place) => (Some(place), 0),
            None => (behind, number + 1),
        };
        behind = place.or(behind);
        keyed.push((key, thing));
    }
    let present: Vec<usize> = keyed
        .iter()
        .filter_map(|((place, number), _)| place.filter(|_| *number == 0))
        .collect();
    keyed.sort_by_key(|(key, _)| *key);
    keyed
        .into_iter()
        .map(|((place, number), thing)| {
            let Some(place) = place.filter(|_| number == 0) else {
                return (thing, Vec::new(), None);
            };
            (thing, comment(places, place, &present), places.get(place))
        })
        .collect()
}

/// Returns the place's own comment, or the nearest comment of the removed places directly before it.
fn comment(places: &[Place], place: usize, present: &[usize]) -> Vec<String> {
    let own = places.get(place).map(|place| place.comment.clone());
    let own = own.unwrap_or_default();
    if !own.is_empty() {
        return own;
    }
    let gone = (0..place)
        .rev()
        .take_while(|before| !present.contains(before));
    gone.filter_map(|before| places.get(before))
        .map(|place| &place.comment)
        .find(|comment| !comment.is_empty())
        .cloned()
        .unwrap_or_default()
}
