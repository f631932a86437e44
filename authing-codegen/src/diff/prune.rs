//! The query files without what a schema no longer has: the rest shows the effect of the other changes.

use std::collections::BTreeSet;

use apollo_compiler::ast::{Definition, OperationDefinition, Selection, Value};
use apollo_compiler::schema::ExtendedType;
use apollo_compiler::{Name, Node, Schema};

use crate::input::source::Sources;

/// Removes fields, arguments and fields of input objects that are not in the schema, and the variables that only those use.
pub(super) fn prune(sources: &Sources, schema: &Schema) -> Sources {
    let mut pruned = sources.clone();
    let empty = fragments(&mut pruned, schema);
    for operation in &mut pruned.operations {
        let definition = operation.definition.make_mut();
        let Some(root) = schema.root_operation(definition.operation_type) else {
            continue;
        };
        let before = variables(&definition.selection_set);
        selections(&mut definition.selection_set, root, schema, &empty);
        let after = variables(&definition.selection_set);
        definition
            .variables
            .retain(|variable| after.contains(&variable.name) || !before.contains(&variable.name));
        at_least_one(definition);
        let definition = Definition::OperationDefinition(operation.definition.clone());
        operation.file.document.definitions = vec![definition];
    }
    pruned
}

/// Removes what is not in the schema from the fragments. Returns the names of those in which nothing is left: without them, nothing
/// may be left of others either.
fn fragments(of: &mut Sources, schema: &Schema) -> BTreeSet<Name> {
    let mut empty = BTreeSet::new();
    loop {
        let mut more = false;
        of.fragments.retain(|_, fragment| {
            let definition = fragment.definition.make_mut();
            let on = definition.type_condition.clone();
            selections(&mut definition.selection_set, &on, schema, &empty);
            let is_empty = definition.selection_set.is_empty();
            if is_empty {
                more |= empty.insert(definition.name.clone());
            }
            let definition = Definition::FragmentDefinition(fragment.definition.clone());
            fragment.file.document.definitions = vec![definition];
            !is_empty
        });
        if !more {
            return empty;
        }
    }
}

/// Removes variables that are gone from `@atLeastOne`, and the directive itself if it has fewer than two left.
fn at_least_one(definition: &mut OperationDefinition) {
    let variables = &definition.variables;
    let is_left = |name: &Node<Value>| {
        let mut wires = variables.iter().map(|variable| variable.name.as_str());
        name.as_str()
            .is_some_and(|name| wires.any(|wire| wire == name))
    };
    definition.directives.retain_mut(|directive| {
        if directive.name != "atLeastOne" {
            return true;
        }
        directive.make_mut().arguments.iter_mut().all(|argument| {
            match argument.make_mut().value.make_mut() {
                Value::List(names) => {
                    names.retain(is_left);
                    names.len() > 1
                }
                _ => true,
            }
        })
    });
}

fn selections(of: &mut Vec<Selection>, parent: &str, schema: &Schema, empty: &BTreeSet<Name>) {
    of.retain_mut(|selection| match selection {
        Selection::Field(field) => {
            let Ok(definition) = schema.type_field(parent, &field.name) else {
                return false;
            };
            let field = field.make_mut();
            field.arguments.retain_mut(|argument| {
                let Some(known) = definition.argument_by_name(&argument.name) else {
                    return false;
                };
                let ty = known.ty.inner_named_type();
                value(&mut argument.make_mut().value, ty, schema);
                true
            });
            let had_some = !field.selection_set.is_empty();
            let ty = definition.ty.inner_named_type();
            selections(&mut field.selection_set, ty, schema, empty);
            !(had_some && field.selection_set.is_empty())
        }
        Selection::InlineFragment(inline) => {
            let inline = inline.make_mut();
            let on = inline.type_condition.clone();
            let on = on.as_deref().unwrap_or(parent);
            selections(&mut inline.selection_set, on, schema, empty);
            !inline.selection_set.is_empty()
        }
        Selection::FragmentSpread(spread) => !empty.contains(&spread.fragment_name),
    });
}

fn value(of: &mut Node<Value>, ty: &str, schema: &Schema) {
    match of.make_mut() {
        Value::Object(fields) => {
            if let Some(ExtendedType::InputObject(definition)) = schema.types.get(ty) {
                fields.retain_mut(|(name, inner)| {
                    let Some(known) = definition.fields.get(name) else {
                        return false;
                    };
                    value(inner, known.ty.inner_named_type(), schema);
                    true
                });
            }
        }
        Value::List(elements) => {
            for element in elements {
                value(element, ty, schema);
            }
        }
        _ => {}
    }
}

/// Returns the variables that arguments use.
fn variables(of: &[Selection]) -> BTreeSet<Name> {
    let mut found = BTreeSet::new();
    for selection in of {
        match selection {
            Selection::Field(field) => {
                for argument in &field.arguments {
                    named(&argument.value, &mut found);
                }
                found.extend(variables(&field.selection_set));
            }
            Selection::InlineFragment(inline) => found.extend(variables(&inline.selection_set)),
            Selection::FragmentSpread(_) => {}
        }
    }
    found
}

fn named(of: &Value, found: &mut BTreeSet<Name>) {
    match of {
        Value::Variable(name) => {
            found.insert(name.clone());
        }
        Value::List(elements) => elements.iter().for_each(|element| named(element, found)),
        Value::Object(fields) => fields.iter().for_each(|(_, field)| named(field, found)),
        _ => {}
    }
}
