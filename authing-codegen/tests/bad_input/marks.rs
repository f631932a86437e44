//! Secrets that are not marked.

use super::{HEAD, with, with_form};

#[test]
fn field_that_is_secret_in_one_type_must_be_marked_there() {
    let sent = format!(
        "# E.\nquery Extra($v: String) {HEAD} {{\n  form(blank: {{ value: $v }}) {{\n    value @secret\n  }}\n}}\n"
    );
    with_form(&sent).rejected(&[
        "`$v` is sent as `value`, which is sensitive, but is not marked",
        "queries/extra.graphql:2:13",
    ]);
    let selected = format!(
        "# E.\nquery Extra($v: String) {HEAD} {{\n  form(value: $v) {{\n    value\n  }}\n}}\n"
    );
    with_form(&selected).rejected(&[
        "`value` is sensitive but not marked",
        "queries/extra.graphql:4:5",
    ]);
    // The argument with the same name is not a secret.
    let marked = with_form(&selected.replace("    value", "    value @secret"));
    marked.succeeds("generate");
}

#[test]
fn unmarked_secret_is_rejected() {
    with(
        "queries/find.graphql",
        &format!("# Finds.\nquery Find {HEAD} {{\n  person {{\n    token\n  }}\n}}\n"),
    )
    .rejected(&[
        "`token` is sensitive but not marked",
        "--> queries/find.graphql:4:5",
        "help: mark it `@secret`",
    ]);
    with(
        "queries/sign_in.graphql",
        &format!(
            "# In.\nmutation In(\n  $password: String\n) {HEAD} {{ signIn(pool: \"p\", password: $password) {{ type }} }}\n"
        ),
    )
    .rejected(&["`$password` is sensitive but not marked", "--> queries/sign_in.graphql:3:3"]);
}

#[test]
fn unmarked_secret_under_another_name_is_rejected() {
    let expected = [
        "`$pw` is sent as `password`, which is sensitive, but is not marked",
        "--> queries/extra.graphql:2:13",
        "help: mark it `@encrypted`, `@secret` or `@digits`",
    ];
    for query in [
        "mutation In($pw: String) HEAD { signIn(pool: \"p\", password: $pw) { type } }",
        "mutation In($pw: String) HEAD { save(input: { _id: \"1\", children: [{ _id: \"2\", password: $pw }] }) { type } }",
    ] {
        with(
            "queries/extra.graphql",
            &format!("# In.\n{}\n", query.replace("HEAD", HEAD)),
        )
        .rejected(&expected);
    }
}

#[test]
fn field_that_is_left_out_can_be_neither_promised_nor_a_list() {
    for (field, problem) in [
        (
            "score @nullable @nonNull",
            "`score` can't be both `@nullable` and `@nonNull`",
        ),
        (
            "friends @nullable {\n      type\n    }",
            "`@nullable` can't apply to the list `friends`: one that is left out is read as empty",
        ),
    ] {
        let query = format!("# Finds.\nquery Find {HEAD} {{\n  person {{\n    {field}\n  }}\n}}\n");
        with("queries/find.graphql", &query).rejected(&[problem, "--> queries/find.graphql:4:5"]);
    }
}
