//! The name of a new operation.

use std::collections::BTreeSet;

use apollo_compiler::ast::OperationType;

use super::Maker;
use crate::names;
use crate::scaffold::Root;

impl Maker<'_> {
    /// Returns a name for the operation. If operation names begin with verbs, so does that of a query.
    pub(super) fn name(&self, root: &Root<'_>, names: &mut BTreeSet<String>) -> String {
        let whole = names::type_name(&root.definition.name);
        let noun = noun(root, &whole);
        if self.target.verbs.is_empty() {
            return free(&whole, noun, names);
        }
        let is_noun = noun.is_some() || self.target.verb(&whole).is_none();
        if root.kind != OperationType::Query || !is_noun {
            return free(&whole, None, names);
        }
        let verb = if root.definition.ty.is_list() {
            "List"
        } else {
            "Get"
        };
        let noun = noun.unwrap_or(whole);
        free(&format!("{verb}{noun}"), None, names)
    }
}

/// Removes a verb that only means reading.
fn noun(root: &Root<'_>, whole: &str) -> Option<String> {
    ["Get", "Query", "Read"]
        .iter()
        .filter(|_| root.kind == OperationType::Query)
        .find_map(|verb| whole.strip_prefix(verb))
        .filter(|rest| rest.starts_with(char::is_uppercase))
        .map(str::to_owned)
}

/// Returns the first of these names that no other operation has.
fn free(whole: &str, short: Option<String>, names: &mut BTreeSet<String>) -> String {
    let candidates = short
        .into_iter()
        .chain([whole.to_owned(), format!("{whole}Operation")]);
    for name in candidates {
        if names::reserved(&name).is_none() && names.insert(name.clone()) {
            return name;
        }
    }
    let mut number = 2;
    while !names.insert(format!("{whole}{number}")) {
        number += 1;
    }
    format!("{whole}{number}")
}
