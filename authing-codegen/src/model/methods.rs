//! Reads the named methods that an operation's directives request.

use apollo_compiler::Node;
use apollo_compiler::ast::{Directive, OperationDefinition};

use super::arguments::{enumerations, flag, list, string};
use super::read::Reader;
use super::{Method, Variable};
use crate::error::{Place, Problem};
use crate::input::markdown;
use crate::input::source::SourceFile;
use crate::names;

impl Reader<'_> {
    pub(super) fn methods(
        &mut self,
        file: &SourceFile,
        operation: &Node<OperationDefinition>,
        variables: &[Variable],
    ) -> Vec<Method> {
        let name = names::field(operation.name.as_deref().unwrap_or_default());
        let methods: Vec<Method> = operation
            .directives
            .get_all("method")
            .map(|directive| self.method(directive, &name, variables, file.place(directive)))
            .collect();
        self.own_users(&methods, variables);
        methods
    }

    fn method(
        &mut self,
        directive: &Node<Directive>,
        name: &str,
        variables: &[Variable],
        place: Place,
    ) -> Method {
        let with = list(directive, "with");
        let whole = flag(directive, "whole");
        if whole && !with.is_empty() {
            let message = format!("`{name}` takes the whole operation, so `with` must be empty");
            self.fault(Problem::new(&place, message));
        }
        let docs = string(directive, "docs").unwrap_or_default();
        Method {
            with: with
                .iter()
                .filter_map(|wire| self.optional(wire, variables, &place))
                .collect(),
            on: enumerations(directive, "on"),
            docs: match docs.trim_end() {
                "" => Vec::new(),
                docs => markdown::lines(docs),
            },
            name: name.to_owned(),
            whole,
            place,
        }
    }

    /// Returns the Rust name of an optional variable for a method to take.
    fn optional(&mut self, wire: &str, variables: &[Variable], place: &Place) -> Option<String> {
        let message = match variables.iter().find(|variable| variable.wire == wire) {
            None => format!("`${wire}` is not a variable of this operation"),
            Some(variable) if variable.is_filled_in() => {
                format!("`${wire}` is filled in by the SDK, so a method can't take it")
            }
            Some(variable) if variable.ty.is_non_null() => {
                format!("`${wire}` is required, so every method already takes it")
            }
            Some(variable) => return Some(variable.rust.clone()),
        };
        let help = "`with` lists optional variables, named as in the document but without `$`";
        self.fault(Problem::new(place, message).with_help(help));
        None
    }

    /// Reports an `@ownUser` without effect: no method on that client takes the variable.
    fn own_users(&mut self, methods: &[Method], variables: &[Variable]) {
        for variable in variables {
            for client in &variable.own_user {
                let takes = |method: &Method| !method.whole && method.on.contains(client);
                if !methods.iter().any(takes) {
                    let message = format!(
                        "`@ownUser` of `${}` names {client}, but no method on {client} takes this variable",
                        variable.wire
                    );
                    self.fault(Problem::new(&variable.place, message));
                }
            }
        }
    }
}
