//! Assigns each operation and each shared type to a file.
//!
//! An operation belongs to the area of its query file, which is the file's folder. A type belongs to the area of the
//! operations that use it, or to [`SHARED`] if those have several areas.

use std::collections::{BTreeMap, BTreeSet};

use crate::compile::extract::{Library, SharedType, TypedOperation};
use crate::compile::types::{Shape, Value};
use crate::config::Target;
use crate::input::markdown;

/// The file of the types that several areas use.
pub(super) const SHARED: &str = "shared";

/// Returns the folder of an operation's query file; `None` for a file directly in the target's `queries`.
pub(super) fn of_operation(target: &Target, operation: &TypedOperation) -> Option<String> {
    target.area(&operation.model.place.file).map(str::to_owned)
}

/// Returns the title of an area: the configured one, or the folder's name.
pub(super) fn title(target: &Target, area: &str) -> String {
    let given = target.areas.get(area);
    given
        .map(|title| markdown::phrase(title))
        .unwrap_or_else(|| {
            let mut letters = area.chars();
            let first = letters.next().into_iter().flat_map(char::to_uppercase);
            first.chain(letters).collect::<String>().replace('_', " ")
        })
}

/// Returns the types of each area's file, sorted by name. Inherited types are among them if a fragment here shares one.
pub(super) fn of_types<'l>(
    target: &Target,
    library: &'l Library,
) -> BTreeMap<String, Vec<(&'l String, &'l SharedType)>> {
    let mut users: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for operation in &library.operations {
        let area = of_operation(target, operation).unwrap_or_else(|| SHARED.to_owned());
        for ty in reached(library, operation) {
            users.entry(ty).or_default().insert(area.clone());
        }
    }
    let mut areas: BTreeMap<String, Vec<_>> = BTreeMap::new();
    for (name, shared) in &library.types {
        let mut fragments = library.fragments.iter();
        let has_text = fragments.any(|fragment| fragment.type_name == *name);
        if library.inherited.names.contains(name) && !has_text {
            continue;
        }
        let mut of = users.get(name.as_str()).into_iter().flatten();
        let area = match (of.next(), of.next()) {
            (Some(area), None) => area,
            _ => SHARED,
        };
        areas
            .entry(area.to_owned())
            .or_default()
            .push((name, shared));
    }
    areas
}

/// Returns the shared types of an operation's variables and response, including nested ones.
fn reached<'l>(library: &'l Library, operation: &'l TypedOperation) -> BTreeSet<&'l str> {
    let variables = operation.variables.iter().map(|variable| &variable.shape);
    let selected = operation.selections.iter().flat_map(|one| &one.fields);
    let mut ahead: Vec<&Shape> = variables
        .chain([&operation.root.shape])
        .chain(selected.map(|field| &field.shape))
        .collect();
    let mut reached = BTreeSet::new();
    while let Some(shape) = ahead.pop() {
        let Value::Shared(name) = shape.value() else {
            continue;
        };
        if !reached.insert(name.as_str()) {
            continue;
        }
        let shared = library.types.get(name).into_iter();
        ahead.extend(
            shared
                .flat_map(SharedType::structs)
                .flat_map(|one| &one.fields)
                .map(|field| &field.shape),
        );
    }
    reached
}
