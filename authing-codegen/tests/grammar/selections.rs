//! Selection sets, the fragments that they spread, and the variables that they use.

use std::collections::BTreeSet;

use super::dice::Dice;
use super::names::{self, Names};
use super::schema::{Definition, Member, Schema};
use super::texts;
use super::values::{Type, literal};

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

    /// Returns the arguments of a field: those that are required, and some others.
    pub(super) fn arguments(&mut self, dice: &mut Dice<'_>, of: &[Member]) -> String {
        let mut given = Vec::new();
        for argument in of {
            let wanted = argument.ty.is_required() && argument.default.is_none();
            if wanted || dice.one_in(2) || self.variables.is_some() && dice.one_in(2) {
                given.push(format!(
                    "{}: {}",
                    argument.name,
                    self.value(dice, argument, 2)
                ));
            }
        }
        if given.is_empty() {
            String::new()
        } else {
            format!("({})", given.join(", "))
        }
    }

    /// Returns a variable, a literal, or an input object or a list with variables in it.
    fn value(&mut self, dice: &mut Dice<'_>, of: &Member, depth: usize) -> String {
        if self.variables.is_none() || dice.one_in(10) && !self.schema.is_secret(&of.name) {
            return literal(dice, self.schema, &of.ty, 2);
        }
        let schema = self.schema;
        if let Some(Definition::Input {
            fields,
            one_of: false,
        }) = schema.get(&of.ty.name)
            && depth > 0
            && dice.one_in(4)
            && !of.ty.shape.starts_with("[[")
        {
            let mut given = Vec::new();
            for field in fields {
                let wanted = field.ty.is_required() && field.default.is_none();
                if wanted || dice.one_in(2) {
                    given.push(format!(
                        "{}: {}",
                        field.name,
                        self.value(dice, field, depth - 1)
                    ));
                }
            }
            let object = format!("{{{}}}", given.join(", "));
            return if of.ty.is_list() {
                format!("[{object}]")
            } else {
                object
            };
        }
        self.variable(dice, of)
    }

    fn variable(&mut self, dice: &mut Dice<'_>, of: &Member) -> String {
        let mut name = of.name.clone();
        if dice.one_in(3) {
            name = Names::default().member(dice);
            if names::is_secret(&name) {
                "v".clone_into(&mut name);
            }
        }
        let name = self.variable_names.free(name);
        let mut ty = of.ty.clone();
        if !ty.is_required() && dice.one_in(6) {
            ty.shape.push('!');
        } else if ty.is_required() && of.default.is_some() && dice.one_in(3) {
            ty = ty.nullable();
        }
        let mut default = dice.one_in(8).then(|| literal(dice, self.schema, &ty, 2));
        let is_page =
            ["page", "count"].contains(&name.as_str()) && ty.name == "Int" && !ty.is_list();
        if is_page {
            default = dice
                .one_in(2)
                .then(|| dice.pick(&["1", "0", "null"]).to_owned());
            default = default.filter(|value| value != "null" || !ty.is_required());
        }
        let marks = if is_page {
            vec!["@unsigned".to_owned()]
        } else {
            self.marks(dice, of, &ty)
        };
        let variable = Variable {
            name: name.clone(),
            ty,
            default,
            marks,
        };
        self.variables.get_or_insert_default().push(variable);
        format!("${name}")
    }

    /// Returns the directives of a variable.
    fn marks(&mut self, dice: &mut Dice<'_>, of: &Member, ty: &Type) -> Vec<String> {
        let mut marks = Vec::new();
        let plain = match (ty.name.as_str(), ty.is_list()) {
            _ if self.schema.is_secret(&of.name) => {
                let encrypted = self.schema.encrypted.contains(&of.name);
                marks.push(if encrypted { "@encrypted" } else { "@secret" }.to_owned());
                !encrypted
            }
            ("String", false) => match dice.below(12) {
                9 => {
                    marks.push("@userPool".to_owned());
                    return marks;
                }
                10 => {
                    marks.push(
                        dice.pick(&["@commaSeparated", "@commaSeparated(max: 2)"])
                            .to_owned(),
                    );
                    false
                }
                11 if ty.is_required() => {
                    marks.push("@ownUser(on: [SESSION])".to_owned());
                    true
                }
                _ => true,
            },
            ("Int", false) if dice.one_in(5) => {
                marks.push(dice.pick(&["@unsigned", "@digits"]).to_owned());
                false
            }
            ("String" | "ID", true) if ty.shape == "[N!]!" && dice.one_in(3) => {
                marks.push("@mayBeEmpty".to_owned());
                true
            }
            _ => true,
        };
        if plain && !ty.is_required() && dice.one_in(5) {
            marks.push("@clearable".to_owned());
        }
        if dice.one_in(10) {
            let to = dice.pick(&[
                "renamed",
                "own",
                "gen",
                "maybe_name",
                "self_",
                "variables",
                "r_2",
            ]);
            marks.push(format!("@rename(to: \"{to}\")"));
        }
        let earlier = self
            .variables
            .iter()
            .flatten()
            .find(|one| !one.ty.is_required());
        if let Some(earlier) = earlier.filter(|_| !ty.is_required() && dice.one_in(6)) {
            marks.push(format!("@requires(variable: \"{}\")", earlier.name));
        }
        marks
    }
}
