//! What the query files give with one of the two schemas: as much as fits it.

use std::collections::BTreeSet;

use crate::api::{self, Item};
use crate::config::Target;
use crate::error::{Error, Problem};
use crate::schema::Schemas;
use crate::source::{OperationFile, Sources};
use crate::{extract, model, rules, unsupported, validate};

use super::prune;
use super::uses::Uses;

/// The part of the query files that a schema accepts, compiled.
#[derive(Default)]
pub(super) struct Fitting {
    pub(super) items: Vec<Item>,
    pub(super) uses: Uses,
    /// The operations that the schema refuses.
    pub(super) unfit: Vec<Unfit>,
    /// What else the generator refuses of the query files with this schema.
    pub(super) faults: Vec<Problem>,
}

/// An operation that a schema refuses.
pub(super) struct Unfit {
    pub(super) operation: String,
    pub(super) problems: Vec<Problem>,
}

/// Compiles what fits: of an operation that the schema refuses, what is left of it without what the schema does not have.
pub(super) fn fit(target: &Target, schemas: &Schemas, sources: &Sources) -> Result<Fitting, Error> {
    let mut fitting = Fitting::default();
    for operation in &sources.operations {
        let problems = faults(schemas, sources, operation);
        if !problems.is_empty() {
            let name = operation.definition.name.as_ref();
            fitting.unfit.push(Unfit {
                operation: name.map(ToString::to_string).unwrap_or_default(),
                problems,
            });
        }
    }
    let mut part = if fitting.unfit.is_empty() {
        sources.clone()
    } else {
        prune::prune(sources, &schemas.service)
    };
    let pruned = part.clone();
    part.operations.retain(|operation| {
        // Of one whose root field is gone, nothing is left.
        !operation.definition.selection_set.is_empty()
            && faults(schemas, &pruned, operation).is_empty()
    });
    retain_reached(&mut part);
    fitting.faults = unsupported::faults(target, schemas, &part);
    if !fitting.faults.is_empty() {
        let whole = part.clone();
        part.operations.retain(|operation| {
            unsupported::faults(target, schemas, &alone(operation, &whole)).is_empty()
        });
        retain_reached(&mut part);
    }
    for operation in &part.operations {
        fitting.uses.add(&schemas.service, &part, operation);
    }
    let model = model::build(&model::api(target, schemas)?, &part)?;
    fitting
        .faults
        .extend(rules::faults(target, schemas, &part, &model));
    let (library, faults) = extract::extract_with_problems(target, schemas, &model)?;
    fitting.faults.extend(faults);
    fitting.items = api::groups(&library).into_iter().flatten().collect();
    Ok(fitting)
}

/// An operation with the fragments that it reaches.
fn alone(operation: &OperationFile, of: &Sources) -> Sources {
    let mut alone = Sources {
        operations: vec![operation.clone()],
        fragments: of.fragments.clone(),
    };
    retain_reached(&mut alone);
    alone
}

/// Leaves out the fragments that no operation reaches.
fn retain_reached(part: &mut Sources) {
    let used: BTreeSet<String> = part
        .operations
        .iter()
        .flat_map(|operation| validate::reached(operation, part))
        .collect();
    part.fragments.retain(|name, _| used.contains(name));
}

fn faults(schemas: &Schemas, sources: &Sources, operation: &OperationFile) -> Vec<Problem> {
    let reached = validate::reached(operation, sources);
    validate::faults_of(schemas, sources, operation, &reached)
}
