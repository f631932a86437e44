//! Variables whose directives or names can't be right.

use super::{HEAD, Project, changing, with};

#[test]
fn clearable_requires_a_nullable_plain_variable() {
    changing("$id: String! @clearable, $note: String").rejected(&[
        "`$id` is a `String!`, so it can't be cleared",
        "--> queries/change.graphql:3:3",
        "help: `@clearable` requires a nullable variable",
    ]);
    changing("$id: String! = \"1\" @clearable, $note: String")
        .rejected(&["`$id` is a `String!`, so it can't be cleared"]);
    for directive in ["@userPool", "@encrypted", "@commaSeparated"] {
        changing(&format!(
            "$id: String!, $note: String {directive} @clearable"
        ))
        .rejected(&["`$note` is not sent unchanged, so it can't be cleared"]);
    }
}

#[test]
fn variable_with_the_name_of_another_ones_method_is_rejected() {
    for (method, does) in [
        ("maybe_note", "optionally sets"),
        ("clear_note", "clears"),
        ("patch_note", "sets or clears"),
    ] {
        changing(&format!(
            "$id: String! @rename(to: \"{method}\"), $note: String @clearable"
        ))
        .rejected(&[
            &format!("`$id` is named `{method}` in Rust, like the method that {does} `$note`"),
            "--> queries/change.graphql:3:3",
            "help: rename it",
        ]);
    }
    changing("$id: String! @rename(to: \"maybe_note\"), $note: String").rejected(&[
        "`$id` is named `maybe_note` in Rust, like the method that optionally sets `$note`",
    ]);
}

#[test]
fn requires_needs_two_optional_variables() {
    changing("$id: String!, $note: String @requires(variable: \"nope\")").rejected(&[
        "`$note` requires `$nope`, which is not a variable of this operation",
        "--> queries/change.graphql:3:17",
    ]);
    changing("$id: String!, $note: String @requires(variable: \"note\")")
        .rejected(&["`$note` requires itself"]);
    let both = "must both be optional for one to require the other";
    changing("$id: String!, $note: String @requires(variable: \"id\")").rejected(&[both]);
    changing("$id: String! @requires(variable: \"note\"), $note: String").rejected(&[both]);
}

#[test]
fn invalid_comma_separated_list_is_rejected() {
    changing("$id: String! @commaSeparated(max: 0), $note: String").rejected(&[
        "`max` of `@commaSeparated` must be greater than zero, but is 0",
        "--> queries/change.graphql:3:3",
    ]);
    changing("$id: String! @commaSeparated @secret, $note: String")
        .rejected(&["the directives of `$id` are mutually exclusive"]);
    with(
        "queries/names.graphql",
        &format!(
            "# Lists.\nquery List(\n  $kinds: [String] @commaSeparated\n) {HEAD} {{ people(order: NEWEST_FIRST, kinds: $kinds) {{ totalCount }} }}\n"
        ),
    )
    .rejected(&["`$kinds` is a `[String]`, but its directive requires a `String`"]);
}

#[test]
fn variable_with_the_constructors_name_is_rejected() {
    changing("$id: String!, $note: String @rename(to: \"new\")").rejected(&[
        "`$note` is named `new` in Rust, like the constructor",
        "--> queries/change.graphql:3:17",
        "help: rename it",
    ]);
    // More than four that are required have setters, too.
    let label = "# Labels.\nmutation LabelIt($type: String! @rename(to: \"new\"), $gen: String!, $default: String!, $size: Int!, \
                 $active: Boolean!) HEAD { label(type: $type, gen: $gen, default: $default, size: $size, active: $active) }\n";
    with("queries/label.graphql", &label.replace("HEAD", HEAD))
        .rejected(&["`$type` is named `new` in Rust, like the constructor"]);
}

#[test]
fn unsigned_requires_an_int_without_another_directive() {
    for (variable, root) in [
        ("$id: String @unsigned", "person(id: $id) { score }"),
        (
            "$kinds: [String] @unsigned",
            "people(kinds: $kinds, order: NEWEST_FIRST) { totalCount }",
        ),
        (
            "$page: Int @unsigned @clearable",
            "people(page: $page, order: NEWEST_FIRST) { totalCount }",
        ),
        (
            "$page: Int @unsigned @digits",
            "people(page: $page, order: NEWEST_FIRST) { totalCount }",
        ),
    ] {
        let project = Project::new();
        project.write(
            "queries/find.graphql",
            &format!("# Finds.\nquery Find({variable}) {HEAD} {{ {root} }}\n"),
        );
        project.rejected(&[
            "queries/find.graphql:2:12",
            "but `@unsigned` requires an `Int` with no other directive",
        ]);
    }
}

#[test]
fn at_most_requires_a_list_of_strings_and_a_positive_count() {
    for variable in [
        "$kinds: [String] @atMost(count: 8)",
        "$kinds: [String!]! @atMost(count: 0)",
        "$kinds: [String!]! @atMost(count: -1)",
    ] {
        let project = Project::new();
        let root = "people(kinds: $kinds, order: NEWEST_FIRST) { totalCount }";
        project.write(
            "queries/find.graphql",
            &format!("# Finds.\nquery Find({variable}) {HEAD} {{ {root} }}\n"),
        );
        project.rejected(&[
            "queries/find.graphql:2:12",
            "requires a `[String!]!` and a positive `count`",
        ]);
    }
}

#[test]
fn at_least_one_needs_several_optional_variables() {
    for (of, problem) in [
        ("[\"note\"]", "`@atLeastOne` requires two or more variables"),
        (
            "[\"note\", \"nope\"]",
            "`$nope` in `@atLeastOne` is not a variable of this operation",
        ),
        (
            "[\"note\", \"note\"]",
            "`$note` in `@atLeastOne` is there twice",
        ),
        (
            "[\"note\", \"id\"]",
            "`$id` in `@atLeastOne` is required, filled in or clearable",
        ),
        (
            "[\"note\", \"visits\"]",
            "`$visits` in `@atLeastOne` is required, filled in or clearable",
        ),
    ] {
        let query = format!(
            "# Changes.\nmutation Change($id: String!, $note: String, $visits: Int @clearable) {HEAD}\n  \
             @atLeastOne(of: {of}) {{ change(id: $id, note: $note, visits: $visits) {{ type }} }}\n"
        );
        with("queries/change.graphql", &query)
            .rejected(&[problem, "--> queries/change.graphql:2:1"]);
    }
}
