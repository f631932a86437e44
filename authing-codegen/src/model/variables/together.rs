//! What the variables of an operation have to do with each other: `@requires`, and names that can't stand side by side.

use apollo_compiler::ast::VariableDefinition;

use crate::error::{Place, Problem};
use crate::model::arguments::string;
use crate::model::read::Reader;
use crate::model::{MOST_ARGUMENTS, Variable};
use crate::names::CONSTRUCTOR;

impl Reader<'_> {
    /// Reports a variable with the name of another variable's method.
    pub(super) fn other_methods(&mut self, variables: &[Variable]) {
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
    pub(super) fn constructor_name(&mut self, variables: &[Variable]) {
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
    pub(super) fn requires(
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
