//! The schema as text.

use super::dice::Dice;
use super::schema::{Definition, Member, Schema};
use super::texts::{deprecated, description, undefined};

impl Schema {
    /// Returns the schema as text.
    pub(super) fn text(&self, dice: &mut Dice<'_>) -> String {
        let foreign = dice.one_in(4);
        let mut text = String::new();
        let usual = self.query == "Query"
            && self
                .mutation
                .as_deref()
                .is_none_or(|name| name == "Mutation");
        if !usual || dice.one_in(4) {
            let mutation = self
                .mutation
                .as_ref()
                .map(|name| format!(" mutation: {name}"));
            text += &format!(
                "{}schema{} {{ query: {}{} }}\n",
                description(dice),
                undefined(dice, foreign),
                self.query,
                mutation.unwrap_or_default()
            );
        }
        if foreign && dice.one_in(2) {
            text += "extend schema @link(url: \"https://specs.example/v2\", import: [\"@key\"])\n";
        }
        for (name, definition) in &self.types {
            text += &description(dice);
            text += &definition.text(dice, name, foreign);
        }
        text
    }
}

impl Definition {
    fn text(&self, dice: &mut Dice<'_>, name: &str, foreign: bool) -> String {
        let marks = undefined(dice, foreign);
        match self {
            Self::Scalar => format!("scalar {name}{marks}\n"),
            Self::Enum(values) => {
                let values = values
                    .iter()
                    .map(|value| format!("  {}{value}{}\n", description(dice), deprecated(dice)));
                format!("enum {name}{marks} {{\n{}}}\n", values.collect::<String>())
            }
            Self::Input { fields, one_of } => {
                let one_of = if *one_of { " @oneOf" } else { "" };
                format!(
                    "input {name}{marks}{one_of} {}",
                    block(dice, fields, foreign, &format!("input {name}"))
                )
            }
            Self::Object { fields, implements } => {
                let implements = implements.as_ref().map(|one| format!(" implements {one}"));
                let implements = implements.unwrap_or_default();
                format!(
                    "type {name}{implements}{marks} {}",
                    block(dice, fields, foreign, &format!("type {name}"))
                )
            }
            Self::Interface(fields) => {
                format!("interface {name}{marks} {}", block(dice, fields, false, ""))
            }
            Self::Union(members) => format!("union {name}{marks} = {}\n", members.join(" | ")),
        }
    }
}

/// Returns fields, some of them in an extension of the type.
fn block(dice: &mut Dice<'_>, fields: &[Member], foreign: bool, extended: &str) -> String {
    let mut lines: Vec<String> = fields
        .iter()
        .map(|field| member(dice, field, foreign))
        .collect();
    let mut rest = String::new();
    if fields.len() > 1 && !extended.is_empty() && dice.one_in(6) {
        let last = lines.split_off(fields.len() - 1);
        rest = format!("extend {extended} {{\n{}}}\n", last.concat());
    }
    format!("{{\n{}}}\n{rest}", lines.concat())
}

fn member(dice: &mut Dice<'_>, member: &Member, foreign: bool) -> String {
    let Member {
        name,
        ty,
        default,
        arguments,
    } = member;
    let given = arguments
        .iter()
        .map(|argument| self::member(dice, argument, foreign));
    let given: String = given.collect();
    let given = if given.is_empty() {
        given
    } else {
        format!("(\n{given})")
    };
    let default = default.as_ref().map(|value| format!(" = {value}"));
    let default = default.unwrap_or_default();
    // A required input can't be deprecated.
    let deprecated = if ty.is_required() && default.is_empty() {
        String::new()
    } else {
        deprecated(dice)
    };
    format!(
        "  {}{name}{given}: {}{default}{deprecated}{}\n",
        description(dice),
        ty.text(),
        undefined(dice, foreign)
    )
}
