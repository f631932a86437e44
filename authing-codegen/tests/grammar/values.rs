//! Types, and literals of them.

use super::dice::Dice;
use super::schema::{Definition, Schema};
use super::texts;

/// A type: a name, and the lists and exclamation marks around it.
#[derive(Debug, Clone)]
pub(super) struct Type {
    pub(super) name: String,
    /// The type with `N` for the name.
    pub(super) shape: String,
}

impl Type {
    pub(super) fn new(name: &str, shape: &str) -> Self {
        Self {
            name: name.to_owned(),
            shape: shape.to_owned(),
        }
    }

    pub(super) fn text(&self) -> String {
        self.shape.replace('N', &self.name)
    }

    pub(super) fn is_required(&self) -> bool {
        self.shape.ends_with('!')
    }

    pub(super) fn is_list(&self) -> bool {
        self.shape.starts_with('[')
    }

    /// Returns the type without its outermost exclamation mark.
    pub(super) fn nullable(&self) -> Self {
        Self::new(&self.name, self.shape.trim_end_matches('!'))
    }

    /// Returns the type of a list's elements.
    fn element(&self) -> Self {
        let shape = self.shape.trim_end_matches('!');
        Self::new(&self.name, &shape[1..shape.len() - 1])
    }
}

/// Returns a literal. `depth` is how deep it may nest optional input objects.
pub(super) fn literal(dice: &mut Dice<'_>, schema: &Schema, ty: &Type, depth: usize) -> String {
    if !ty.is_required() && dice.one_in(6) {
        return "null".to_owned();
    }
    if ty.is_list() {
        let element = ty.element();
        // A value is a list of one.
        if !element.is_list() && dice.one_in(6) && element.is_required() {
            return literal(dice, schema, &element, depth);
        }
        let count = if depth == 0 { 0 } else { dice.below(3) };
        let elements = (0..count).map(|_| literal(dice, schema, &element, depth - 1));
        return format!("[{}]", elements.collect::<Vec<_>>().join(", "));
    }
    match ty.name.as_str() {
        "Int" => dice
            .pick(&["0", "-1", "2147483647", "-2147483648"])
            .to_owned(),
        "Float" => dice
            .pick(&[
                "0",
                "1.5",
                "-1e10",
                "9999999999999999999999",
                "1.7976931348623157e308",
                "-0.0",
            ])
            .to_owned(),
        "Boolean" => dice.pick(&["true", "false"]).to_owned(),
        "String" => texts::string(texts::text(dice)),
        "ID" => dice
            .pick(&["1", "\"1\"", "9223372036854775808", "\"\""])
            .to_owned(),
        name => match schema.get(name) {
            Some(Definition::Enum(values)) => values[dice.below(values.len())].clone(),
            Some(Definition::Input { fields, one_of }) => {
                let mut given = Vec::new();
                for field in fields {
                    let wanted = field.ty.is_required() && field.default.is_none();
                    if wanted || (depth > 0 && !one_of && dice.one_in(2)) {
                        let value = literal(dice, schema, &field.ty, depth.saturating_sub(1));
                        given.push(format!("{}: {value}", field.name));
                    }
                }
                if *one_of {
                    let leaf = fields
                        .iter()
                        .find(|field| schema.get(&field.ty.name).is_none());
                    let field = leaf.unwrap_or(&fields[0]);
                    let ty = Type::new(&field.ty.name, &format!("{}!", field.ty.shape));
                    let value = literal(dice, schema, &ty, depth.saturating_sub(1));
                    given = vec![format!("{}: {value}", field.name)];
                }
                format!("{{{}}}", given.join(", "))
            }
            // A custom scalar is anything.
            _ => dice
                .pick(&[
                    "1",
                    "\"a\"",
                    "9223372036854775808",
                    "-9223372036854775809",
                    "1e400",
                    "{a: [1, {b: X}]}",
                    "[[[[]]]]",
                    "true",
                ])
                .to_owned(),
        },
    }
}
