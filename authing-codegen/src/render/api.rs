//! The generated public API as plain text, with one line for each item that a schema change can affect: the contents of
//! `API.txt` and the items in a schema diff.

use std::fmt;

use crate::compile::extract::{Enum, Library, SharedType, Struct, TypedOperation, TypedVariable};
use crate::compile::types::Direction;
use crate::model::Treatment;

/// A line: an operation, a variable of it, a type, a field, a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Item {
    /// `operation`, `type`, `input`, `enum` or `inherited`.
    what: &'static str,
    /// The name in Rust: `User`, `User.email`, `SortOrder::Asc`.
    pub(crate) name: String,
    /// The text after the name: `: Option<String>`, ` -> UserPage`, or empty.
    ty: String,
    /// The item's form on the wire.
    wire: String,
    pub(crate) origin: Origin,
}

/// The GraphQL element that a line was generated from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Origin {
    /// A field of the schema's query or mutation type: `Query.users`.
    Root(String),
    /// A variable of an operation; the document determines its argument.
    Variable { operation: String, wire: String },
    /// A type of the schema.
    Type(String),
    /// A field or value of a type of the schema.
    Member { of: String, name: String },
}

impl Item {
    /// Returns the item with its type: `User.email: Option<String>`.
    pub(crate) fn signature(&self) -> String {
        format!("{}{}", self.name, self.ty)
    }

    /// Returns whether the items of two libraries are the same, except for their types.
    pub(crate) fn is(&self, other: &Self) -> bool {
        self.what == other.what && self.name == other.name
    }
}

impl fmt::Display for Item {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            what,
            name,
            ty,
            wire,
            ..
        } = self;
        write!(f, "{what} {name}{ty} ({wire})")
    }
}

/// Returns the text of `API.txt`.
pub(crate) fn text(library: &Library) -> String {
    let mut text =
        String::from("# The generated public API. Made by authing-codegen; do not edit.\n");
    for group in groups(library) {
        text.push('\n');
        for item in group {
            text.push_str(&format!("{item}\n"));
        }
    }
    text
}

/// Returns the lines of all operations, then those of all shared types.
pub(crate) fn groups(library: &Library) -> Vec<Vec<Item>> {
    let operations = library.operations.iter().map(operation);
    let types = library.types.iter().map(|(name, shared)| match shared {
        _ if library.inherited.names.contains(name) => vec![inherited(library, name, shared)],
        SharedType::Fragment { main, inner, .. } => std::iter::once(main)
            .chain(inner)
            .flat_map(|one| structure("type", one, Direction::Received))
            .collect(),
        SharedType::Input(input) => structure("input", input, Direction::Sent),
        SharedType::OneOf { input, variants } => one_of(input, variants),
        SharedType::Enum(of) => enumeration(of),
    });
    operations.chain(types).collect()
}

/// Describes an inherited type: its path, and what it lacks of the schema's type.
fn inherited(library: &Library, name: &str, shared: &SharedType) -> Item {
    let path = &library.inherited.path;
    let wire = match library.beyond.get(name) {
        Some(beyond) => format!("{}, without {}", shared.wire(), beyond.join(", ")),
        None => shared.wire().to_owned(),
    };
    Item {
        what: "inherited",
        name: format!("{path}::{name}"),
        ty: String::new(),
        wire,
        origin: Origin::Type(shared.wire().to_owned()),
    }
}

fn operation(operation: &TypedOperation) -> Vec<Item> {
    let model = &operation.model;
    let mut items = vec![Item {
        what: "operation",
        name: model.name.clone(),
        ty: format!(" -> {}", operation.output.text(Direction::Received)),
        wire: format!(
            "{}, {}, token {}{}{}{}",
            match &model.rest {
                Some(rest) => format!("{} {}", rest.method, rest.path),
                None => format!("{} {}", model.kind.keyword(), model.root.name),
            },
            model.endpoint.value.to_lowercase(),
            model.token.value.to_lowercase(),
            pages(operation),
            since(operation),
            at_least_one(operation),
        ),
        origin: Origin::Root(format!("{}.{}", model.on, model.root.name)),
    }];
    for variable in &operation.variables {
        items.push(Item {
            what: "operation",
            name: format!("{}.{}", model.name, variable.model.rust),
            ty: format!(": {}", variable.shape.text(Direction::Sent)),
            wire: format!(
                "{}: {}, {}",
                variable.model.wire,
                variable.model.ty,
                role(variable)
            ),
            origin: Origin::Variable {
                operation: model.name.clone(),
                wire: variable.model.wire.clone(),
            },
        });
    }
    let selections = operation.selections.iter();
    items.extend(selections.flat_map(|one| structure("type", one, Direction::Received)));
    items
}

/// Describes the items of its stream.
fn pages(operation: &TypedOperation) -> String {
    let paged = operation.paged.as_ref();
    let items =
        paged.map(|paged| format!(", pages of {}", paged.list.item.text(Direction::Received)));
    items.unwrap_or_default()
}

/// Describes which variables it needs.
fn at_least_one(operation: &TypedOperation) -> String {
    let names = &operation.model.at_least_one;
    match names.is_empty() {
        true => String::new(),
        false => format!(", at least one of {}", names.join(", ")),
    }
}

/// Describes the release that it needs.
fn since(operation: &TypedOperation) -> String {
    let since = operation.model.since.as_ref();
    since.map_or_else(String::new, |release| format!(", since {release}"))
}

/// Describes who sets a variable, and its constraints.
fn role(variable: &TypedVariable) -> String {
    let role = if variable.is_filled_in() {
        "filled in"
    } else if variable.by_setter {
        "required by setter"
    } else if variable.is_required() {
        "required"
    } else {
        "optional"
    };
    let mut role = role.to_owned();
    if variable.model.clearable {
        role.push_str(", clearable");
    }
    if let Some(required) = &variable.model.requires {
        role.push_str(&format!(", requires {required}"));
    }
    if let Treatment::CommaSeparated { max } = variable.model.treatment {
        role.push_str(", comma-separated");
        if let Some(max) = max {
            role.push_str(&format!(", at most {max}"));
        }
    }
    if let Some(most) = variable.model.at_most {
        role.push_str(&format!(", at most {most}"));
    }
    role
}

fn structure(what: &'static str, of: &Struct, direction: Direction) -> Vec<Item> {
    let mut items = vec![Item {
        what,
        name: of.name.clone(),
        ty: String::new(),
        wire: of.wire.clone(),
        origin: Origin::Type(of.on.clone()),
    }];
    let by_setters = direction == Direction::Sent && of.by_setters();
    items.extend(of.fields.iter().map(|field| Item {
        what,
        name: format!("{}.{}", of.name, field.rust),
        ty: format!(": {}", field.shape.text(direction)),
        wire: match by_setters && field.is_required() {
            true => format!("{}, required by setter", field.wire),
            false => field.wire.clone(),
        },
        origin: Origin::Member {
            of: of.on.clone(),
            name: field.name.clone(),
        },
    }));
    items
}

fn one_of(input: &Struct, variants: &[String]) -> Vec<Item> {
    let mut items = vec![Item {
        what: "input",
        name: input.name.clone(),
        ty: String::new(),
        wire: format!("{}, one of", input.wire),
        origin: Origin::Type(input.on.clone()),
    }];
    items.extend(
        input
            .fields
            .iter()
            .zip(variants)
            .map(|(field, variant)| Item {
                what: "input",
                name: format!("{}::{variant}", input.name),
                ty: format!(": {}", field.shape.text(Direction::Sent)),
                wire: field.wire.clone(),
                origin: Origin::Member {
                    of: input.on.clone(),
                    name: field.name.clone(),
                },
            }),
    );
    items
}

fn enumeration(of: &Enum) -> Vec<Item> {
    let mut items = vec![Item {
        what: "enum",
        name: of.name.clone(),
        ty: String::new(),
        wire: of.wire.clone(),
        origin: Origin::Type(of.wire.clone()),
    }];
    items.extend(of.variants.iter().map(|variant| Item {
        what: "enum",
        name: format!("{}::{}", of.name, variant.rust),
        ty: String::new(),
        wire: variant.wire.clone(),
        origin: Origin::Member {
            of: of.wire.clone(),
            name: variant.wire.clone(),
        },
    }));
    items
}
