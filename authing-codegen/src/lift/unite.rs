//! One type for fragments that share one, and one name for each thing.

use std::collections::BTreeMap;

use heck::ToSnakeCase;

use super::{LiftedOperation, Lifter, SharedType};
use crate::error::Problem;
use crate::model::{Fragment, Operation};

impl Lifter<'_> {
    /// Fragments that share a type become that type: the one of its name, which has all fields of the others.
    pub(super) fn unite_fragments(&mut self) {
        for (name, (lifted, inner)) in std::mem::take(&mut self.fragments) {
            let Some(fragment) = self.model.fragments.get(&name) else {
                continue;
            };
            if fragment.type_name == fragment.name {
                let shared = SharedType::Fragment {
                    main: lifted,
                    inner,
                };
                if self.types.insert(name.clone(), shared).is_some() {
                    self.faults.push(Problem::new(
                        &fragment.place,
                        format!("the fragment `{name}` and a type of the schema would have one name in Rust"),
                    ));
                }
                continue;
            }
            let main = self.model.fragments.get(&fragment.type_name);
            let problem = match main {
                Some(main) => differences(fragment, main),
                None => Some(format!(
                    "there is no fragment `{}` to share a type with",
                    fragment.type_name
                )),
            };
            if let Some(problem) = problem {
                self.faults.push(Problem::new(&fragment.place, problem));
            }
        }
    }

    pub(super) fn refuse_equal_names(&mut self, operations: &[LiftedOperation]) {
        let mut files: BTreeMap<String, &Operation> = BTreeMap::new();
        for operation in operations {
            let operation = &operation.model;
            if let Some(other) = files.insert(operation.name.to_snake_case(), operation) {
                self.faults.push(Problem::new(
                    &operation.place,
                    format!(
                        "the operation `{}` has the name of the one in {}",
                        operation.name, other.place
                    ),
                ));
            }
            if ["Variables", "ResponseData"].contains(&operation.name.as_str()) {
                self.faults.push(Problem::new(
                    &operation.place,
                    format!(
                        "`{}` is a name that every generated module uses",
                        operation.name
                    ),
                ));
            }
        }
        let mut files: BTreeMap<String, &String> = BTreeMap::new();
        for name in self.types.keys() {
            if let Some(other) = files.insert(name.to_snake_case(), name) {
                self.faults.push(Problem::nowhere(format!(
                    "the types `{other}` and `{name}` would have one file"
                )));
            }
        }
    }
}

/// Why a fragment can't share the type of another: all that it selects must be there, and be the same.
fn differences(fragment: &Fragment, main: &Fragment) -> Option<String> {
    for field in &fragment.fields {
        let same = main.fields.iter().any(|other| {
            other.wire == field.wire
                && other.rust == field.rust
                && other.secret == field.secret
                && other.non_null == field.non_null
        });
        if !same {
            return Some(format!(
                "`{}` shares the type of `{}`, which has no such field `{}`",
                fragment.name, main.name, field.wire
            ));
        }
    }
    main.fields
        .iter()
        .filter(|field| field.non_null)
        .find(|field| !fragment.fields.iter().any(|other| other.wire == field.wire))
        .map(|missing| {
            format!(
                "`{}` shares the type of `{}`, where `{}` is never absent, and does not select it",
                fragment.name, main.name, missing.wire
            )
        })
}
