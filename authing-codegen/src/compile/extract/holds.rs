//! What input objects hold: something to encrypt or check, a secret, or themselves.

use std::collections::{BTreeMap, BTreeSet};

use apollo_compiler::schema::{ExtendedType, InputObjectType};

use super::{Base, Library};
use crate::config::Target;
use crate::graph::Graph;
use crate::input::schema::Schemas;
use crate::model::MOST_ARGUMENTS;
use crate::rules::flow;

/// Input objects by what they hold, directly or nested.
pub(super) struct Holds {
    /// A field that is encrypted or checked.
    pub(super) bound: BTreeSet<String>,
    /// A sensitive field.
    pub(super) secret: BTreeSet<String>,
    /// Themselves.
    pub(super) recursive: BTreeSet<String>,
}

impl Holds {
    /// Examines the input objects of a schema. For those whose types are inherited, the base decides.
    pub(super) fn new(
        target: &Target,
        base: Option<&Base<'_>>,
        schemas: &Schemas,
        reused: &BTreeMap<String, String>,
    ) -> Self {
        let new = || {
            let types = schemas.service.types.values();
            let inputs = types.filter_map(ExtendedType::as_input_object);
            inputs.filter(|input| !reused.contains_key(input.name.as_str()))
        };
        let inherited = |of: fn(&Library) -> &BTreeSet<String>| -> BTreeSet<String> {
            let inputs = base.into_iter().flat_map(|base| of(base.library));
            let inputs = inputs.filter(|wire| reused.contains_key(*wire));
            inputs.cloned().collect()
        };
        Self {
            bound: flow::reaching(new(), &inherited(|base| &base.bound), &|on, name| {
                is_encrypted(target, schemas, on, name) || is_checked(schemas, on)
            }),
            secret: flow::reaching(new(), &inherited(|base| &base.secret), &|on, name| {
                target.is_sensitive(Some(on), name)
            }),
            recursive: recursive(new()),
        }
    }
}

/// Returns whether a field of an input object is encrypted before it is sent. Only strings are.
pub(super) fn is_encrypted(target: &Target, schemas: &Schemas, on: &str, name: &str) -> bool {
    let input = schemas.service.get_input_object(on);
    let field = input.and_then(|input| input.fields.get(name));
    target.is_encrypted(Some(on), name)
        && field.is_some_and(|field| target.is_text(field.ty.inner_named_type()))
}

/// Returns whether an input object is created without its required fields, which are then checked before it is sent.
fn is_checked(schemas: &Schemas, on: &str) -> bool {
    let input = schemas.service.get_input_object(on);
    input.is_some_and(|input| {
        let required = input.fields.values().filter(|field| field.is_required());
        required.count() > MOST_ARGUMENTS
    })
}

/// Returns the input objects that hold themselves, directly or nested: in Rust, they need a box. A list needs none.
fn recursive<'t>(inputs: impl Iterator<Item = &'t InputObjectType>) -> BTreeSet<String> {
    let mut holds = Graph::default();
    for input in inputs {
        for field in input.fields.values().filter(|field| !field.ty.is_list()) {
            holds.lead(&input.name, field.ty.inner_named_type());
        }
    }
    let cycles = holds.cycles().into_iter().flatten();
    cycles.map(str::to_owned).collect()
}
