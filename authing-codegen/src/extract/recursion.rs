//! Input objects that hold themselves: in Rust, they need a box.

use std::collections::{BTreeMap, BTreeSet};

use apollo_compiler::Name;
use apollo_compiler::collections::IndexMap;
use apollo_compiler::schema::ExtendedType;

/// The names that each name leads to.
type Graph<'s> = BTreeMap<&'s str, Vec<&'s str>>;

/// Returns the input objects that hold themselves, directly or nested. A list needs no box, so it does not count.
pub(super) fn recursive(types: &IndexMap<Name, ExtendedType>) -> BTreeSet<String> {
    let mut holds = Graph::new();
    let mut held_by = Graph::new();
    for input in types.values().filter_map(ExtendedType::as_input_object) {
        let outer = input.name.as_str();
        holds.entry(outer).or_default();
        for field in input.fields.values().filter(|field| !field.ty.is_list()) {
            let inner = field.ty.inner_named_type().as_str();
            holds.entry(outer).or_default().push(inner);
            held_by.entry(inner).or_default().push(outer);
        }
    }
    // Kosaraju's algorithm: what leads back, from the last that was left, is on a cycle with it.
    let mut recursive = BTreeSet::new();
    let mut seen = BTreeSet::new();
    for last in in_order_of_leaving(&holds).into_iter().rev() {
        let mut cycle = Vec::new();
        let mut ahead = vec![last];
        while let Some(name) = ahead.pop() {
            if seen.insert(name) {
                cycle.push(name);
                ahead.extend(held_by.get(name).into_iter().flatten());
            }
        }
        let is_cycle = match cycle.as_slice() {
            [one] => holds.get(one).is_some_and(|inner| inner.contains(one)),
            several => !several.is_empty(),
        };
        if is_cycle {
            recursive.extend(cycle.into_iter().map(str::to_owned));
        }
    }
    recursive
}

/// Returns every name after those that it leads to, unless they lead back to it. Chains are as long as a schema likes, so they
/// are not followed by recursion.
fn in_order_of_leaving<'s>(graph: &Graph<'s>) -> Vec<&'s str> {
    let mut left = Vec::new();
    let mut seen = BTreeSet::new();
    for root in graph.keys() {
        let mut ahead = vec![(*root, false)];
        while let Some((name, is_done)) = ahead.pop() {
            if is_done {
                left.push(name);
            } else if seen.insert(name) {
                ahead.push((name, true));
                let inner = graph.get(name).into_iter().flatten();
                ahead.extend(inner.map(|name| (*name, false)));
            }
        }
    }
    left
}

#[cfg(test)]
mod tests {
    use apollo_compiler::Schema;

    use super::*;

    fn recursive_of(inputs: &str) -> Vec<String> {
        let text = format!("type Query {{ a: Int }} {inputs}");
        let schema = Schema::parse_and_validate(text, "schema.graphql").unwrap();
        recursive(&schema.types).into_iter().collect()
    }

    #[test]
    fn an_input_object_on_a_cycle_is_recursive() {
        assert_eq!(recursive_of("input A { a: A }"), ["A"]);
        assert_eq!(
            recursive_of("input A { b: B } input B { c: C! } input C { a: A, d: Int }"),
            ["A", "B", "C"]
        );
        assert_eq!(
            recursive_of("input B { a: A } input A { b: B } input C { c: C, a: A }"),
            ["A", "B", "C"]
        );
    }

    #[test]
    fn an_input_object_between_cycles_is_not_recursive() {
        let inputs = "input A { a: A, between: Between } input Between { b: B } input B { b: B }";
        assert_eq!(recursive_of(inputs), ["A", "B"]);
        assert!(recursive_of("input A { b: B } input B { c: C } input C { d: Int }").is_empty());
    }

    #[test]
    fn a_cycle_through_a_list_needs_no_box() {
        assert!(recursive_of("input A { b: B } input B { a: [A!]! }").is_empty());
    }
}
