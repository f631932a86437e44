//! Reads the directives of an operation's variables.

mod lists;
mod together;

use apollo_compiler::Node;
use apollo_compiler::ast::VariableDefinition;

use super::api::rust_path;
use super::arguments::{enumerations, string};
use super::read::Reader;
use super::{Treatment, Variable};
use crate::error::{Place, Problem};
use crate::input::source::SourceFile;

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
}
