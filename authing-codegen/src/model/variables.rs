//! Reads the directives of an operation's variables.

use apollo_compiler::Node;
use apollo_compiler::ast::VariableDefinition;

use super::api::rust_path;
use super::arguments::{count, enumerations, string};
use super::read::Reader;
use super::{MOST_ARGUMENTS, Treatment, Variable};
use crate::error::{Place, Problem};
use crate::names::CONSTRUCTOR;
use crate::source::SourceFile;

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
        let unsigned = self.unsigned(variable, treatment, &place);
        let own_user = self.own_user(variable, treatment, &place);
        let rust_type = self.rust_type(variable, treatment, &place);
        let ty = (*variable.ty).clone();
        Variable {
            wire: variable.name.to_string(),
            rust,
            docs: self.docs(file, variable),
            place,
            ty: if variable.default_value.is_some() {
                ty.nullable()
            } else {
                ty
            },
            treatment,
            clearable,
            rust_type,
            unsigned,
            may_be_empty,
            requires: None,
            own_user,
        }
    }

    /// What the SDK does with the value; the directives that say so exclude each other.
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
            // A code is a secret anyway.
            [Treatment::Secret, Treatment::Digits] => Treatment::Digits,
            _ => {
                self.fault(Problem::new(
                    place,
                    format!("the directives of `${}` exclude each other", variable.name),
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
        if let Some(wanted) = wanted
            && (variable.ty.is_list() || variable.ty.inner_named_type() != wanted)
        {
            self.fault(Problem::new(
                place,
                format!(
                    "`${}` is a `{}`, but its directive is for a `{wanted}`",
                    variable.name, variable.ty
                ),
            ));
        }
        treatment
    }

    /// The clients on which it is the client's own user.
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
                    "`${}` is a `{ty}`, but `@ownUser` is for a `String!` that is sent as it is",
                    variable.name
                ),
            ));
        }
        enumerations(directive, "on")
    }

    /// The Rust type that callers give in place of a text.
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
                "`${name}` is a `{ty}`, but `@rust` is for a `String` that is sent as it is"
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

    /// How many a comma-separated list may have.
    fn max(&mut self, variable: &VariableDefinition, place: &Place) -> Option<usize> {
        let directive = variable.directives.get("commaSeparated")?;
        let given = directive.specified_argument_by_name("max")?;
        let max = count(directive, "max").filter(|max| *max > 0);
        if max.is_none() {
            self.fault(Problem::new(
                place,
                format!("a list of at most {given} texts can't be given"),
            ));
        }
        max
    }

    /// Only a list that must be there and has texts is checked for being empty.
    fn may_be_empty(&mut self, variable: &VariableDefinition, place: &Place) -> bool {
        let may = variable.directives.has("mayBeEmpty");
        let checked = variable.ty.is_list()
            && variable.ty.is_non_null()
            && matches!(variable.ty.inner_named_type().as_str(), "ID" | "String");
        if may && !checked {
            self.fault(Problem::new(
                place,
                format!(
                    "`${}` is a `{}`, but `@mayBeEmpty` is for a `[String!]!`",
                    variable.name, variable.ty
                ),
            ));
        }
        may
    }

    /// Whether it can't be negative. Only a number that is sent as it is, or left out, is checked for its size.
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
                "`${name}` is a `{ty}`, but `@unsigned` is for an `Int` that has no other directive"
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
                .with_help("`@clearable` is for a variable that may be `null`"),
            );
        }
        if !matches!(treatment, Treatment::Plain | Treatment::Secret) {
            self.fault(Problem::new(
                place,
                format!(
                    "`${}` is not sent as it is given, so it can't be cleared",
                    variable.name
                ),
            ));
        }
        true
    }

    /// What one variable has beside its setter must not be the setter of another.
    fn other_methods(&mut self, variables: &[Variable]) {
        for variable in variables {
            for (method, does) in variable.other_methods() {
                let other = variables.iter().find(|other| other.rust == method);
                let fault = other.map(|other| {
                    let (wire, of) = (&other.wire, &variable.wire);
                    let message =
                        format!("`${wire}` is called `{method}` in Rust, which {does} `${of}`");
                    Problem::new(&other.place, message)
                        .with_help("give it another name with `@rename(to: …)`")
                });
                if let Some(fault) = fault {
                    self.fault(fault);
                }
            }
        }
    }

    /// A setter must not be the constructor.
    fn constructor_name(&mut self, variables: &[Variable]) {
        let required = variables.iter().filter(|v| v.is_required()).count();
        for variable in variables {
            let is_argument = variable.is_required() && required <= MOST_ARGUMENTS;
            if variable.rust == CONSTRUCTOR && !is_argument {
                self.fault(
                    Problem::new(
                        &variable.place,
                        format!(
                            "`${}` is called `{CONSTRUCTOR}` in Rust, which makes the operation",
                            variable.wire
                        ),
                    )
                    .with_help("give it another name with `@rename(to: …)`"),
                );
            }
        }
    }

    /// The Rust name of the variable that this one is not given without.
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
            None => format!("`${name}` requires `${wanted}`, which is no variable here"),
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
