//! The fragments that a target inherits from the one that it extends.

use std::collections::BTreeSet;

use apollo_compiler::ast::Selection;

use crate::check::validate;
use crate::error::{Error, Problem};
use crate::input::schema::Schemas;
use crate::input::source::{FragmentFile, Sources};

/// Adds the fragments that the query files spread or share a type with, and those that these need.
pub(crate) fn lend(from: &Sources, to: &mut Sources) -> Result<(), Error> {
    reject_equal_names(from, to)?;
    let own = to.fragments.values();
    let own = own.flat_map(needed);
    let operations = to
        .operations
        .iter()
        .flat_map(|operation| validate::spreads_in(&operation.definition.selection_set));
    let mut ahead: Vec<String> = own.chain(operations.map(str::to_owned)).collect();
    while let Some(name) = ahead.pop() {
        let Some(fragment) = from
            .fragments
            .get(&name)
            .filter(|_| !to.fragments.contains_key(&name))
        else {
            continue;
        };
        ahead.extend(needed(fragment));
        add(to, name, fragment);
    }
    Ok(())
}

/// Adds every fragment that is valid under the schema.
pub(crate) fn lend_usable(
    from: &Sources,
    to: &mut Sources,
    schemas: &Schemas,
) -> Result<(), Error> {
    reject_equal_names(from, to)?;
    let mut usable: BTreeSet<&String> = from.fragments.keys().collect();
    loop {
        let before = usable.len();
        let known = usable.clone();
        usable.retain(|name| {
            let fragment = from.fragments.get(*name);
            fragment.is_some_and(|fragment| {
                let needed = needed(fragment);
                unknown(schemas, fragment).is_empty()
                    && needed.iter().all(|name| known.contains(name))
            })
        });
        if usable.len() == before {
            break;
        }
    }
    for name in usable {
        if let Some(fragment) = from.fragments.get(name) {
            add(to, name.clone(), fragment);
        }
    }
    Ok(())
}

fn add(to: &mut Sources, name: String, fragment: &FragmentFile) {
    let inherited = FragmentFile {
        inherited: true,
        ..fragment.clone()
    };
    to.fragments.insert(name, inherited);
}

/// Reports fragments of its own that have the name of an inherited one: a document can't have both.
fn reject_equal_names(from: &Sources, own: &Sources) -> Result<(), Error> {
    let both = own
        .fragments
        .iter()
        .filter_map(|(name, fragment)| Some((name, fragment, from.fragments.get(name)?)));
    let faults = both.map(|(name, fragment, other)| {
        let message = format!(
            "the fragment `{name}` is inherited already, from {}",
            other.file.path.display()
        );
        Problem::new(&fragment.file.place(&fragment.definition), message).with_help(format!(
            "remove this file to use the inherited fragment, or rename the fragment, for example to `Own{name}`"
        ))
    });
    Problem::none(faults.collect())
}

/// Returns the fragments that a fragment spreads, and the one whose type it shares.
fn needed(fragment: &FragmentFile) -> Vec<String> {
    let spreads = validate::spreads_in(&fragment.definition.selection_set);
    let mut needed: Vec<String> = spreads.into_iter().map(str::to_owned).collect();
    let shared = fragment.type_name();
    if shared != fragment.definition.name.as_str() {
        needed.push(shared);
    }
    needed
}

/// Reports the types and fields of inherited fragments that the schema does not have.
pub(crate) fn reject_unknown(schemas: &Schemas, sources: &Sources) -> Result<(), Error> {
    let operations = sources.operations.iter();
    let reached: BTreeSet<String> = operations
        .flat_map(|operation| validate::reached(operation, sources))
        .collect();
    let reached = reached
        .iter()
        .filter_map(|name| sources.fragments.get(name));
    let inherited = reached.filter(|fragment| fragment.inherited);
    Problem::none(
        inherited
            .flat_map(|fragment| unknown(schemas, fragment))
            .collect(),
    )
}

/// Returns the problems of what a fragment selects and the schema does not have.
fn unknown(schemas: &Schemas, fragment: &FragmentFile) -> Vec<Problem> {
    let definition = &fragment.definition;
    let name = &definition.name;
    let on = &definition.type_condition;
    if !schemas.service.types.contains_key(on) {
        let message = format!(
            "the inherited fragment `{name}` is on `{on}`, but the schema has no such type"
        );
        let problem = Problem::new(&fragment.file.place(definition), message);
        return vec![problem.with_help(way_out(fragment))];
    }
    let mut faults = Vec::new();
    let mut ahead = vec![(on, &definition.selection_set)];
    while let Some((on, selections)) = ahead.pop() {
        for field in selections.iter().filter_map(Selection::as_field) {
            match schemas.service.type_field(on, &field.name) {
                Ok(known) => {
                    ahead.push((known.ty.inner_named_type(), &field.selection_set));
                }
                Err(_) => {
                    let field_name = &field.name;
                    let message = format!(
                        "the inherited fragment `{name}` selects `{field_name}`, but the schema's `{on}` has no such field"
                    );
                    let problem = Problem::new(&fragment.file.place(field), message);
                    faults.push(problem.with_help(way_out(fragment)));
                }
            }
        }
    }
    faults
}

/// Returns the advice for a fragment that selects what the schema does not have.
fn way_out(fragment: &FragmentFile) -> String {
    let (name, type_name) = (&fragment.definition.name, fragment.type_name());
    format!(
        "use a fragment of your own in place of `{name}`, with the fields that this schema has; \
         `@sharedType(name: \"{type_name}\")` on it keeps the Rust type"
    )
}
