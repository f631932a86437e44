//! Where the value of a variable goes: the names of the arguments and input fields that it is sent as.

use std::collections::{BTreeMap, BTreeSet};

use apollo_compiler::Name;
use apollo_compiler::ast::{Selection, Value};
use apollo_compiler::collections::IndexMap;
use apollo_compiler::schema::ExtendedType;

use crate::model::Operation;
use crate::source::Sources;

/// The names by variable.
pub(super) type Flow = BTreeMap<String, BTreeSet<String>>;

/// What the variables of an operation are sent as, in its own selections and in those of its fragments.
pub(super) fn of(operation: &Operation, sources: &Sources) -> Flow {
    let mut flow = Flow::new();
    let own = sources.operations.iter().filter(|file| {
        let name = file.definition.name.as_deref();
        name == Some(operation.name.as_str())
    });
    for file in own {
        selections(&file.definition.selection_set, &mut flow);
    }
    for fragment in &operation.reached {
        if let Some(fragment) = sources.fragments.get(fragment) {
            selections(&fragment.definition.selection_set, &mut flow);
        }
    }
    flow
}

fn selections(of: &[Selection], flow: &mut Flow) {
    for selection in of {
        match selection {
            Selection::Field(field) => {
                for argument in &field.arguments {
                    value(&argument.name, &argument.value, flow);
                }
                selections(&field.selection_set, flow);
            }
            Selection::InlineFragment(inline) => selections(&inline.selection_set, flow),
            Selection::FragmentSpread(_) => {}
        }
    }
}

fn value(name: &str, of: &Value, flow: &mut Flow) {
    match of {
        Value::Variable(variable) => {
            let names = flow.entry(variable.to_string()).or_default();
            names.insert(name.to_owned());
        }
        Value::List(elements) => {
            for element in elements {
                value(name, element, flow);
            }
        }
        Value::Object(fields) => {
            for (name, field) in fields {
                value(name, field, flow);
            }
        }
        _ => {}
    }
}

/// The first field with such a name in an input object, or in those that it holds.
pub(crate) fn reached(
    types: &IndexMap<Name, ExtendedType>,
    ty: &str,
    such: &impl Fn(&str) -> bool,
) -> Option<String> {
    let mut seen = BTreeSet::new();
    let mut ahead = vec![ty.to_owned()];
    while let Some(ty) = ahead.pop() {
        let Some(ExtendedType::InputObject(definition)) = types.get(ty.as_str()) else {
            continue;
        };
        if !seen.insert(ty) {
            continue;
        }
        if let Some(field) = definition.fields.keys().find(|field| such(field)) {
            return Some(field.to_string());
        }
        let inner = definition.fields.values();
        ahead.extend(inner.map(|field| field.ty.inner_named_type().to_string()));
    }
    None
}
