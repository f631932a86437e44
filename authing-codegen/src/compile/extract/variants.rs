//! The Rust names of an enum's values.

use std::collections::BTreeSet;

use crate::config::Target;

/// Returns the Rust names of an enum's values. Of several values with the same name, one keeps it, and the others get numbers:
/// `Asc` for `ASC`, `Asc2` for `asc`. The order of the values makes no difference.
pub(super) fn names(target: &Target, of: &str, values: &[&str]) -> Vec<String> {
    let derived = values.iter().map(|value| target.variant(of, value));
    unique(values, derived.collect())
}

/// Numbers equal names. Each is derived from the value at its position.
pub(super) fn unique(values: &[&str], mut unique: Vec<String>) -> Vec<String> {
    let mut taken: BTreeSet<String> = unique.iter().cloned().collect();
    let mut kept = BTreeSet::new();
    let mut ordered: Vec<(&str, &mut String)> = values.iter().copied().zip(&mut unique).collect();
    ordered.sort_by_key(|(value, name)| {
        let is_conventional = *value == value.to_uppercase();
        (*value != name.as_str(), !is_conventional, *value)
    });
    for (_, name) in ordered {
        if !kept.insert(name.clone()) {
            let numbered = (2..).map(|number| format!("{name}{number}"));
            let free = numbered.into_iter().find(|one| taken.insert(one.clone()));
            *name = free.unwrap_or_default();
        }
    }
    unique
}

/// Returns the name of the variant for values that are unknown to this version.
pub(super) fn other(names: &[String]) -> String {
    let given = ["Other", "Unknown", "Unrecognized"].map(str::to_owned);
    let numbered = (2..).map(|number| format!("Other{number}"));
    let mut free = given.into_iter().chain(numbered);
    free.find(|one| !names.contains(one)).unwrap_or_default()
}
