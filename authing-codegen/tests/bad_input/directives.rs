//! Directives that don't say what their values are in Rust.

use std::fs;

use crate::{Project, changing};

/// A project whose directives of the API have this in place of that.
fn with_api(from: &str, to: &str) -> Project {
    let project = Project::new();
    let api = fs::read_to_string(project.0.path().join("api.graphql")).unwrap();
    assert!(api.contains(from), "{api}");
    project.write("api.graphql", &api.replace(from, to));
    project
}

#[test]
fn a_value_that_says_nothing_of_rust() {
    for (from, to, value, place) in [
        (
            "USERS @rust",
            "CONSOLE\n  USERS @rust",
            "CONSOLE",
            "api.graphql:5:3",
        ),
        (
            "  NONE @rust",
            "  ADMIN\n  NONE @rust",
            "ADMIN",
            "api.graphql:13:3",
        ),
        (
            ", words: \"without a token\"",
            "",
            "NONE",
            "api.graphql:13:3",
        ),
    ] {
        with_api(from, to).refused(&[
            &format!("nothing says what `{value}` is in Rust"),
            place,
            "help: add `@rust` with `path` and `words`",
        ]);
    }
}

#[test]
fn an_api_that_says_nothing_of_its_own_type() {
    with_api(" @rust(path: \"legacy::Legacy\")", "").refused(&[
        "nothing says what `AuthingService` is in Rust",
        "api.graphql:3:1",
        "help: add `@rust` with `path`",
    ]);
}

#[test]
fn a_path_that_is_none() {
    with_api("legacy::NoToken", "legacy::no token")
        .refused(&["`legacy::no token` is not a Rust path", "api.graphql:"]);
}

#[test]
fn a_value_that_the_directives_do_not_have() {
    let project = Project::new();
    project.write(
        "queries/extra.graphql",
        "# E.\nquery Extra @authing(service: USERS, token: ADMIN) { ping }\n",
    );
    project.refused(&["ADMIN", "queries/extra.graphql:2:45"]);
}

#[test]
fn a_token_that_the_samples_have_no_function_for() {
    let project = Project::new();
    let config = project.config();
    let samples = "[target.samples]\nfile = \"samples.rs\"\noperations = \"crate::o\"\ntypes = \"crate::t\"\n\
         functions = { OWNER = \"owner\" }\n";
    project.write("codegen.toml", &format!("{config}\n{samples}"));
    project.refused(&[
        "the samples have no function for operations with the token `NONE`",
        "queries/ping.graphql:",
        "help: name one in the configuration: [target.samples] functions = { NONE = \"…\" }",
    ]);
}

#[test]
fn directives_without_the_apis_own() {
    let project = Project::new();
    project.configure(", \"api.graphql\"", "");
    project.refused(&["AuthingService", "directives.graphql:"]);
}

#[test]
fn a_rust_type_for_what_is_not_a_text_as_it_is() {
    let only = "but `@rust` is for a `String` that is sent as it is";
    for variables in [
        "$id: String! @rust(path: \"a::Id\") @secret, $note: String",
        "$id: String! @rust(path: \"a::Id\") @userPool, $note: String",
    ] {
        changing(variables).refused(&[&format!("`$id` is a `String!`, {only}")]);
    }
    changing("$id: String! @rust(path: \"no path\"), $note: String").refused(&[
        "`no path` is not a Rust path",
        "--> queries/change.graphql:3:3",
    ]);
}
