//! Merges fragments that share a type, and rejects conflicting names.

use std::collections::{BTreeMap, BTreeSet};

use apollo_compiler::schema::ExtendedType;

use super::{Extractor, SharedType, Struct, TypedField, TypedOperation, sharing};
use crate::compile::types::Value;
use crate::error::{Place, Problem};
use crate::input::source;
use crate::model::{Fragment, Operation};
use crate::names;

/// The types of fragments, by the fragments' names.
type Selected = BTreeMap<String, (Struct, Vec<Struct>)>;

impl Extractor<'_> {
    /// Replaces fragments that share a type with that type: the fragment of the same name, which has all fields of the others.
    pub(super) fn merge_fragments(&mut self) {
        let compiled = std::mem::take(&mut self.fragments);
        for (name, (typed, inner)) in &compiled {
            let Some(fragment) = self.model.fragments.get(name) else {
                continue;
            };
            if fragment.inherited {
                self.inherit_fragment(fragment, (typed, inner));
                continue;
            }
            if fragment.type_name == fragment.name {
                if fragment.verdict {
                    self.reject_silent_verdict(fragment, typed);
                }
                let shared = SharedType::Fragment {
                    main: typed.clone(),
                    inner: inner.clone(),
                    verdict: fragment.verdict,
                };
                if self.types.insert(name.clone(), shared).is_some() {
                    self.faults.push(Problem::new(
                        &fragment.place,
                        format!("the fragment `{name}` and a type of the schema would have the same name in Rust"),
                    ));
                }
                continue;
            }
            let wanted = &fragment.type_name;
            let problem = match (
                self.model.fragments.get(wanted),
                self.shared(wanted, &compiled),
            ) {
                (Some(main), _) if main.type_name != main.name => Some(format!(
                    "`{wanted}`, whose type is to be shared, itself shares the type of `{}`",
                    main.type_name
                )),
                (_, Some((main, main_inner))) => {
                    sharing::difference((typed, inner), (&main, &main_inner)).map(|reason| {
                        format!("`{name}` can't share the type of `{wanted}`: {reason}")
                    })
                }
                _ => Some(format!("no fragment named `{wanted}` to share a type with")),
            };
            if let Some(problem) = problem {
                let help = "make what it selects readable as that type, or remove `@sharedType`";
                let fault = Problem::new(&fragment.place, problem).with_help(help);
                self.faults.push(fault);
            }
        }
    }

    /// Returns the type that fragments share, which can be an inherited one.
    fn shared(&mut self, name: &str, compiled: &Selected) -> Option<(Struct, Vec<Struct>)> {
        if !self.model.fragments.get(name)?.inherited {
            return compiled.get(name).cloned();
        }
        self.inherit(name);
        match self.inherited.get(name)? {
            SharedType::Fragment { main, inner, .. } => Some((main.clone(), inner.clone())),
            _ => None,
        }
    }

    /// Reports a verdict without a field to read it from.
    fn reject_silent_verdict(&mut self, fragment: &Fragment, typed: &Struct) {
        let verdict = |field: &TypedField| match field.wire.as_str() {
            "code" => *field.shape.value() == Value::Int,
            "status" => *field.shape.value() == Value::Boolean,
            _ => false,
        };
        if !typed.fields.iter().any(verdict) {
            self.faults.push(
                Problem::new(
                    &fragment.place,
                    format!(
                        "the `@verdict` fragment `{}` has no `code` and no `status`",
                        fragment.name
                    ),
                )
                .with_help("select a `code` of type `Int` or a `status` of type `Boolean`"),
            );
        }
    }

    pub(super) fn reject_equal_names(&mut self, operations: &[TypedOperation]) {
        let mut files: BTreeMap<String, &Operation> = BTreeMap::new();
        for operation in operations {
            let operation = &operation.model;
            if let Some(other) = files.insert(names::snake_case(&operation.name), operation) {
                self.faults.push(Problem::new(
                    &operation.place,
                    format!(
                        "the operation `{}` has the same name as the one in {}",
                        operation.name, other.place
                    ),
                ));
            }
            if let Some(reason) = names::reserved(&operation.name) {
                self.faults.push(
                    Problem::new(
                        &operation.place,
                        format!("the operation name `{}` {reason}", operation.name),
                    )
                    .with_help(format!(
                        "rename it, for example to `{}Operation`",
                        operation.name
                    )),
                );
            }
        }
        if !self.target.verbs.is_empty() {
            self.reject_names_of_types(operations);
        }
        let mut constants: BTreeMap<String, &Fragment> = BTreeMap::new();
        for (name, fragment) in &self.model.fragments {
            if let Some(other) = constants.insert(names::fragment_constant(name), fragment) {
                self.faults.push(Problem::new(
                    &fragment.place,
                    format!(
                        "the fragments `{}` and `{name}` would have the same constant",
                        other.name
                    ),
                ));
            }
        }
        self.reject_selections(operations);
        self.reject_type_names();
    }

    /// Reports types of selections with the same name. All operations stand in one module, with their types.
    fn reject_selections(&mut self, operations: &[TypedOperation]) {
        let mut taken: BTreeMap<&str, &str> = BTreeMap::new();
        for operation in operations {
            let Operation { name, place, .. } = &operation.model;
            let selections = operation.selections.iter().map(|one| one.name.as_str());
            for selection in selections {
                let message = match taken.insert(selection, name) {
                    None => continue,
                    Some(other) if other == name => {
                        format!("the response would have two types named `{selection}`")
                    }
                    Some(other) => format!(
                        "selections in `{other}` and `{name}` would both have the type name `{selection}`"
                    ),
                };
                let fault = Problem::new(place, message);
                let help = "select one of them through a named fragment";
                self.faults.push(fault.with_help(help));
            }
        }
    }

    /// Reports operations with the name of a type, if names must begin with verbs.
    fn reject_names_of_types(&mut self, operations: &[TypedOperation]) {
        let inner = self.types.values().flat_map(SharedType::inner);
        let types: BTreeSet<&str> = self.types.keys().map(String::as_str).collect();
        let types: BTreeSet<&str> = inner.map(|one| one.name.as_str()).chain(types).collect();
        for operation in operations {
            let name = &operation.model.name;
            if types.contains(name.as_str()) {
                let message = format!("an operation and a type are both named `{name}`");
                let help = "name the operation with a verb phrase and the type with a noun";
                let fault = Problem::new(&operation.model.place, message).with_help(help);
                self.faults.push(fault);
            }
        }
    }

    /// Reports types of the `types` module with a reserved name, or with the name of a selection inside a fragment.
    fn reject_type_names(&mut self) {
        let mut faults = Vec::new();
        let mut taken: BTreeMap<&str, &str> = BTreeMap::new();
        for (name, shared) in &self.types {
            let place = || self.place_of(name, shared);
            if let Some(reason) = names::reserved(name) {
                let help = match shared {
                    SharedType::Fragment { .. } => {
                        format!("rename the fragment, for example to `{name}Fields`")
                    }
                    other => names::help(other.wire()),
                };
                let message = format!("the type name `{name}` {reason}");
                faults.push(Problem::new(&place(), message).with_help(help));
            }
            for selection in shared.inner() {
                if let Some(other) = taken.insert(&selection.name, name) {
                    let message = format!(
                        "selections in `{other}` and `{name}` would both have the type name `{}`",
                        selection.name
                    );
                    let help = "select one of them through a named fragment";
                    faults.push(Problem::new(&place(), message).with_help(help));
                }
            }
        }
        self.faults.append(&mut faults);
    }

    /// Returns the location of the definition of a type in the `types` module.
    pub(super) fn place_of(&self, name: &str, shared: &SharedType) -> Place {
        if matches!(shared, SharedType::Fragment { .. }) {
            let fragment = self.model.fragments.get(name);
            return fragment
                .map_or_else(|| source::top(&self.target.schema), |one| one.place.clone());
        }
        match self.schemas.service.types.get(shared.wire()) {
            Some(ExtendedType::Enum(definition)) => self.schemas.place(definition),
            Some(ExtendedType::InputObject(definition)) => self.schemas.place(definition),
            _ => source::top(&self.target.schema),
        }
    }
}
