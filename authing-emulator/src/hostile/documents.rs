//! Documents: made from the schema, or such with something done to them.

use apollo_compiler::Schema;
use apollo_compiler::ast::{FieldDefinition, OperationType};
use serde_json::{Map, Value};

use super::Dice;
use super::values::Values;
use crate::api::legacy::HANDLERS;
use crate::engine::service_schema;

/// A document with variables for it.
pub(super) struct Document {
    pub(super) text: String,
    pub(super) variables: Map<String, Value>,
}

/// A document that is valid, or nearly so.
pub(super) fn from_schema(dice: &mut Dice, values: &Values) -> Document {
    let schema = &service_schema().unwrap().schema;
    let mut draft = Draft {
        schema,
        values,
        definitions: String::new(),
        variables: Map::new(),
    };
    let (operation, fields) = if dice.chance(97) {
        let answered = dice.pick(HANDLERS).field;
        let (root, name) = answered.split_once('.').unwrap();
        let operation = if root == "Query" {
            OperationType::Query
        } else {
            OperationType::Mutation
        };
        let mut fields = draft.field(dice, schema.type_field(root, name).unwrap(), 0);
        // Others beside it.
        for _ in 0..[0, 0, 0, 1, 3][dice.below(5)] {
            let others = &schema.get_object(root).unwrap().fields;
            let (_, other) = others.get_index(dice.below(others.len())).unwrap();
            let alias = format!(" a{}: ", dice.below(9));
            fields += &(alias + &draft.field(dice, other, 0));
        }
        (operation, fields)
    } else {
        (
            OperationType::Query,
            "__schema { types { name fields { name type { name } } } }".to_owned(),
        )
    };
    let definitions = match draft.definitions.as_str() {
        "" => String::new(),
        definitions => format!("({definitions})"),
    };
    let name = if dice.chance(50) { "Operation" } else { "" };
    let fragment = match dice.below(60) {
        0 => " fragment F on ExtendUser { _id ...F }",
        1 => " fragment F on PagedUsers { totalCount }",
        _ => "",
    };
    Document {
        text: format!("{operation} {name}{definitions} {{ {fields} }}{fragment}"),
        variables: draft.variables,
    }
}

struct Draft<'a> {
    schema: &'a Schema,
    values: &'a Values,
    definitions: String,
    variables: Map<String, Value>,
}

impl Draft<'_> {
    fn field(&mut self, dice: &mut Dice, field: &FieldDefinition, depth: usize) -> String {
        let mut arguments = String::new();
        for argument in &field.arguments {
            if !argument.is_required() && !dice.chance(60) {
                continue;
            }
            let name = format!("v{}", self.variables.len());
            let value = self
                .values
                .value(dice, self.schema, &argument.name, &argument.ty, 0);
            self.definitions += &format!("${name}: {} ", argument.ty);
            arguments += &format!("{}: ${name} ", argument.name);
            // Some are left out.
            if !dice.chance(2) {
                self.variables.insert(name, value);
            } else {
                self.variables.insert(format!("not {name}"), value);
            }
        }
        let arguments = if arguments.is_empty() {
            arguments
        } else {
            format!("({arguments})")
        };
        let directive = match dice.below(40) {
            0 => " @skip(if: false)",
            1 => " @include(if: false)",
            _ => "",
        };
        format!(
            "{}{arguments}{directive}{} ",
            field.name,
            self.selection(dice, field, depth)
        )
    }

    fn selection(&mut self, dice: &mut Dice, field: &FieldDefinition, depth: usize) -> String {
        let Some(object) = self.schema.get_object(field.ty.inner_named_type()) else {
            return String::new();
        };
        let mut fields = " __typename ".to_owned();
        if depth < 4 {
            for field in object.fields.values() {
                if dice.chance(30) {
                    fields += &self.field(dice, field, depth + 1);
                }
            }
        }
        match dice.below(12) {
            0 => format!(" {{ ... on {} {{ {fields} }} }}", object.name),
            1 => format!(" {{ ... @include(if: true) {{ {fields} }} alias: __typename }}"),
            _ => format!(" {{ {fields} }}"),
        }
    }
}

/// Pieces that documents and JSON are made of.
const PIECES: &[&str] = &[
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    ":",
    "!",
    "$",
    "@skip(if: true)",
    "...",
    "...F",
    "...on Query",
    "\"",
    "\"\"\"",
    "#",
    "\\",
    ",",
    "|",
    "&",
    "=",
    "null",
    "true",
    "-1",
    "1e99",
    "99999999999",
    "query",
    "mutation",
    "subscription",
    "fragment F on ExtendUser",
    "__typename",
    "__schema",
    "_id",
    "a:",
    "String",
    "String!",
    "\u{0}",
    "\u{feff}",
    "é",
    "😀",
    "\\u0000",
    "\\ud800",
];

/// Does something to a text, at random places.
pub(super) fn mutate(dice: &mut Dice, text: &str) -> String {
    let mut characters: Vec<char> = text.chars().collect();
    for _ in 0..=dice.below(4) {
        let from = dice.below(characters.len() + 1);
        let to = (from + dice.below(30)).min(characters.len());
        match dice.below(5) {
            0 => drop(characters.drain(from..to)),
            1 => {
                let copy = characters[from..to].to_vec();
                let at = dice.below(characters.len() + 1);
                characters.splice(at..at, copy);
            }
            2 => characters.truncate(from.max(characters.len() / 2)),
            3 => {
                let copy = characters[from..to].repeat(dice.below(40));
                characters.splice(from..from, copy);
            }
            _ => drop(characters.splice(from..from, dice.pick(PIECES).chars())),
        }
    }
    characters.into_iter().collect()
}
