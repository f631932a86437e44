//! Types that can't be generated.

use std::fs;

use super::{HEAD, with, with_schema};

#[test]
fn received_lists_of_lists_of_lists_are_rejected() {
    let schema = "type Query {\n  ping: Boolean\n  a: [[[Int]]]\n}\n";
    let query = format!("# E.\nquery Extra {HEAD} {{\n  a\n}}\n");
    with_schema(schema, &query).rejected(&[
        "`a` is a list of lists of lists",
        "queries/extra.graphql:3:3",
        "\n  help: don't select the field",
    ]);
}

#[test]
fn default_of_another_type_is_rejected() {
    let with = |default: &str| {
        let schema = format!(
            "type Query {{\n  ping: Boolean\n  a(b: In, c: Kind = A): Boolean\n}}\nenum Kind {{ A B }}\n\
             input One @oneOf {{ x: Int y: Int }}\ninput In {{\n  d: {default}\n}}\n"
        );
        let query = format!("# E.\nquery Extra($b: In) {HEAD} {{ a(b: $b) }}\n");
        with_schema(&schema, &query)
    };
    for (default, shown) in [
        ("Int = \"x\"", "`\"x\"`"),
        ("Int = 2147483648", "`2147483648`"),
        ("[Boolean!] = [true, null]", "`[true, null]`"),
        ("Kind = C", "`C`"),
        ("In = {d: 1}", "`{d: 1}`"),
        ("In = {e: {}}", "`{e: {}}`"),
        ("One = {x: 1, y: 2}", "`{x: 1, y: 2}`"),
        ("One = {x: null}", "`{x: null}`"),
    ] {
        let ty = default.split(" =").next().unwrap();
        let message = format!("the default {shown} of `d` is not a value of its type, `{ty}`");
        let column = default.find('=').unwrap() + 8;
        with(default).rejected(&[
            &message,
            &format!("--> schema.graphql:8:{column}"),
            "help: correct the default, or remove it",
        ]);
    }
    for default in [
        "[Int] = 1",
        "In = {}",
        "One = {x: 1}",
        "Float = 1",
        "ID = 1",
    ] {
        with(default).succeeds("generate");
    }
    let schema = "directive @a(b: Int = \"x\") on FIELD\ntype Query {\n  ping(c: Boolean! = null): Boolean\n}\n";
    let query = format!("# E.\nquery Extra {HEAD} {{ ping }}\n");
    with_schema(schema, &query).rejected(&["`\"x\"` of `b`", "`null` of `c`"]);
}

#[test]
fn interfaces_and_unions_are_rejected() {
    let schema = "type Query {\n  ping: Boolean\n  node: Node\n  one: One\n}\ninterface Node { id: ID }\ntype A implements Node { id: ID }\nunion One = A\n";
    for (query, expected) in [
        ("node { id }", "the interface `Node` is not supported"),
        (
            "one { ... on A { id } }",
            "the union `One` is not supported",
        ),
        ("node { __typename }", "`__typename` is not supported"),
    ] {
        with_schema(
            schema,
            &format!("# Extra.\nquery Extra {HEAD} {{\n  {query}\n}}\n"),
        )
        .rejected(&[expected, "--> queries/extra.graphql:3:", "\n  help: "]);
    }
}

#[test]
fn selections_with_the_same_type_name_are_rejected() {
    let project = with(
        "queries/extra.graphql",
        &format!(
            "# Extra.\nquery Extra {HEAD} {{ people(order: NEWEST_FIRST) {{ list {{ ...Team friends {{ ...TeamGroup }} }} }} }}\n"
        ),
    );
    // Both have a selection `TeamGroupOwner`.
    project.write(
        "queries/fragments/Team.graphql",
        "# T.\nfragment Team on Person { groupOwner: group { name } }\n",
    );
    project.write(
        "queries/fragments/TeamGroup.graphql",
        "# G.\nfragment TeamGroup on Person { owner: group { size } }\n",
    );
    project.write(
        "queries/more.graphql",
        &format!("# More.\nquery More {HEAD} {{ person {{ ...Team }} }}\n"),
    );
    project.rejected(&[
        "selections in `Team` and `TeamGroup` would both have the type name `TeamGroupOwner`",
        "--> queries/fragments/TeamGroup.graphql:2:1",
        "help: select one of them through a named fragment",
    ]);
}

#[test]
fn fields_with_the_same_rust_name_are_rejected() {
    with(
        "queries/find.graphql",
        &format!("# Finds.\nquery Find {HEAD} {{\n  person {{\n    _id\n    id\n  }}\n}}\n"),
    )
    .rejected(&[
        "the fields `_id` and `id` are both named `id` in Rust",
        "--> queries/find.graphql:5:5",
        "help: rename one of them with `@rename(to: …)`",
    ]);
}

#[test]
fn rename_to_an_invalid_name_is_rejected() {
    with(
        "queries/find.graphql",
        &format!("# Finds.\nquery Find {HEAD} {{\n  person {{\n    id @rename(to: \"publicId\")\n  }}\n}}\n"),
    )
    .rejected(&["`publicId` is not a valid snake case name", "--> queries/find.graphql:4:5"]);
}

#[test]
fn scalar_without_rust_type_is_rejected() {
    with(
        "queries/seen.graphql",
        &format!("# Seen.\nquery Seen {HEAD} {{\n  seen\n}}\n"),
    )
    .rejected(&[
        "the scalar `Timestamp` has no Rust type",
        "--> queries/seen.graphql:3:3",
    ]);
}

#[test]
fn name_reserved_by_the_generated_code_is_rejected() {
    for name in ["Option", "Variables", "Mod", "Self"] {
        with(
            "queries/extra.graphql",
            &format!("# Extra.\nquery {name} {HEAD} {{ ping }}\n"),
        )
        .rejected(&[
            &format!("the operation name `{name}`"),
            "--> queries/extra.graphql:2:1",
            &format!("help: rename it, for example to `{name}Operation`"),
        ]);
        let project = with(
            "queries/extra.graphql",
            &format!("# Extra.\nquery Extra {HEAD} {{ person {{ ...{name} }} }}\n"),
        );
        project.write(
            &format!("queries/fragments/{name}.graphql"),
            &format!("# A fragment.\nfragment {name} on Person {{ type }}\n"),
        );
        project.rejected(&[
            &format!("the type name `{name}`"),
            &format!("--> queries/fragments/{name}.graphql:2:1"),
        ]);
    }
    with_schema(
        "type Query {\n  ping: Boolean\n  a(b: Result): Boolean\n}\ninput Result { c: Int }\n",
        &format!("# Extra.\nquery Extra($b: Result) {HEAD} {{ a(b: $b) }}\n"),
    )
    .rejected(&[
        "the type name `Result`",
        "--> schema.graphql:5:1",
        "help: name it in the configuration: [target.names] Result = \"…\"",
    ]);
    for definition in ["input Self { c: Int }", "enum Self { A B }"] {
        with_schema(
            &format!("type Query {{\n  ping: Boolean\n  a(b: Self): Boolean\n}}\n{definition}\n"),
            &format!("# Extra.\nquery Extra($b: Self) {HEAD} {{ a(b: $b) }}\n"),
        )
        .rejected(&[
            "the type name `Self`",
            "--> schema.graphql:5:1",
            "[target.names] Self =",
        ]);
    }
}

#[test]
fn schema_types_with_the_same_rust_name_are_rejected() {
    with_schema(
        "type Query {\n  ping: Boolean\n  kind(in: Kind): kind\n}\nenum kind { A }\ninput Kind { a: Int }\n",
        &format!("# Extra.\nquery Extra($in: Kind) {HEAD} {{ kind(in: $in) }}\n"),
    )
    .rejected(&[
        "the types `Kind` and `kind` are both named `Kind` in Rust",
        "--> schema.graphql:5:1",
        "help: name it in the configuration: [target.names] kind = \"…\"",
    ]);
    with_schema(
        "type Query {\n  ping: Boolean\n  kind: _2\n}\nenum _2 { A }\n",
        &format!("# Extra.\nquery Extra {HEAD} {{ kind }}\n"),
    )
    .rejected(&[
        "the type `_2` becomes `2` in Rust",
        "--> schema.graphql:5:1",
        "help: name it in the configuration: [target.names] _2 = \"…\"",
    ]);
}

#[test]
fn selections_of_one_name_are_rejected() {
    let schema =
        "type Query { name: A userName: A a: A ping: Boolean } type A { b: A b_c: A c: A d: Int }";
    let project = with_schema(
        schema,
        &format!("# Finds.\nquery Find {HEAD} {{ userName {{ d }} }}\n"),
    );
    project.write(
        "queries/more/extra.graphql",
        &format!("# Finds more.\nquery FindUser {HEAD} {{ name {{ d }} }}\n"),
    );
    project.rejected(&[
        "selections in `Find` and `FindUser` would both have the type name `FindUserName`",
        "--> queries/more/extra.graphql:2:1",
        "select one of them through a named fragment",
    ]);
    let query =
        format!("# Finds.\nquery Find {HEAD} {{ a {{ b {{ c {{ d }} }} b_c {{ d }} }} }}\n");
    with_schema(schema, &query).rejected(&["the response would have two types named `FindABC`"]);
}

#[test]
fn selection_leaves_the_name_to_an_operation() {
    let schema = "type Query { user: A ping: Boolean } type A { d: Int }";
    let project = with_schema(
        schema,
        &format!("# Finds.\nquery Find {HEAD} {{ user {{ d }} }}\n"),
    );
    project.write(
        "queries/find_user.graphql",
        &format!("# Finds more.\nquery FindUser {HEAD} {{ user {{ d }} }}\n"),
    );
    project.succeeds("generate");
    let operations = project.0.path().join("src/operations/mod.rs");
    let operations = fs::read_to_string(operations).unwrap();
    assert!(
        operations.contains("pub use find::{Find, FindUserSelection};"),
        "{operations}"
    );
}
