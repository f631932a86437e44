//! Directed graphs of names: input objects that contain others, fragments that spread others.
//!
//! A chain can be arbitrarily long, so no function is recursive.

use std::collections::{BTreeMap, BTreeSet};

/// Names with their successors.
#[derive(Debug, Default)]
pub(crate) struct Graph<'n> {
    next: BTreeMap<&'n str, Vec<&'n str>>,
    previous: BTreeMap<&'n str, Vec<&'n str>>,
}

impl<'n> Graph<'n> {
    pub(crate) fn add(&mut self, name: &'n str) {
        self.next.entry(name).or_default();
    }

    pub(crate) fn lead(&mut self, from: &'n str, to: &'n str) {
        self.add(to);
        self.next.entry(from).or_default().push(to);
        self.previous.entry(to).or_default().push(from);
    }

    pub(crate) fn next(&self, name: &str) -> &[&'n str] {
        self.next.get(name).map_or(&[], Vec::as_slice)
    }

    /// Returns these names and all names that lead to them.
    pub(crate) fn leading_to(&self, names: Vec<&'n str>) -> BTreeSet<&'n str> {
        closure(&self.previous, names)
    }

    /// Returns these names and all names that they lead to.
    pub(crate) fn reached_from(&self, names: Vec<&'n str>) -> BTreeSet<&'n str> {
        closure(&self.next, names)
    }

    /// Returns the strongly connected components, each after the components that it leads to.
    pub(crate) fn groups(&self) -> Vec<Vec<&'n str>> {
        // Kosaraju's algorithm.
        let mut groups = Vec::new();
        let mut seen = BTreeSet::new();
        for last in self.in_order_of_leaving().into_iter().rev() {
            let mut group = Vec::new();
            let mut ahead = vec![last];
            while let Some(name) = ahead.pop() {
                if seen.insert(name) {
                    group.push(name);
                    ahead.extend(self.previous.get(name).into_iter().flatten());
                }
            }
            if !group.is_empty() {
                groups.push(group);
            }
        }
        groups.reverse();
        groups
    }

    /// Returns the components with a cycle.
    pub(crate) fn cycles(&self) -> Vec<Vec<&'n str>> {
        let mut groups = self.groups();
        groups.retain(|group| match group.as_slice() {
            [one] => self.next(one).contains(one),
            _ => true,
        });
        groups
    }

    /// Returns every name after its successors, except in cycles.
    fn in_order_of_leaving(&self) -> Vec<&'n str> {
        let mut left = Vec::new();
        let mut seen = BTreeSet::new();
        for root in self.next.keys() {
            let mut ahead = vec![(*root, false)];
            while let Some((name, is_done)) = ahead.pop() {
                if is_done {
                    left.push(name);
                } else if seen.insert(name) {
                    ahead.push((name, true));
                    ahead.extend(self.next(name).iter().map(|name| (*name, false)));
                }
            }
        }
        left
    }
}

/// Returns these names and all names that edges lead to.
fn closure<'n>(
    edges: &BTreeMap<&'n str, Vec<&'n str>>,
    mut ahead: Vec<&'n str>,
) -> BTreeSet<&'n str> {
    let mut found = BTreeSet::new();
    while let Some(name) = ahead.pop() {
        if found.insert(name) {
            ahead.extend(edges.get(name).into_iter().flatten());
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns a graph of edges such as `ab`, from `a` to `b`.
    fn graph<'n>(edges: &[&'n str]) -> Graph<'n> {
        let mut graph = Graph::default();
        for edge in edges {
            let (from, to) = edge.split_at(1);
            graph.lead(from, to);
        }
        graph
    }

    fn cycles(edges: &[&str]) -> Vec<String> {
        let cycles = graph(edges).cycles().into_iter().map(|mut cycle| {
            cycle.sort_unstable();
            cycle.concat()
        });
        let mut cycles: Vec<String> = cycles.collect();
        cycles.sort();
        cycles
    }

    #[test]
    fn names_that_lead_to_each_other_are_a_cycle() {
        assert_eq!(cycles(&["aa"]), ["a"]);
        assert_eq!(cycles(&["ab", "bc", "ca", "cd"]), ["abc"]);
        assert_eq!(cycles(&["ba", "ab", "cc", "ca"]), ["ab", "c"]);
    }

    #[test]
    fn a_name_between_cycles_is_in_none() {
        assert_eq!(cycles(&["aa", "ab", "bc", "cc"]), ["a", "c"]);
        assert!(cycles(&["ab", "bc", "ac"]).is_empty());
    }

    #[test]
    fn a_group_is_after_those_that_it_leads_to() {
        let graph = graph(&["ab", "bc", "cb", "ad", "dc"]);
        let groups: Vec<String> = graph.groups().iter().map(|group| group.concat()).collect();
        let at = |name: char| {
            groups
                .iter()
                .position(|group| group.contains(name))
                .unwrap()
        };
        assert!(at('b') < at('d') && at('d') < at('a') && at('b') == at('c'));
    }

    #[test]
    fn names_are_found_through_others() {
        let graph = graph(&["ab", "bc", "ca", "dc", "ce"]);
        assert_eq!(
            graph.leading_to(vec!["c"]),
            BTreeSet::from(["a", "b", "c", "d"])
        );
        assert_eq!(graph.reached_from(vec!["e"]), BTreeSet::from(["e"]));
        assert_eq!(
            graph.reached_from(vec!["d"]),
            BTreeSet::from(["a", "b", "c", "d", "e"])
        );
    }
}
