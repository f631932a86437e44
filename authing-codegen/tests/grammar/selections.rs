//! Selection sets, the fragments that they spread, and the variables that they use.

use std::collections::BTreeSet;

use super::dice::Dice;
use super::names::Names;
use super::schema::{Definition, Member, Schema};
use super::texts;
use super::values::Type;

/// A fragment.
pub(super) struct Fragment {
    pub(super) name: String,
    pub(super) on: String,
    pub(super) text: String,
}

/// A variable of an operation.
pub(super) struct Variable {
    pub(super) name: String,
    pub(super) ty: Type,
    pub(super) default: Option<String>,
    pub(super) marks: Vec<String>,
}

/// Writes selections.
pub(super) struct Writer<'s> {
    pub(super) schema: &'s Schema,
    pub(super) fragments: Vec<Fragment>,
    pub(super) fragment_names: Names,
    /// The variables of the operation, unless a fragment is written.
    pub(super) variables: Option<Vec<Variable>>,
    pub(super) variable_names: Names,
}

impl Writer<'_> {
    /// Returns the fields of a selection set, without its braces.
    pub(super) fn selections(&mut self, dice: &mut Dice<'_>, on: &str, depth: usize) -> String {
        let schema = self.schema;
        let indent = "  ".repeat(8 - depth.min(7));
        let Some(fields) = schema.fields(on) else {
            return format!("{indent}__typename\n");
        };
        let mut keys = BTreeSet::new();
        let mut text = String::new();
        if depth > 1 && dice.one_in(4) {
            let name = self.fragment(dice, on, depth - 1);
            text += &format!("{indent}...{name}\n");
            if dice.one_in(2) {
                return text;
            }
        }
        for _ in 0..dice.between(1, 5) {
            let Some(field) = dice.element(fields) else {
                break;
            };
            text += &self.field(dice, field, depth, &indent, &mut keys);
        }
        if text.is_empty() {
            text += &self.field(dice, &fields[0], depth, &indent, &mut keys);
        }
        text
    }

    fn field(
        &mut self,
        dice: &mut Dice<'_>,
        field: &Member,
        depth: usize,
        indent: &str,
        keys: &mut BTreeSet<String>,
    ) -> String {
        let is_abstract = matches!(
            self.schema.get(&field.ty.name),
            Some(Definition::Interface(_) | Definition::Union(_))
        );
        let is_leaf = self.is_leaf(&field.ty);
        if (!is_leaf && depth == 0) || (is_abstract && !dice.one_in(6)) {
            return String::new();
        }
        let alias = dice.one_in(7).then(|| Names::default().member(dice));
        let key = alias.as_ref().unwrap_or(&field.name);
        // What is selected twice is merged.
        let again = !is_leaf && field.arguments.is_empty() && dice.one_in(3);
        if !keys.insert(key.clone()) && !again {
            return String::new();
        }
        let alias = alias.map(|alias| format!("{alias}: ")).unwrap_or_default();
        let arguments = self.arguments(dice, &field.arguments);
        let mut marks = String::new();
        if self.schema.is_secret(&field.name) {
            marks += " @secret";
        }
        if dice.one_in(12) {
            marks += &format!(
                " @rename(to: \"{}\")",
                dice.pick(&["renamed", "own", "clear_name", "type", "r_2"])
            );
        }
        if dice.one_in(20) {
            marks += " @nonNull";
        }
        let comment = if dice.one_in(8) {
            texts::comment(dice, indent)
        } else {
            String::new()
        };
        let inner = if is_leaf {
            String::new()
        } else {
            let inner = self.selections(dice, &field.ty.name, depth.saturating_sub(1));
            format!(" {{\n{inner}{indent}}}")
        };
        format!(
            "{comment}{indent}{alias}{}{arguments}{marks}{inner}\n",
            field.name
        )
    }

    pub(super) fn is_leaf(&self, ty: &Type) -> bool {
        matches!(
            self.schema.get(&ty.name),
            None | Some(Definition::Scalar | Definition::Enum(_))
        )
    }

    /// Returns the name of a fragment on a type.
    fn fragment(&mut self, dice: &mut Dice<'_>, on: &str, depth: usize) -> String {
        let known: Vec<&Fragment> = self.fragments.iter().filter(|one| one.on == on).collect();
        if let Some(known) = dice.element(&known)
            && !dice.one_in(3)
        {
            return known.name.clone();
        }
        let name = if dice.one_in(5) {
            self.fragment_names.compound(dice, &self.schema.members())
        } else {
            self.fragment_names.camel(dice, "Part")
        };
        // A fragment that is not finished can't be spread, so that none spreads itself.
        let variables = self.variables.take();
        let selections = self.selections(dice, on, depth);
        self.variables = variables;
        let verdict = selections.lines().any(|line| line.trim() == "status") && dice.one_in(2);
        let verdict = if verdict { " @verdict" } else { "" };
        let shared = self.fragments.iter().find(|one| one.on == on);
        let shared = shared
            .filter(|_| dice.one_in(4))
            .map(|other| format!(" @sharedType(name: \"{}\")", other.name));
        let comment = if dice.one_in(3) {
            texts::comment(dice, "")
        } else {
            String::new()
        };
        let text = format!(
            "{comment}fragment {name} on {on}{}{verdict} {{\n{selections}}}\n",
            shared.unwrap_or_default()
        );
        let on = on.to_owned();
        self.fragments.push(Fragment {
            name: name.clone(),
            on,
            text,
        });
        name
    }
}
