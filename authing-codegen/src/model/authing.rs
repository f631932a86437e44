//! Reads the directives of an operation: `@authing`, `@noStream` and `@atLeastOne`.

use apollo_compiler::ast;

use super::api::rust_path;
use super::arguments::{enumeration, list, string};
use super::read::Reader;
use super::{Choice, Variable};
use crate::error::{Place, Problem};

impl Reader<'_> {
    /// Returns the search aliases, all of which rustdoc accepts.
    pub(super) fn aliases(
        &mut self,
        name: &str,
        authing: &ast::Directive,
        place: &Place,
    ) -> Vec<String> {
        let mut aliases: Vec<String> = Vec::new();
        for alias in list(authing, "alias") {
            let is_bad = |one: char| {
                "\"'".contains(one) || one.is_control() || (one.is_whitespace() && one != ' ')
            };
            let reason = if alias.is_empty() {
                "is empty"
            } else if alias == name {
                "is the operation's name"
            } else if alias.trim() != alias {
                "has whitespace around it"
            } else if alias.contains(is_bad) {
                "has a quote, or whitespace other than a space"
            } else if aliases.contains(&alias) {
                "is there twice"
            } else {
                aliases.push(alias);
                continue;
            };
            let message = format!("the alias `{}` of `{name}` {reason}", alias.escape_debug());
            self.fault(Problem::new(place, message).with_help(
                "an alias is another name by which rustdoc's search finds the operation; remove it",
            ));
        }
        aliases
    }

    /// Returns the marker traits that `@authing` names.
    pub(super) fn traits(&mut self, authing: &ast::Directive, place: &Place) -> Vec<String> {
        let mut traits = Vec::new();
        for path in list(authing, "implements") {
            match rust_path(&path, &self.api.runtime, place) {
                Ok(path) => traits.push(path),
                Err(fault) => self.fault(fault),
            }
        }
        traits
    }

    /// Returns the release that `@authing` names.
    pub(super) fn since(&mut self, authing: &ast::Directive, place: &Place) -> Option<String> {
        let release = string(authing, "since")?;
        if release.trim().is_empty() {
            self.fault(Problem::new(
                place,
                "`since` of `@authing` requires a release",
            ));
        }
        Some(release)
    }

    /// Reads the reason of `@noStream`.
    pub(super) fn no_stream(
        &mut self,
        definition: &ast::OperationDefinition,
        place: &Place,
    ) -> Option<String> {
        let reason = string(definition.directives.get("noStream")?, "reason")?;
        if reason.trim().is_empty() {
            self.fault(Problem::new(place, "`@noStream` requires a reason"));
        }
        Some(reason)
    }

    /// Returns the Rust names of the variables at least one of which must be set.
    pub(super) fn at_least_one(
        &mut self,
        definition: &ast::OperationDefinition,
        variables: &[Variable],
        place: &Place,
    ) -> Vec<String> {
        let mut names = Vec::new();
        let Some(directive) = definition.directives.get("atLeastOne") else {
            return names;
        };
        let wanted = list(directive, "of");
        if wanted.len() < 2 {
            let fault = Problem::new(place, "`@atLeastOne` requires two or more variables");
            self.fault(fault);
        }
        for wire in wanted {
            let reason = match variables.iter().find(|variable| variable.wire == wire) {
                None => "is not a variable of this operation",
                Some(one) if one.ty.is_non_null() || one.is_filled_in() || one.clearable => {
                    "is required, filled in or clearable"
                }
                Some(one) if names.contains(&one.rust) => "is there twice",
                Some(one) => {
                    names.push(one.rust.clone());
                    continue;
                }
            };
            let message = format!("`${wire}` in `@atLeastOne` {reason}");
            self.fault(Problem::new(place, message));
        }
        names
    }

    /// Resolves an argument of `@authing`.
    pub(super) fn choice(
        &mut self,
        authing: &ast::Directive,
        argument: &str,
        of: &[Choice],
        place: &Place,
    ) -> Option<Choice> {
        let value = enumeration(authing, argument);
        let choice = of.iter().find(|choice| choice.value == value).cloned();
        if choice.is_none() {
            let message = format!("`{value}` is not a valid `{argument}` of `@authing`");
            self.fault(Problem::new(place, message));
        }
        choice
    }
}
