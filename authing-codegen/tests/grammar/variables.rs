//! Variables, and the arguments that they are the values of.

use super::dice::Dice;
use super::names::{self, Names};
use super::schema::{Definition, Member};
use super::selections::{Variable, Writer};
use super::values::{Type, literal};

impl Writer<'_> {
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
        // The judge of requests can't coerce a number that no float has.
        default = default.filter(|value| !value.contains("1e400"));
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
