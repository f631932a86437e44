//! The cost of a document, checked before it is validated or executed.
//!
//! A few hundred bytes of fragments that spread each other can expand to billions of fields, and a request that selects
//! one field a thousand times hashes a thousand passwords.

use std::collections::HashMap;

use apollo_compiler::executable::{Selection, SelectionSet};
use apollo_compiler::{ExecutableDocument, Name};

/// The limits of a document with its fragments expanded. The documents of the service's own SDKs have one root field,
/// about 150 fields, and 6 levels of them; the usual introspection query has 13.
const ROOT_FIELDS: usize = 50;
const FIELDS: usize = 2000;
const DEPTH: usize = 50;

/// The same, where the fields in a list count ten times. The usual introspection query has 40,000 to 52,000: lists of
/// types with lists of fields with lists of arguments multiply.
const WEIGHT: usize = 100_000;
const LIST: usize = 10;

/// The maximum nesting of fields, fragments and spreads together, so that the check terminates.
const NESTING: usize = 200;

/// Returns an error that names the exceeded limit.
pub(super) fn check(document: &ExecutableDocument) -> Result<(), String> {
    let mut judge = Judge {
        document,
        fragments: HashMap::new(),
    };
    let mut root_fields = 0;
    let mut operations = Cost::default();
    for operation in document.operations.iter() {
        let cost = judge.selections(&operation.selection_set, 0);
        root_fields = root_fields.max(cost.top);
        operations = operations.beside(cost);
    }
    // Unused fragments are validated too.
    let mut fragments = Cost::default();
    for name in document.fragments.keys() {
        fragments = fragments.beside(judge.fragment(name, 0));
    }
    for (what, most, found) in [
        ("levels", DEPTH, operations.depth.max(fragments.depth)),
        ("fields", FIELDS, operations.fields.max(fragments.fields)),
        ("root fields", ROOT_FIELDS, root_fields),
        (
            "fields with lists counted ten times",
            WEIGHT,
            operations.weight.max(fragments.weight),
        ),
    ] {
        if found > most {
            return Err(format!(
                "the document has more than {most} {what} with its fragments expanded"
            ));
        }
    }
    Ok(())
}

/// The cost of a selection set.
#[derive(Clone, Copy, Default)]
struct Cost {
    /// The fields on all levels.
    fields: usize,
    /// The same, with the fields in lists counted ten times.
    weight: usize,
    /// The fields on the first level.
    top: usize,
    /// The levels.
    depth: usize,
}

impl Cost {
    const BOTTOMLESS: Self = Self {
        fields: 0,
        weight: 0,
        top: 0,
        depth: usize::MAX,
    };

    fn beside(self, other: Self) -> Self {
        Self {
            fields: self.fields.saturating_add(other.fields),
            weight: self.weight.saturating_add(other.weight),
            top: self.top.saturating_add(other.top),
            depth: self.depth.max(other.depth),
        }
    }

    /// Returns the cost of a field with this selection.
    fn field(inner: Self, is_list: bool) -> Self {
        let items = if is_list { LIST } else { 1 };
        Self {
            fields: inner.fields.saturating_add(1),
            weight: inner.weight.saturating_mul(items).saturating_add(1),
            top: 1,
            depth: inner.depth.saturating_add(1),
        }
    }
}

struct Judge<'a> {
    document: &'a ExecutableDocument,
    /// The cost of each fragment. Zero while it is being computed, so that a cycle terminates; the validation rejects it.
    fragments: HashMap<&'a Name, Cost>,
}

impl<'a> Judge<'a> {
    fn selections(&mut self, set: &'a SelectionSet, nesting: usize) -> Cost {
        if nesting > NESTING {
            return Cost::BOTTOMLESS;
        }
        let selections = set.selections.iter().map(|selection| match selection {
            Selection::Field(field) => {
                let inner = self.selections(&field.selection_set, nesting + 1);
                Cost::field(inner, field.ty().is_list())
            }
            Selection::InlineFragment(inline) => {
                self.selections(&inline.selection_set, nesting + 1)
            }
            Selection::FragmentSpread(spread) => self.fragment(&spread.fragment_name, nesting + 1),
        });
        selections.fold(Cost::default(), Cost::beside)
    }

    fn fragment(&mut self, name: &'a Name, nesting: usize) -> Cost {
        if let Some(known) = self.fragments.get(name) {
            return *known;
        }
        let Some(fragment) = self.document.fragments.get(name) else {
            return Cost::default();
        };
        self.fragments.insert(name, Cost::default());
        let cost = self.selections(&fragment.selection_set, nesting);
        self.fragments.insert(name, cost);
        cost
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::schema::test_schema;

    fn verdict(text: &str) -> Result<(), String> {
        let schema = test_schema();
        // Not validated: cycles and unknown fields are not checked here.
        check(
            &ExecutableDocument::parse(schema, text, "request.graphql")
                .unwrap_or_else(|rejected| rejected.partial),
        )
    }

    fn repeated(count: usize, piece: impl Fn(usize) -> String) -> String {
        (0..count).map(piece).collect()
    }

    #[test]
    fn each_limit_is_exact() {
        let roots = |count| {
            format!(
                "{{ {} }}",
                repeated(count, |n| format!("a{n}: __typename "))
            )
        };
        let fields = |count| format!("{{ user {{ {} }} }}", "_id ".repeat(count - 1));
        let levels = |count| {
            let deep = "ofType { ".repeat(count - 2);
            format!(
                "{{ __type(name: \"Int\") {{ {deep} name {}",
                "}".repeat(count)
            )
        };
        for (most, document, what) in [
            (
                ROOT_FIELDS,
                &roots as &dyn Fn(usize) -> String,
                "50 root fields",
            ),
            (FIELDS, &fields, "2000 fields"),
            (DEPTH, &levels, "50 levels"),
        ] {
            assert_eq!(verdict(&document(most)), Ok(()), "{what}");
            let rejected = verdict(&document(most + 1)).unwrap_err();
            assert!(rejected.contains(what), "{rejected}");
        }
    }

    #[test]
    fn fragments_count_where_they_are_spread() {
        // Two to the power of sixty fields.
        let laughs = repeated(60, |n| {
            format!(
                "fragment F{n} on ExtendUser {{ ...F{} ...F{} }} ",
                n + 1,
                n + 1
            )
        });
        let document =
            format!("{{ user {{ ...F0 }} }} {laughs} fragment F60 on ExtendUser {{ _id }}");
        assert!(verdict(&document).unwrap_err().contains("2000 fields"));

        let chain = repeated(5000, |n| {
            format!("fragment F{n} on ExtendUser {{ ...F{} }} ", n + 1)
        });
        assert!(
            verdict(&format!("{{ user {{ ...F0 }} }} {chain}"))
                .unwrap_err()
                .contains("50 levels")
        );

        let roots = format!(
            "{{ {} }} fragment R on Query {{ user {{ _id }} }}",
            "...R ".repeat(51)
        );
        assert!(verdict(&roots).unwrap_err().contains("50 root fields"));
    }

    #[test]
    fn lists_weigh_more() {
        let lists = |count| {
            let names = repeated(count, |n| format!("a{n}: name "));
            format!("{{ __schema {{ types {{ fields {{ type {{ fields {{ {names} }} }} }} }} }} }}")
        };
        assert_eq!(verdict(&lists(90)), Ok(()));
        assert!(verdict(&lists(100)).unwrap_err().contains("lists"));
    }

    #[test]
    fn a_cycle_terminates() {
        let circle = "{ user { ...A } } fragment A on ExtendUser { _id ...B } fragment B on ExtendUser { ...A ...B }";
        assert_eq!(verdict(circle), Ok(()));
    }
}
