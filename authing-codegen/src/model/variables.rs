//! Reads the directives of an operation's variables.

use apollo_compiler::Node;
use apollo_compiler::ast::{Type, VariableDefinition};

use super::api::rust_path;
use super::arguments::{count, enumerations, string};
use super::read::Reader;
use super::{MOST_ARGUMENTS, Treatment, Variable};
use crate::error::{Place, Problem};
use crate::input::source::SourceFile;
use crate::names::CONSTRUCTOR;

impl Reader<'_> {
    pub(super) fn variables(
        &mut self,
        file: &SourceFile,
        definitions: &[Node<VariableDefinition>],
    ) -> Vec<Variable> {
        let mut variables: Vec<Variable> = definitions
            .iter()
            .map(|definition| self.variable(file, definition))
            .collect();
        self.other_methods(&variables);
        self.constructor_name(&variables);
        for (index, definition) in definitions.iter().enumerate() {
            let requires = self.requires(definition, &variables, &file.place(definition));
            if let Some(variable) = variables.get_mut(index) {
                variable.requires = requires;
            }
        }
        variables
    }

    fn variable(&mut self, file: &SourceFile, variable: &Node<VariableDefinition>) -> Variable {
        let place = file.place(variable);
        let treatment = self.treatment(variable, &place);
        let clearable = self.clearable(variable, treatment, &place);
        let rust = self.rust_name(&variable.name, &variable.directives, &place);
        let may_be_empty = self.may_be_empty(variable, &place);
        let at_most = self.at_most(variable, &place);
        let unsigned = self.unsigned(variable, treatment, &place);
        let own_user = self.own_user(variable, treatment, &place);
        let rust_type = self.rust_type(variable, treatment, &place);
        let ty = (*variable.ty).clone();
        let default = variable.default_value.as_ref();
        Variable {
            wire: variable.name.to_string(),
            rust,
            docs: self.docs(file, variable),
            argument: None,
            place,
            has_default: default.is_some(),
            default: default.and_then(|default| default.to_i32()),
            ty: if default.is_some() { ty.nullable() } else { ty },
            treatment,
            clearable,
            rust_type,
            unsigned,
            may_be_empty,
            at_most,
            requires: None,
            own_user,
        }
    }

    /// Returns the treatment of the value. Its directives are mutually exclusive.
    fn treatment(&mut self, variable: &VariableDefinition, place: &Place) -> Treatment {
        let max = self.max(variable, place);
        let treatments: Vec<Treatment> = [
            ("userPool", Treatment::UserPool),
            ("encrypted", Treatment::Encrypted),
            ("secret", Treatment::Secret),
            ("digits", Treatment::Digits),
            ("commaSeparated", Treatment::CommaSeparated { max }),
        ]
        .into_iter()
        .filter(|(directive, _)| variable.directives.has(directive))
        .map(|(_, treatment)| treatment)
        .collect();
        let treatment = match treatments.as_slice() {
            [] => Treatment::Plain,
            [one] => *one,
            // A code is always a secret.
            [Treatment::Secret, Treatment::Digits] => Treatment::Digits,
            _ => {
                self.fault(Problem::new(
                    place,
                    format!(
                        "the directives of `${}` are mutually exclusive",
                        variable.name
                    ),
                ));
                Treatment::Plain
            }
        };
        let wanted = match treatment {
            Treatment::Plain => None,
            Treatment::Digits => Some("Int"),
            Treatment::UserPool
            | Treatment::Encrypted
            | Treatment::Secret
            | Treatment::CommaSeparated { .. } => Some("String"),
        };
        let ty = variable.ty.inner_named_type().as_str();
        let fits = match treatment {
            Treatment::Secret => self.is_text(ty),
            Treatment::Encrypted => self.is_text(ty) && !variable.ty.is_list(),
            _ => wanted == Some(ty) && !variable.ty.is_list(),
        };
        if let Some(wanted) = wanted
            && !fits
        {
            self.fault(Problem::new(
                place,
                format!(
                    "`${}` is a `{}`, but its directive requires a `{wanted}`",
                    variable.name, variable.ty
                ),
            ));
        }
        treatment
    }

    fn is_text(&self, ty: &str) -> bool {
        ["ID", "String"].contains(&ty) || self.api.texts.contains(ty)
    }

    /// Returns the clients that fill in their own user's id.
    fn own_user(
        &mut self,
        variable: &VariableDefinition,
        treatment: Treatment,
        place: &Place,
    ) -> Vec<String> {
        let Some(directive) = variable.directives.get("ownUser") else {
            return Vec::new();
        };
        let ty = &variable.ty;
        let is_id = matches!(ty.inner_named_type().as_str(), "ID" | "String") && !ty.is_list();
        if !is_id || !ty.is_non_null() || treatment != Treatment::Plain {
            self.fault(Problem::new(
                place,
                format!(
                    "`${}` is a `{ty}`, but `@ownUser` requires a `String!` that is sent unchanged",
                    variable.name
                ),
            ));
        }
        enumerations(directive, "on")
    }

    /// Returns the Rust type that callers pass in place of a string.
    fn rust_type(
        &mut self,
        variable: &VariableDefinition,
        treatment: Treatment,
        place: &Place,
    ) -> Option<String> {
        let path = string(variable.directives.get("rust")?, "path")?;
        let (name, ty) = (&variable.name, &variable.ty);
        if ty.inner_named_type() != "String" || treatment != Treatment::Plain {
            let message = format!(
                "`${name}` is a `{ty}`, but `@rust` requires a `String` that is sent unchanged"
            );
            self.fault(Problem::new(place, message));
        }
        match rust_path(&path, &self.api.runtime, place) {
            Ok(_) => Some(path),
            Err(fault) => {
                self.fault(fault);
                None
            }
        }
    }

    /// Returns the maximum length of a comma-separated list.
    fn max(&mut self, variable: &VariableDefinition, place: &Place) -> Option<usize> {
        let directive = variable.directives.get("commaSeparated")?;
        let given = directive.specified_argument_by_name("max")?;
        let max = count(directive, "max").filter(|max| *max > 0);
        if max.is_none() {
            self.fault(Problem::new(
                place,
                format!("`max` of `@commaSeparated` must be greater than zero, but is {given}"),
            ));
        }
        max
    }

    /// Returns whether a required list may be empty. Only required lists of strings are checked.
    fn may_be_empty(&mut self, variable: &VariableDefinition, place: &Place) -> bool {
        let may = variable.directives.has("mayBeEmpty");
        if may && !is_required_list(&variable.ty) {
            self.fault(Problem::new(
                place,
                format!(
                    "`${}` is a `{}`, but `@mayBeEmpty` requires a `[String!]!`",
                    variable.name, variable.ty
                ),
            ));
        }
        may
    }

    /// Returns the maximum number of elements. Only required lists of strings are checked.
    fn at_most(&mut self, variable: &VariableDefinition, place: &Place) -> Option<usize> {
        let directive = variable.directives.get("atMost")?;
        let most = count(directive, "count").filter(|most| *most > 0);
        if most.is_none() || !is_required_list(&variable.ty) {
            let (name, ty) = (&variable.name, &variable.ty);
            let message = format!(
                "`@atMost` of `${name}`, a `{ty}`, requires a `[String!]!` and a positive `count`"
            );
            self.fault(Problem::new(place, message));
        }
        most
    }

    /// Returns whether it can't be negative. The range is checked only for a number that is sent unchanged or left out.
    fn unsigned(
        &mut self,
        variable: &VariableDefinition,
        treatment: Treatment,
        place: &Place,
    ) -> bool {
        if !variable.directives.has("unsigned") {
            return false;
        }
        let is_int = variable.ty.inner_named_type() == "Int" && !variable.ty.is_list();
        if !is_int || treatment != Treatment::Plain || variable.directives.has("clearable") {
            let (name, ty) = (&variable.name, &variable.ty);
            let message = format!(
                "`${name}` is a `{ty}`, but `@unsigned` requires an `Int` with no other directive"
            );
            self.fault(Problem::new(place, message));
        }
        true
    }

    fn clearable(
        &mut self,
        variable: &VariableDefinition,
        treatment: Treatment,
        place: &Place,
    ) -> bool {
        if !variable.directives.has("clearable") {
            return false;
        }
        if variable.ty.is_non_null() {
            self.fault(
                Problem::new(
                    place,
                    format!(
                        "`${}` is a `{}`, so it can't be cleared",
                        variable.name, variable.ty
                    ),
                )
                .with_help("`@clearable` requires a nullable variable"),
            );
        }
        if !matches!(treatment, Treatment::Plain | Treatment::Secret) {
            self.fault(Problem::new(
                place,
                format!(
                    "`${}` is not sent unchanged, so it can't be cleared",
                    variable.name
                ),
            ));
        }
        true
    }

    /// Reports a variable with the name of another variable's method.
    fn other_methods(&mut self, variables: &[Variable]) {
        for variable in variables {
            for (method, does) in variable.other_methods() {
                let other = variables.iter().find(|other| other.rust == method);
                let fault = other.map(|other| {
                    let (wire, of) = (&other.wire, &variable.wire);
                    let message = format!(
                        "`${wire}` is named `{method}` in Rust, like the method that {does} `${of}`"
                    );
                    Problem::new(&other.place, message).with_help("rename it with `@rename(to: …)`")
                });
                if let Some(fault) = fault {
                    self.fault(fault);
                }
            }
        }
    }

    /// Reports a setter with the constructor's name.
    fn constructor_name(&mut self, variables: &[Variable]) {
        let required = variables.iter().filter(|v| v.is_required()).count();
        for variable in variables {
            let is_argument = variable.is_required() && required <= MOST_ARGUMENTS;
            if variable.rust == CONSTRUCTOR && !is_argument {
                self.fault(
                    Problem::new(
                        &variable.place,
                        format!(
                            "`${}` is named `{CONSTRUCTOR}` in Rust, like the constructor",
                            variable.wire
                        ),
                    )
                    .with_help("rename it with `@rename(to: …)`"),
                );
            }
        }
    }

    /// Returns the Rust name of the variable that this one requires.
    fn requires(
        &mut self,
        definition: &VariableDefinition,
        variables: &[Variable],
        place: &Place,
    ) -> Option<String> {
        let wanted = string(definition.directives.get("requires")?, "variable")?;
        let name = &definition.name;
        let optional =
            |variable: &&Variable| !variable.ty.is_non_null() && !variable.is_filled_in();
        let own = variables.iter().find(|v| v.wire == name.as_str());
        let other = variables.iter().find(|v| v.wire == wanted);
        let fault = match other {
            None => {
                format!("`${name}` requires `${wanted}`, which is not a variable of this operation")
            }
            Some(_) if wanted == name.as_str() => format!("`${name}` requires itself"),
            Some(other) => {
                if own.filter(optional).is_some() && Some(other).filter(optional).is_some() {
                    return Some(other.rust.clone());
                }
                format!(
                    "`${name}` and `${wanted}` must both be optional for one to require the other"
                )
            }
        };
        self.fault(Problem::new(place, fault));
        None
    }
}

/// Returns whether it is a required list of strings: `[String!]!`.
fn is_required_list(ty: &Type) -> bool {
    let is_text = matches!(ty.inner_named_type().as_str(), "ID" | "String");
    ty.is_list() && ty.is_non_null() && is_text
}
