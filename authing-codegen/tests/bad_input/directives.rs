//! Directives without the Rust meaning of their values.

use std::fs;

use super::{Project, changing};

/// Creates a project with a replacement in the directives of its API.
fn with_api(from: &str, to: &str) -> Project {
    let project = Project::new();
    let api = fs::read_to_string(project.0.path().join("api.graphql")).unwrap();
    assert!(api.contains(from), "{api}");
    project.write("api.graphql", &api.replace(from, to));
    project
}

#[test]
fn directive_value_without_rust_mapping_is_rejected() {
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
        with_api(from, to).rejected(&[
            &format!("the Rust mapping of `{value}` is missing or incomplete"),
            place,
            "help: add `@rust` with `path` and `words`",
        ]);
    }
}

#[test]
fn api_without_rust_path_is_rejected() {
    with_api(" @rust(path: \"legacy::Legacy\")", "").rejected(&[
        "the Rust mapping of `AuthingService` is missing or incomplete",
        "api.graphql:3:1",
        "help: add `@rust` with `path`",
    ]);
}

#[test]
fn invalid_rust_path_is_rejected() {
    with_api("legacy::NoToken", "legacy::no token").rejected(&[
        "`legacy::no token` is not a valid Rust path",
        "api.graphql:",
    ]);
}

#[test]
fn unknown_directive_value_is_rejected() {
    let project = Project::new();
    project.write(
        "queries/extra.graphql",
        "# E.\nquery Extra @authing(service: USERS, token: ADMIN) { ping }\n",
    );
    project.rejected(&["ADMIN", "queries/extra.graphql:2:45"]);
}

#[test]
fn release_without_a_name_is_rejected() {
    let project = Project::new();
    project.write(
        "queries/extra.graphql",
        "# E.\nquery Extra @authing(service: USERS, token: NONE, since: \" \") { ping }\n",
    );
    project.rejected(&[
        "`since` of `@authing` requires a release",
        "queries/extra.graphql:2:1",
    ]);
}

#[test]
fn token_without_sample_function_is_rejected() {
    let project = Project::new();
    let config = project.config();
    let samples = "[target.samples]\nfile = \"samples.rs\"\noperations = \"crate::o\"\ntypes = \"crate::t\"\n\
         functions = { OWNER = \"owner\" }\n";
    project.write("codegen.toml", &format!("{config}\n{samples}"));
    project.rejected(&[
        "the samples have no function for operations with the token `NONE`",
        "queries/ping.graphql:",
        "help: add one to the configuration: [target.samples] functions = { NONE = \"…\" }",
    ]);
}

#[test]
fn missing_api_directives_are_rejected() {
    let project = Project::new();
    project.configure(", \"api.graphql\"", "");
    project.rejected(&["AuthingService", "directives.graphql:"]);
}

#[test]
fn rust_type_on_an_unsuitable_variable_is_rejected() {
    let only = "but `@rust` requires a `String` that is sent unchanged";
    for variables in [
        "$id: String! @rust(path: \"a::Id\") @secret, $note: String",
        "$id: String! @rust(path: \"a::Id\") @userPool, $note: String",
    ] {
        changing(variables).rejected(&[&format!("`$id` is a `String!`, {only}")]);
    }
    changing("$id: String! @rust(path: \"no path\"), $note: String").rejected(&[
        "`no path` is not a valid Rust path",
        "--> queries/change.graphql:3:3",
    ]);
}
