//! Documents that the schema rejects, and operations without the documentation and directive that they need.

use std::fs;

use super::{HEAD, with, with_schema};

#[test]
fn unknown_field_is_rejected() {
    with(
        "queries/find.graphql",
        &format!("# Finds.\nquery Find {HEAD} {{\n  person(id: \"1\") {{\n    nmae\n  }}\n}}\n"),
    )
    .rejected(&[
        "type `Person` does not have a field `nmae`",
        "--> queries/find.graphql:4:5",
    ]);
}

#[test]
fn missing_argument_is_rejected() {
    with(
        "queries/save.graphql",
        &format!("# Saves.\nmutation Save {HEAD} {{\n  restore {{ _id }}\n}}\n"),
    )
    .rejected(&[
        "the required argument `Mutation.restore(id:)` is not provided",
        "--> queries/save.graphql:3:3",
    ]);
}

#[test]
fn mismatched_variable_type_is_rejected() {
    with(
        "queries/find.graphql",
        &format!(
            "# Finds.\nquery Find(\n  $id: Int!\n) {HEAD} {{\n  person(id: $id) {{ type }}\n}}\n"
        ),
    )
    .rejected(&[
        "variable `$id` of type `Int!` cannot be used for argument `id` of type `String`",
        "--> queries/find.graphql:5:10",
    ]);
}

#[test]
fn undefined_argument_is_rejected() {
    with(
        "queries/find.graphql",
        &format!("# Finds.\nquery Find {HEAD} {{\n  person(nope: 1) {{ type }}\n}}\n"),
    )
    .rejected(&[
        "the argument `nope` is not supported by `Query.person`",
        "queries/find.graphql:3:10",
    ]);
}

#[test]
fn syntax_error_is_reported_with_its_location() {
    with(
        "queries/find.graphql",
        "# Finds.\nquery Find {\n  person(\n}\n",
    )
    .rejected(&["queries/find.graphql:4:1"]);
}

#[test]
fn two_operations_in_one_file_are_rejected() {
    with(
        "queries/two.graphql",
        &format!("# A.\nquery A {HEAD} {{ ping }}\n# B.\nquery B {HEAD} {{ ping }}\n"),
    )
    .rejected(&[
        "a query file must have exactly one definition, but this one has 2: `A`, `B`",
        "--> queries/two.graphql:1:1",
        "help: put each operation and each fragment in its own file",
    ]);
}

#[test]
fn files_without_a_definition_are_rejected() {
    for text in ["", " \n\n", "# Finds.\n\n  # query Find { ping }"] {
        with("queries/none.graphql", text).rejected(&[
            "a query file must have exactly one definition, but this one has none",
            "--> queries/none.graphql:1:1",
            "help: put each operation and each fragment in its own file",
        ]);
    }
}

#[test]
fn unused_fragment_is_rejected() {
    with(
        "queries/fragments/Lonely.graphql",
        "# Lonely.\nfragment Lonely on Person {\n  type\n}\n",
    )
    .rejected(&[
        "no operation uses the fragment `Lonely`",
        "--> queries/fragments/Lonely.graphql:2:1",
    ]);
}

#[test]
fn unknown_fragment_is_rejected() {
    with(
        "queries/find.graphql",
        &format!("# Finds.\nquery Find {HEAD} {{\n  person {{ ...Nobody }}\n}}\n"),
    )
    .rejected(&["cannot find fragment `Nobody`", "queries/find.graphql:3:12"]);
}

#[test]
fn unknown_directive_is_rejected() {
    with(
        "queries/find.graphql",
        &format!("# Finds.\nquery Find(\n  $id: String @encrypt\n) {HEAD} {{ person(id: $id) {{ type }} }}\n"),
    )
    .rejected(&["cannot find directive `@encrypt`", "queries/find.graphql:3:15"]);
}

#[test]
fn directive_on_the_wrong_type_is_rejected() {
    with(
        "queries/find.graphql",
        &format!(
            "# Finds.\nquery Find(\n  $page: Int @encrypted\n) {HEAD} {{ people(page: $page, order: NEWEST_FIRST) {{ totalCount }} }}\n"
        ),
    )
    .rejected(&["`$page` is a `Int`, but its directive requires a `String`", "--> queries/find.graphql:3:3"]);
}

#[test]
fn skip_and_include_are_rejected() {
    for selection in [
        "type @include(if: $yes)",
        "type @skip(if: $yes)",
        "...Person @include(if: $yes)",
    ] {
        let project = with(
            "queries/extra.graphql",
            &format!(
                "# Extra.\nquery Extra($yes: Boolean!) {HEAD} {{\n  person {{\n    {selection}\n  }}\n}}\n"
            ),
        );
        if selection.contains("Person") {
            project.write(
                "queries/fragments/Person.graphql",
                "# P.\nfragment Person on Person { type }\n",
            );
        }
        project.rejected(&[
            "is not supported: a field that may be missing can't be typed",
            "--> queries/extra.graphql:4:5",
        ]);
    }
}

#[test]
fn subscriptions_are_rejected_with_a_way_out() {
    with(
        "queries/watch.graphql",
        &format!("# Watches.\nsubscription Watch {HEAD} {{ ping }}\n"),
    )
    .rejected(&[
        "subscriptions are not supported",
        "--> queries/watch.graphql:2:1",
        "help: write a query that gets the same data",
    ]);
}

#[test]
fn value_of_one_of_has_exactly_one_field() {
    let schema = "type Query { ping: Boolean find(by: [By!]): Boolean } input By @oneOf { id: ID all: [By!] other: Other }
                  input Other { by: By }";
    let query = |variables: &str, value: &str| {
        format!("# Finds.\nquery Find{variables} {HEAD} {{\n  find(by:\n    {value})\n}}\n")
    };
    for (variables, value, column) in [
        ("", "{}", 5),
        ("", "{id: 1, all: []}", 5),
        ("", "{id: null}", 5),
        ("", "[{id: 1}, {all: [{}]}]", 22),
        ("", "{other: {by: {}}}", 18),
        ("($id: ID)", "{id: $id}", 5),
        ("($id: ID = 1)", "{id: $id}", 5),
    ] {
        with_schema(schema, &query(variables, value)).rejected(&[
            "a `By` must have exactly one field, and its value must not be null",
            &format!("--> queries/extra.graphql:4:{column}\n"),
        ]);
    }
    let default = "($by: [By!] = [{id: 1}, {}])";
    with_schema(schema, &query(default, "$by")).rejected(&["--> queries/extra.graphql:2:"]);
    for (variables, value) in [
        ("($id: ID!)", "[{id: $id}, {all: []}]"),
        ("($id: ID! = 1)", "{id: $id}"),
        ("($by: [By!] = [{other: {}}])", "$by"),
    ] {
        with_schema(schema, &query(variables, value)).succeeds("generate");
    }
}

#[test]
fn operations_with_the_same_name_are_rejected() {
    with(
        "queries/again/ping.graphql",
        &format!("# Again.\nquery Ping {HEAD} {{ ping }}\n"),
    )
    .rejected(&[
        "the operation `Ping` has the same name as the one in queries/again/ping.graphql:2:1",
    ]);
}

#[test]
fn operation_without_docs_or_directive_is_rejected() {
    with(
        "queries/find.graphql",
        &format!("query Find {HEAD} {{ ping }}\n"),
    )
    .rejected(&[
        "the operation `Find` is not documented",
        "--> queries/find.graphql:1:1",
    ]);
    with("queries/find.graphql", "# Finds.\nquery Find { ping }\n").rejected(&[
        "the operation `Find` has no `@authing` directive",
        "--> queries/find.graphql:2:1",
    ]);
}

#[test]
fn fields_of_one_name_in_merged_selections_are_rejected() {
    with(
        "queries/find.graphql",
        &format!(
            "# Finds.\nquery Find {HEAD} {{\n  person {{\n    group {{ A_b: name }}\n    group {{ aB: name }}\n  }}\n}}\n"
        ),
    )
    .rejected(&[
        "the fields `A_b` and `aB` are both named `a_b` in Rust",
        "--> queries/find.graphql:5:13",
        "rename one of them with `@rename(to: …)`",
    ]);
}

#[test]
fn marks_of_merged_selections_are_merged() {
    let query = |second: &str| {
        let first = "person { group { name @rename(to: \"one\") } group { name";
        format!("# Finds.\nquery Find {HEAD} {{\n  {first} {second} }} }}\n}}\n")
    };
    with("queries/find.graphql", &query("@rename(to: \"two\")"))
        .rejected(&["`name` is selected twice and renamed to both `one` and `two`"]);
    let project = with("queries/find.graphql", &query("@secret"));
    project.succeeds("generate");
    let code = project.0.path().join("src/operations/find.rs");
    let code = fs::read_to_string(code).unwrap();
    assert!(code.contains("pub one: Option<secret::Secret>"), "{code}");
}

#[test]
fn problem_in_two_files_is_reported_whatever_letters_they_have() {
    let selections = ["...Part other: visits", "other: visits ...Part"];
    for (count, selections) in (0..20).flat_map(|count| selections.map(|one| (count, one))) {
        let comment = "# 密码\u{1f600}\n".repeat(count);
        let project = with(
            "queries/find.graphql",
            &format!("{comment}# Finds.\nquery Find {HEAD} {{\n  person {{ {selections} }}\n}}\n"),
        );
        project.write(
            "queries/fragments/Part.graphql",
            &format!("{comment}fragment Part on Person {{ other: type }}\n"),
        );
        project.rejected(&["cannot select different fields into the same alias `other`"]);
    }
}
