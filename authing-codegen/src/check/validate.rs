//! Validates every operation, with the fragments that it reaches, against the schema.

mod one_of;

use std::collections::{BTreeMap, BTreeSet};

use apollo_compiler::ExecutableDocument;
use apollo_compiler::ast::{OperationType, Selection};
use apollo_compiler::validation::DiagnosticList;

use crate::error::diagnostics::problems;
use crate::error::{Error, Problem};
use crate::graph::Graph;
use crate::input::schema::Schemas;
use crate::input::source::{OperationFile, Sources};

/// Reports everything that is invalid under the schema, and fragments that no operation reaches.
pub(crate) fn against(schemas: &Schemas, sources: &Sources) -> Result<(), Error> {
    let (mut faults, reached) = operations(schemas, sources);
    for (name, fragment) in &sources.fragments {
        if !reached.contains(name) && !fragment.inherited {
            let place = fragment.file.place(&fragment.definition);
            faults.push(Problem::new(
                &place,
                format!("no operation uses the fragment `{name}`"),
            ));
        }
    }
    Problem::none(faults)
}

/// Reports everything that is invalid under the schema, and fragments that no operation can use.
pub(crate) fn without_unused(schemas: &Schemas, sources: &Sources) -> Result<(), Error> {
    let (mut faults, reached) = operations(schemas, sources);
    faults.extend(unusable(sources, &reached));
    Problem::none(faults)
}

/// Returns the problems of the operations, and the fragments that they reach.
fn operations(schemas: &Schemas, sources: &Sources) -> (Vec<Problem>, BTreeSet<String>) {
    let mut faults: Vec<Problem> = Vec::new();
    let mut reached_by_any = BTreeSet::new();
    for operation in &sources.operations {
        let reached = reached(operation, sources);
        for problem in faults_of(schemas, sources, operation, &reached) {
            // A problem in a fragment is found once for each operation that reaches it.
            if !faults.contains(&problem) {
                faults.push(problem);
            }
        }
        reached_by_any.extend(reached);
    }
    (faults, reached_by_any)
}

/// How many fragments can be nested in one.
const NESTED: usize = 100;

/// Returns the fragments that spread themselves, or others too deep, among those that no operation reaches: nothing else has
/// validated these.
fn unusable(sources: &Sources, reached: &BTreeSet<String>) -> Vec<Problem> {
    let mut spreads = Graph::default();
    for (name, fragment) in &sources.fragments {
        spreads.add(name);
        for spread in spreads_in(&fragment.definition.selection_set) {
            spreads.lead(name, spread);
        }
    }
    let mut faults = Vec::new();
    let mut fault = |name: &str, message: String| {
        if let Some(fragment) = sources
            .fragments
            .get(name)
            .filter(|_| !reached.contains(name))
        {
            let place = fragment.file.place(&fragment.definition);
            faults.push(Problem::new(&place, message));
        }
    };
    for mut cycle in spreads.cycles() {
        cycle.sort_unstable();
        for name in &cycle {
            fault(
                name,
                format!(
                    "these fragments spread themselves: `{}`",
                    cycle.join("`, `")
                ),
            );
        }
    }
    let mut depths: BTreeMap<&str, usize> = BTreeMap::new();
    for name in spreads.groups().into_iter().flatten() {
        let nested = spreads.next(name).iter();
        let nested = nested.filter_map(|inner| depths.get(inner)).max();
        let depth = nested.map_or(0, |depth| depth + 1);
        depths.insert(name, depth);
        if depth == NESTED {
            fault(name, format!("`{name}` nests more than {NESTED} fragments"));
        }
    }
    faults
}

/// Returns the fragments that an operation uses, directly or through others, in the order of their first use.
pub(crate) fn reached(operation: &OperationFile, sources: &Sources) -> Vec<String> {
    let mut reached = Vec::new();
    let mut seen = BTreeSet::new();
    follow(&operation.definition.selection_set, |name| {
        // The validation reports names that don't exist.
        match sources.fragments.get(name) {
            Some(fragment) if seen.insert(name) => {
                reached.push(name.to_owned());
                &fragment.definition.selection_set
            }
            _ => &[],
        }
    });
    reached
}

/// Calls `with` for every spread of selections, in their order, and for those of the selections that it returns.
fn follow<'s>(selections: &'s [Selection], mut with: impl FnMut(&'s str) -> &'s [Selection]) {
    let mut ahead = vec![selections.iter()];
    while let Some(selections) = ahead.last_mut() {
        match selections.next() {
            None => {
                ahead.pop();
            }
            Some(Selection::Field(field)) => ahead.push(field.selection_set.iter()),
            Some(Selection::InlineFragment(inline)) => ahead.push(inline.selection_set.iter()),
            Some(Selection::FragmentSpread(spread)) => {
                ahead.push(with(&spread.fragment_name).iter());
            }
        }
    }
}

/// Returns the fragments that selections spread.
pub(crate) fn spreads_in(selections: &[Selection]) -> Vec<&str> {
    let mut spreads = Vec::new();
    follow(selections, |name| {
        spreads.push(name);
        &[]
    });
    spreads
}

/// Validates an operation and the fragments that it reaches.
pub(crate) fn faults_of(
    schemas: &Schemas,
    sources: &Sources,
    operation: &OperationFile,
    reached: &[String],
) -> Vec<Problem> {
    if operation.definition.operation_type == OperationType::Subscription {
        let place = operation.file.place(&operation.definition);
        let fault = Problem::new(&place, "subscriptions are not supported")
            .with_help("write a query that gets the same data, and repeat it from time to time");
        return vec![fault];
    }
    // A diagnostic can also mark a location in the schema.
    let mut errors = DiagnosticList::new(schemas.with_directives.sources.clone());
    let mut builder = ExecutableDocument::builder(Some(&schemas.with_directives), &mut errors);
    builder.add_ast_document(&operation.file.document, true);
    for fragment in reached
        .iter()
        .filter_map(|name| sources.fragments.get(name))
    {
        builder.add_ast_document(&fragment.file.document, true);
    }
    let document = builder.build();
    if !errors.is_empty() {
        return problems(&errors);
    }
    match document.validate(&schemas.with_directives) {
        Ok(document) => one_of::faults(&schemas.service, &document),
        Err(error) => problems(&error.errors),
    }
}
