//! One pair of schemas for each kind and class.

use authing_codegen::diff::Class;

use super::without_operations;

const BREAKING: Class = Class::Breaking;
const DANGEROUS: Class = Class::Dangerous;
const SAFE: Class = Class::Safe;

/// Kind, class, coordinate, and the parts of the old and the new schema besides `QUERY`.
type Case = (
    &'static str,
    Class,
    &'static str,
    &'static str,
    &'static str,
);

const QUERY: &str = "type Query { ok: Boolean }\n";

const CASES: &[Case] = &[
    // Types.
    ("TYPE_REMOVED", BREAKING, "A", "scalar A", ""),
    ("TYPE_ADDED", SAFE, "A", "", "scalar A"),
    (
        "TYPE_KIND_CHANGED",
        BREAKING,
        "A",
        "type A { x: Int }",
        "input A { x: Int }",
    ),
    (
        "TYPE_DESCRIPTION_CHANGED",
        SAFE,
        "A",
        "scalar A",
        "\"New.\" scalar A",
    ),
    (
        "TYPE_DESCRIPTION_CHANGED",
        SAFE,
        "A",
        "\"Old.\" enum A { X }",
        "enum A { X }",
    ),
    (
        "TYPE_DESCRIPTION_CHANGED",
        SAFE,
        "A",
        "\"Old.\" input A { x: Int }",
        "\"New.\" input A { x: Int }",
    ),
    (
        "TYPE_USAGE_ADDED",
        DANGEROUS,
        "A",
        "scalar A",
        "scalar A @specifiedBy(url: \"a:b\")",
    ),
    (
        "TYPE_USAGE_REMOVED",
        DANGEROUS,
        "A",
        "scalar A @specifiedBy(url: \"a:b\")",
        "scalar A",
    ),
    (
        "TYPE_USAGE_ADDED",
        DANGEROUS,
        "A",
        "directive @d on OBJECT type A { x: Int }",
        "directive @d on OBJECT type A @d { x: Int }",
    ),
    (
        "TYPE_USAGE_ADDED",
        DANGEROUS,
        "I",
        "directive @d on INTERFACE interface I { x: Int }",
        "directive @d on INTERFACE interface I @d { x: Int }",
    ),
    (
        "TYPE_USAGE_ADDED",
        DANGEROUS,
        "U",
        "directive @d on UNION type A { x: Int } union U = A",
        "directive @d on UNION type A { x: Int } union U @d = A",
    ),
    (
        "TYPE_USAGE_ADDED",
        DANGEROUS,
        "A",
        "directive @d on ENUM enum A { X }",
        "directive @d on ENUM enum A @d { X }",
    ),
    (
        "TYPE_USAGE_ADDED",
        DANGEROUS,
        "A",
        "directive @d on INPUT_OBJECT input A { x: Int }",
        "directive @d on INPUT_OBJECT input A @d { x: Int }",
    ),
    (
        "TYPE_USAGE_ADDED",
        BREAKING,
        "A",
        "directive @oneOf on INPUT_OBJECT input A { x: Int }",
        "directive @oneOf on INPUT_OBJECT input A @oneOf { x: Int }",
    ),
    // Fields and their types.
    (
        "FIELD_REMOVED",
        BREAKING,
        "A.y",
        "type A { x: Int y: Int }",
        "type A { x: Int }",
    ),
    (
        "FIELD_ADDED",
        SAFE,
        "A.y",
        "type A { x: Int }",
        "type A { x: Int y: Int }",
    ),
    (
        "FIELD_REMOVED",
        BREAKING,
        "I.y",
        "interface I { x: Int y: Int }",
        "interface I { x: Int }",
    ),
    (
        "FIELD_ADDED",
        SAFE,
        "I.y",
        "interface I { x: Int }",
        "interface I { x: Int y: Int }",
    ),
    (
        "FIELD_TYPE_CHANGED",
        BREAKING,
        "A.x",
        "type A { x: Int }",
        "type A { x: String }",
    ),
    (
        "FIELD_TYPE_CHANGED",
        BREAKING,
        "A.x",
        "type A { x: Int! }",
        "type A { x: Int }",
    ),
    (
        "FIELD_TYPE_CHANGED",
        SAFE,
        "A.x",
        "type A { x: Int }",
        "type A { x: Int! }",
    ),
    (
        "FIELD_TYPE_CHANGED",
        BREAKING,
        "A.x",
        "type A { x: Int }",
        "type A { x: [Int] }",
    ),
    (
        "FIELD_TYPE_CHANGED",
        BREAKING,
        "A.x",
        "type A { x: [Int!] }",
        "type A { x: [Int]! }",
    ),
    (
        "FIELD_TYPE_CHANGED",
        SAFE,
        "A.x",
        "type A { x: [Int] }",
        "type A { x: [Int!]! }",
    ),
    (
        "FIELD_TYPE_CHANGED",
        SAFE,
        "A.x",
        "type A { x: [[Int]] }",
        "type A { x: [[Int!]] }",
    ),
    (
        "FIELD_DESCRIPTION_CHANGED",
        SAFE,
        "A.x",
        "type A { x: Int }",
        "type A { \"New.\" x: Int }",
    ),
    (
        "FIELD_DEPRECATION_ADDED",
        SAFE,
        "A.x",
        "type A { x: Int }",
        "type A { x: Int @deprecated }",
    ),
    (
        "FIELD_DEPRECATION_REMOVED",
        SAFE,
        "A.x",
        "type A { x: Int @deprecated }",
        "type A { x: Int }",
    ),
    (
        "FIELD_DEPRECATION_REASON_CHANGED",
        SAFE,
        "A.x",
        "type A { x: Int @deprecated }",
        "type A { x: Int @deprecated(reason: \"y\") }",
    ),
    (
        "FIELD_USAGE_ADDED",
        DANGEROUS,
        "A.x",
        "directive @d on FIELD_DEFINITION type A { x: Int }",
        "directive @d on FIELD_DEFINITION type A { x: Int @d }",
    ),
    (
        "FIELD_TYPE_CHANGED",
        BREAKING,
        "I.x",
        "interface I { x: Int! }",
        "interface I { x: Int }",
    ),
    (
        "FIELD_TYPE_CHANGED",
        BREAKING,
        "A.x",
        "interface I { y: Int } type B implements I { y: Int } type A { x: I }",
        "interface I { y: Int } type B implements I { y: Int } type A { x: B }",
    ),
    (
        "FIELD_USAGE_REMOVED",
        DANGEROUS,
        "A.x",
        "directive @d on FIELD_DEFINITION type A { x: Int @d }",
        "directive @d on FIELD_DEFINITION type A { x: Int }",
    ),
    // Arguments.
    (
        "FIELD_ARGUMENT_REMOVED",
        BREAKING,
        "A.x(a:)",
        "type A { x(a: Int): Int }",
        "type A { x: Int }",
    ),
    (
        "FIELD_ARGUMENT_ADDED",
        DANGEROUS,
        "A.x(a:)",
        "type A { x: Int }",
        "type A { x(a: Int): Int }",
    ),
    (
        "FIELD_ARGUMENT_ADDED",
        DANGEROUS,
        "A.x(a:)",
        "type A { x: Int }",
        "type A { x(a: Int! = 1): Int }",
    ),
    (
        "FIELD_ARGUMENT_ADDED",
        BREAKING,
        "A.x(a:)",
        "type A { x: Int }",
        "type A { x(a: Int!): Int }",
    ),
    (
        "FIELD_ARGUMENT_ADDED",
        BREAKING,
        "I.x(a:)",
        "interface I { x: Int }",
        "interface I { x(a: Int!): Int }",
    ),
    (
        "FIELD_ARGUMENT_TYPE_CHANGED",
        BREAKING,
        "A.x(a:)",
        "type A { x(a: Int): Int }",
        "type A { x(a: String): Int }",
    ),
    (
        "FIELD_ARGUMENT_TYPE_CHANGED",
        BREAKING,
        "A.x(a:)",
        "type A { x(a: Int): Int }",
        "type A { x(a: Int!): Int }",
    ),
    (
        "FIELD_ARGUMENT_TYPE_CHANGED",
        SAFE,
        "A.x(a:)",
        "type A { x(a: Int!): Int }",
        "type A { x(a: Int): Int }",
    ),
    (
        "FIELD_ARGUMENT_TYPE_CHANGED",
        SAFE,
        "A.x(a:)",
        "type A { x(a: [Int!]!): Int }",
        "type A { x(a: [Int]): Int }",
    ),
    (
        "FIELD_ARGUMENT_TYPE_CHANGED",
        BREAKING,
        "A.x(a:)",
        "type A { x(a: [Int]): Int }",
        "type A { x(a: [Int!]): Int }",
    ),
    (
        "FIELD_ARGUMENT_DEFAULT_CHANGED",
        DANGEROUS,
        "A.x(a:)",
        "type A { x(a: Int = 1): Int }",
        "type A { x(a: Int = 2): Int }",
    ),
    (
        "FIELD_ARGUMENT_DEFAULT_CHANGED",
        SAFE,
        "A.x(a:)",
        "type A { x(a: Int): Int }",
        "type A { x(a: Int = 2): Int }",
    ),
    (
        "FIELD_ARGUMENT_DEFAULT_CHANGED",
        SAFE,
        "A.x(a:)",
        "type A { x(a: Int!): Int }",
        "type A { x(a: Int! = 2): Int }",
    ),
    (
        "FIELD_ARGUMENT_DEFAULT_CHANGED",
        DANGEROUS,
        "A.x(a:)",
        "type A { x(a: Int = 2): Int }",
        "type A { x(a: Int): Int }",
    ),
    (
        "FIELD_ARGUMENT_DEFAULT_CHANGED",
        DANGEROUS,
        "A.x(a:)",
        "scalar J type A { x(a: J = {a: 1, b: [{c: 1, d: 2}]}): Int }",
        "scalar J type A { x(a: J = {b: [{d: 3, c: 1}], a: 1}): Int }",
    ),
    (
        "INPUT_FIELD_DEFAULT_CHANGED",
        SAFE,
        "A.x",
        "input A { x: Int! }",
        "input A { x: Int! = 1 }",
    ),
    (
        "FIELD_ARGUMENT_DEFAULT_CHANGED",
        BREAKING,
        "A.x(a:)",
        "type A { x(a: Int! = 1): Int }",
        "type A { x(a: Int!): Int }",
    ),
    (
        "FIELD_ARGUMENT_DESCRIPTION_CHANGED",
        SAFE,
        "A.x(a:)",
        "type A { x(a: Int): Int }",
        "type A { x(\"New.\" a: Int): Int }",
    ),
    (
        "FIELD_ARGUMENT_DEPRECATION_ADDED",
        SAFE,
        "A.x(a:)",
        "type A { x(a: Int): Int }",
        "type A { x(a: Int @deprecated): Int }",
    ),
    (
        "FIELD_ARGUMENT_DEPRECATION_REMOVED",
        SAFE,
        "A.x(a:)",
        "type A { x(a: Int @deprecated): Int }",
        "type A { x(a: Int): Int }",
    ),
    (
        "FIELD_ARGUMENT_DEPRECATION_REASON_CHANGED",
        SAFE,
        "A.x(a:)",
        "type A { x(a: Int @deprecated): Int }",
        "type A { x(a: Int @deprecated(reason: \"y\")): Int }",
    ),
    (
        "FIELD_ARGUMENT_USAGE_ADDED",
        DANGEROUS,
        "A.x(a:)",
        "directive @d on ARGUMENT_DEFINITION type A { x(a: Int): Int }",
        "directive @d on ARGUMENT_DEFINITION type A { x(a: Int @d): Int }",
    ),
    // Input objects.
    (
        "INPUT_FIELD_REMOVED",
        BREAKING,
        "A.y",
        "input A { x: Int y: Int }",
        "input A { x: Int }",
    ),
    (
        "INPUT_FIELD_ADDED",
        DANGEROUS,
        "A.y",
        "input A { x: Int }",
        "input A { x: Int y: Int }",
    ),
    (
        "INPUT_FIELD_ADDED",
        DANGEROUS,
        "A.y",
        "input A { x: Int }",
        "input A { x: Int y: Int! = 1 }",
    ),
    (
        "INPUT_FIELD_ADDED",
        BREAKING,
        "A.y",
        "input A { x: Int }",
        "input A { x: Int y: Int! }",
    ),
    (
        "INPUT_FIELD_TYPE_CHANGED",
        BREAKING,
        "A.x",
        "input A { x: Int }",
        "input A { x: Int! }",
    ),
    (
        "INPUT_FIELD_TYPE_CHANGED",
        SAFE,
        "A.x",
        "input A { x: Int! }",
        "input A { x: Int }",
    ),
    (
        "INPUT_FIELD_TYPE_CHANGED",
        BREAKING,
        "A.x",
        "input A { x: Int }",
        "input A { x: [Int] }",
    ),
    (
        "INPUT_FIELD_DEFAULT_CHANGED",
        DANGEROUS,
        "A.x",
        "input A { x: Int = 1 }",
        "input A { x: Int }",
    ),
    (
        "INPUT_FIELD_DEFAULT_CHANGED",
        BREAKING,
        "A.x",
        "input A { x: Int! = 1 }",
        "input A { x: Int! }",
    ),
    (
        "INPUT_FIELD_DESCRIPTION_CHANGED",
        SAFE,
        "A.x",
        "input A { x: Int }",
        "input A { \"New.\" x: Int }",
    ),
    (
        "INPUT_FIELD_DEPRECATION_REMOVED",
        SAFE,
        "A.x",
        "input A { x: Int @deprecated }",
        "input A { x: Int }",
    ),
    (
        "INPUT_FIELD_DEPRECATION_ADDED",
        SAFE,
        "A.x",
        "input A { x: Int }",
        "input A { x: Int @deprecated }",
    ),
    (
        "INPUT_FIELD_DEPRECATION_REASON_CHANGED",
        SAFE,
        "A.x",
        "input A { x: Int @deprecated }",
        "input A { x: Int @deprecated(reason: \"y\") }",
    ),
    (
        "INPUT_FIELD_USAGE_ADDED",
        DANGEROUS,
        "A.x",
        "directive @d on INPUT_FIELD_DEFINITION input A { x: Int }",
        "directive @d on INPUT_FIELD_DEFINITION input A { x: Int @d }",
    ),
    // Enums.
    (
        "ENUM_VALUE_REMOVED",
        BREAKING,
        "A.Y",
        "enum A { X Y }",
        "enum A { X }",
    ),
    (
        "ENUM_VALUE_ADDED",
        DANGEROUS,
        "A.Y",
        "enum A { X }",
        "enum A { X Y }",
    ),
    (
        "ENUM_VALUE_DESCRIPTION_CHANGED",
        SAFE,
        "A.X",
        "enum A { X }",
        "enum A { \"New.\" X }",
    ),
    (
        "ENUM_VALUE_DEPRECATION_ADDED",
        SAFE,
        "A.X",
        "enum A { X }",
        "enum A { X @deprecated }",
    ),
    (
        "ENUM_VALUE_DEPRECATION_REMOVED",
        SAFE,
        "A.X",
        "enum A { X @deprecated }",
        "enum A { X }",
    ),
    (
        "ENUM_VALUE_DEPRECATION_REASON_CHANGED",
        SAFE,
        "A.X",
        "enum A { X @deprecated(reason: \"a\") }",
        "enum A { X @deprecated(reason: \"b\") }",
    ),
    (
        "ENUM_VALUE_USAGE_ADDED",
        DANGEROUS,
        "A.X",
        "directive @d on ENUM_VALUE enum A { X }",
        "directive @d on ENUM_VALUE enum A { X @d }",
    ),
    // Unions and interfaces.
    (
        "UNION_MEMBER_REMOVED",
        BREAKING,
        "U",
        "type A { x: Int } type B { x: Int } union U = A | B",
        "type A { x: Int } type B { x: Int } union U = A",
    ),
    (
        "UNION_MEMBER_ADDED",
        DANGEROUS,
        "U",
        "type A { x: Int } type B { x: Int } union U = A",
        "type A { x: Int } type B { x: Int } union U = A | B",
    ),
    (
        "INTERFACE_REMOVED",
        BREAKING,
        "A",
        "interface I { x: Int } type A implements I { x: Int }",
        "interface I { x: Int } type A { x: Int }",
    ),
    (
        "INTERFACE_ADDED",
        DANGEROUS,
        "A",
        "interface I { x: Int } type A { x: Int }",
        "interface I { x: Int } type A implements I { x: Int }",
    ),
    (
        "INTERFACE_ADDED",
        DANGEROUS,
        "J",
        "interface I { x: Int } interface J { x: Int }",
        "interface I { x: Int } interface J implements I { x: Int }",
    ),
    (
        "INTERFACE_REMOVED",
        BREAKING,
        "J",
        "interface I { x: Int } interface J implements I { x: Int }",
        "interface I { x: Int } interface J { x: Int }",
    ),
    // Directives.
    (
        "DIRECTIVE_REMOVED",
        BREAKING,
        "@d",
        "directive @d on FIELD",
        "",
    ),
    ("DIRECTIVE_ADDED", SAFE, "@d", "", "directive @d on FIELD"),
    (
        "DIRECTIVE_DESCRIPTION_CHANGED",
        SAFE,
        "@d",
        "directive @d on FIELD",
        "\"New.\" directive @d on FIELD",
    ),
    (
        "DIRECTIVE_LOCATION_REMOVED",
        BREAKING,
        "@d",
        "directive @d on FIELD | QUERY",
        "directive @d on FIELD",
    ),
    (
        "DIRECTIVE_LOCATION_ADDED",
        SAFE,
        "@d",
        "directive @d on FIELD",
        "directive @d on FIELD | QUERY",
    ),
    (
        "DIRECTIVE_REPEATABLE_ADDED",
        SAFE,
        "@d",
        "directive @d on FIELD",
        "directive @d repeatable on FIELD",
    ),
    (
        "DIRECTIVE_REPEATABLE_REMOVED",
        BREAKING,
        "@d",
        "directive @d repeatable on FIELD",
        "directive @d on FIELD",
    ),
    (
        "DIRECTIVE_ARGUMENT_REMOVED",
        BREAKING,
        "@d(a:)",
        "directive @d(a: Int) on FIELD",
        "directive @d on FIELD",
    ),
    (
        "DIRECTIVE_ARGUMENT_ADDED",
        BREAKING,
        "@d(a:)",
        "directive @d on FIELD",
        "directive @d(a: Int!) on FIELD",
    ),
    (
        "DIRECTIVE_ARGUMENT_ADDED",
        SAFE,
        "@d(a:)",
        "directive @d on FIELD",
        "directive @d(a: Int) on FIELD",
    ),
    (
        "DIRECTIVE_ARGUMENT_TYPE_CHANGED",
        BREAKING,
        "@d(a:)",
        "directive @d(a: Int) on FIELD",
        "directive @d(a: Float) on FIELD",
    ),
    (
        "DIRECTIVE_ARGUMENT_DEFAULT_CHANGED",
        DANGEROUS,
        "@d(a:)",
        "directive @d(a: Int = 1) on FIELD",
        "directive @d(a: Int = 2) on FIELD",
    ),
    (
        "DIRECTIVE_ARGUMENT_DESCRIPTION_CHANGED",
        SAFE,
        "@d(a:)",
        "directive @d(a: Int) on FIELD",
        "directive @d(\"New.\" a: Int) on FIELD",
    ),
    (
        "DIRECTIVE_ARGUMENT_ADDED",
        SAFE,
        "@d(a:)",
        "directive @d on FIELD",
        "directive @d(a: Int! = 1) on FIELD",
    ),
    (
        "DIRECTIVE_ARGUMENT_TYPE_CHANGED",
        SAFE,
        "@d(a:)",
        "directive @d(a: Int!) on FIELD",
        "directive @d(a: Int) on FIELD",
    ),
    (
        "DIRECTIVE_ARGUMENT_DEFAULT_CHANGED",
        BREAKING,
        "@d(a:)",
        "directive @d(a: Int! = 1) on FIELD",
        "directive @d(a: Int!) on FIELD",
    ),
    (
        "DIRECTIVE_ARGUMENT_DEPRECATION_ADDED",
        SAFE,
        "@d(a:)",
        "directive @d(a: Int) on FIELD",
        "directive @d(a: Int @deprecated) on FIELD",
    ),
    // The schema itself.
    (
        "MUTATION_TYPE_ADDED",
        SAFE,
        "M",
        "schema { query: Query } type M { x: Int }",
        "schema { query: Query mutation: M } type M { x: Int }",
    ),
    (
        "MUTATION_TYPE_REMOVED",
        BREAKING,
        "M",
        "schema { query: Query mutation: M } type M { x: Int }",
        "schema { query: Query } type M { x: Int }",
    ),
    (
        "QUERY_TYPE_CHANGED",
        BREAKING,
        "Query",
        "schema { query: Query } type Q { x: Int }",
        "schema { query: Q } type Q { x: Int }",
    ),
    (
        "SUBSCRIPTION_TYPE_CHANGED",
        BREAKING,
        "S",
        "schema { query: Query subscription: S } type S { x: Int } type T { x: Int }",
        "schema { query: Query subscription: T } type S { x: Int } type T { x: Int }",
    ),
    (
        "MUTATION_TYPE_CHANGED",
        BREAKING,
        "M",
        "schema { query: Query mutation: M } type M { x: Int } type N { x: Int }",
        "schema { query: Query mutation: N } type M { x: Int } type N { x: Int }",
    ),
    (
        "SUBSCRIPTION_TYPE_ADDED",
        SAFE,
        "S",
        "schema { query: Query } type S { x: Int }",
        "schema { query: Query subscription: S } type S { x: Int }",
    ),
    (
        "SUBSCRIPTION_TYPE_REMOVED",
        BREAKING,
        "S",
        "schema { query: Query subscription: S } type S { x: Int }",
        "schema { query: Query } type S { x: Int }",
    ),
    (
        "SCHEMA_USAGE_REMOVED",
        DANGEROUS,
        "",
        "directive @d on SCHEMA schema @d { query: Query }",
        "directive @d on SCHEMA schema { query: Query }",
    ),
    (
        "SCHEMA_DESCRIPTION_CHANGED",
        SAFE,
        "",
        "schema { query: Query }",
        "\"New.\" schema { query: Query }",
    ),
    (
        "SCHEMA_USAGE_ADDED",
        DANGEROUS,
        "",
        "directive @d on SCHEMA schema { query: Query }",
        "directive @d on SCHEMA schema @d { query: Query }",
    ),
];

#[test]
fn each_kind_of_change_is_found_and_classified() {
    for (kind, class, coordinate, old, new) in CASES {
        let diff = without_operations(&format!("{QUERY}{old}"), &format!("{QUERY}{new}"));
        let found: Vec<_> = diff
            .changes
            .iter()
            .map(|one| {
                let change = &one.change;
                (
                    change.kind.to_string(),
                    change.class,
                    change.coordinate.as_str(),
                )
            })
            .collect();
        assert_eq!(
            found,
            [((*kind).to_owned(), *class, *coordinate)],
            "{old}\n{new}"
        );
    }
}

#[test]
fn the_reverse_of_every_change_is_a_change_too() {
    for (kind, _, _, old, new) in CASES {
        let diff = without_operations(&format!("{QUERY}{new}"), &format!("{QUERY}{old}"));
        assert_eq!(diff.changes.len(), 1, "{kind}: {new}\n{old}");
    }
}

#[test]
fn a_removed_default_is_breaking_if_its_value_must_be_given_whatever_happens_to_the_type() {
    let schema = |argument: &str| format!("type Query {{ a(x: {argument}): Int }}");
    let diff = without_operations(&schema("[Int!]! = []"), &schema("[Int]!"));
    assert!(diff.has(Class::Breaking), "{}", diff.text());
}

#[test]
fn order_and_layout_are_not_compared() {
    let old = "type Query { a(x: Int, y: Int): U b: E } enum E { X Y } type A { i: Int } type B { i: Int }
               union U = A | B directive @d(x: Int, y: Int) on FIELD | QUERY";
    let new = "directive @d(y: Int, x: Int) on QUERY | FIELD union U = B | A type B { i: Int }
               # A comment.
               type A { i: Int } enum E { Y X } type Query { b: E a(y: Int, x: Int): U }";
    assert!(without_operations(old, new).changes.is_empty());
}

#[test]
fn the_field_order_of_a_default_is_not_compared() {
    let schema = |default: &str| format!("scalar J type Query {{ a(x: J = {default}): Int }}");
    let (old, reordered) = (
        schema("{a: 1, b: [{c: 1, d: 2}]}"),
        schema("{b: [{d: 2, c: 1}], a: 1}"),
    );
    assert!(without_operations(&old, &reordered).changes.is_empty());
    let diff = without_operations(&old, &schema("{b: [{d: 3, c: 1}], a: 1}"));
    assert_eq!(
        diff.changes[0].change.message,
        "the default of `Query.a(x:)` changed from {a: 1, b: [{c: 1, d: 2}]} to {a: 1, b: [{c: 1, d: 3}]}"
    );
}

#[test]
fn an_extension_is_merged_with_its_type() {
    let old = "type Query { a: Int } extend type Query { b: Int }";
    let new = "type Query { a: Int b: Int }";
    assert!(without_operations(old, new).changes.is_empty());
}
