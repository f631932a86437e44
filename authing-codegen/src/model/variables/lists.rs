//! The lengths of lists: `@commaSeparated(max)`, `@mayBeEmpty` and `@atMost`.

use apollo_compiler::ast::{Type, VariableDefinition};

use crate::error::{Place, Problem};
use crate::model::arguments::count;
use crate::model::read::Reader;

impl Reader<'_> {
    /// Returns the maximum length of a comma-separated list.
    pub(super) fn max(&mut self, variable: &VariableDefinition, place: &Place) -> Option<usize> {
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
    pub(super) fn may_be_empty(&mut self, variable: &VariableDefinition, place: &Place) -> bool {
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
    pub(super) fn at_most(
        &mut self,
        variable: &VariableDefinition,
        place: &Place,
    ) -> Option<usize> {
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
}

/// Returns whether it is a required list of strings: `[String!]!`.
fn is_required_list(ty: &Type) -> bool {
    let is_text = matches!(ty.inner_named_type().as_str(), "ID" | "String");
    ty.is_list() && !ty.item_type().is_list() && ty.is_non_null() && is_text
}
