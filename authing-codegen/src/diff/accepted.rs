//! The query files compiled against one of the two schemas: the part of them that it accepts.

use std::collections::BTreeSet;

use crate::check::unsupported;
use crate::check::validate;
use crate::compile::extract;
use crate::compile::extract::Base;
use crate::config::Target;
use crate::error::{Error, Problem};
use crate::input::schema::Schemas;
use crate::input::source::{OperationFile, Sources};
use crate::render::api::{self, Item};
use crate::{model, rules};

use super::uses::Uses;
use super::{RejectedOperation, line, prune};

/// The part of the query files that a schema accepts, compiled.
#[derive(Default)]
pub(super) struct Accepted {
    pub(super) items: Vec<Item>,
    pub(super) uses: Uses,
    /// The operations that the schema rejects.
    pub(super) rejected: Vec<RejectedOperation>,
    /// What else the generator rejects in the query files with this schema.
    pub(super) faults: Vec<Problem>,
}

/// Compiles what the schema accepts: of an operation that it rejects, the part without unknown fields and arguments.
pub(super) fn compile(
    target: &Target,
    base: Option<&Base<'_>>,
    schemas: &Schemas,
    sources: &Sources,
) -> Result<Accepted, Error> {
    let mut accepted = Accepted::default();
    let unsent =
        |on: &str, field: &str| base.is_some_and(|base| base.lacks(target, schemas, on, field));
    for operation in &sources.operations {
        let problems = faults(schemas, sources, operation);
        if !problems.is_empty() {
            let name = operation.definition.name.as_ref();
            accepted.rejected.push(RejectedOperation {
                name: name.map(ToString::to_string).unwrap_or_default(),
                reasons: problems.into_iter().map(line).collect(),
            });
        }
    }
    let mut part = if accepted.rejected.is_empty() {
        sources.clone()
    } else {
        prune::prune(sources, &schemas.service)
    };
    let pruned = part.clone();
    part.operations.retain(|operation| {
        // Without its root field, nothing of an operation is left.
        !operation.definition.selection_set.is_empty()
            && faults(schemas, &pruned, operation).is_empty()
    });
    retain_reached(&mut part);
    accepted.faults = unsupported::faults(target, &unsent, schemas, &part);
    if !accepted.faults.is_empty() {
        let whole = part.clone();
        part.operations.retain(|operation| {
            unsupported::faults(target, &unsent, schemas, &alone(operation, &whole)).is_empty()
        });
        retain_reached(&mut part);
    }
    for operation in &part.operations {
        accepted.uses.add(&schemas.service, &part, operation);
    }
    let model = model::build(&model::api(target, schemas)?, schemas, &part)?;
    accepted
        .faults
        .extend(rules::faults(target, &unsent, schemas, &part, &model));
    let (library, faults) = extract::extract(target, base, schemas, &model)?;
    accepted.faults.extend(faults);
    accepted.items = api::groups(&library).into_iter().flatten().collect();
    Ok(accepted)
}

/// Returns an operation with the fragments that it reaches.
fn alone(operation: &OperationFile, of: &Sources) -> Sources {
    let mut alone = Sources {
        operations: vec![operation.clone()],
        fragments: of.fragments.clone(),
        may_be_drafts: of.may_be_drafts,
    };
    retain_reached(&mut alone);
    alone
}

/// Removes the fragments that no operation reaches, except inherited ones: another can share the type of one.
fn retain_reached(part: &mut Sources) {
    let used: BTreeSet<String> = part
        .operations
        .iter()
        .flat_map(|operation| validate::reached(operation, part))
        .collect();
    part.fragments
        .retain(|name, fragment| fragment.inherited || used.contains(name));
}

fn faults(schemas: &Schemas, sources: &Sources, operation: &OperationFile) -> Vec<Problem> {
    let reached = validate::reached(operation, sources);
    validate::faults_of(schemas, sources, operation, &reached)
}
