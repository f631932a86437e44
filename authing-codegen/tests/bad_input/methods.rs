//! Named methods that can't be written.

use crate::{HEAD, Project, text};

const METHODS: &str = r#"
    [target.methods]
    folder = "methods"
    clients = { CLIENT = "crate::Client" }
    runtime = "::authing_core"
    operations = "crate::operations"
    types = "crate::types"
    error = "crate::Error"

    [target.methods.blocking]
    folder = "blocking"
    clients = { CLIENT = "crate::blocking::Client" }
"#;

/// A project whose methods have a place, with one more query file.
fn with(path: &str, query: &str) -> Project {
    let project = Project::new();
    project.write("codegen.toml", &(project.config() + METHODS));
    project.write(path, query);
    project
}

/// A query file that finds a person, with these variables beside `$id`, and these directives.
fn find(variables: &str, directives: &str) -> Project {
    with(
        "queries/people/find.graphql",
        &format!(
            "# Finds.\nquery Find(\n  $id: String!\n  {variables}\n) {HEAD}\n  {directives} {{\n  \
             person(id: $id, clientId: $clientId, client_id: $appId) {{\n    type\n  }}\n}}\n"
        ),
    )
}

const OPTIONAL: &str = "$clientId: String @userPool $appId: String";

#[test]
fn a_name_that_is_not_snake_case() {
    for name in ["findOne", "Find", "find-one", ""] {
        find(
            OPTIONAL,
            &format!("@method(name: \"{name}\", on: [CLIENT])"),
        )
        .refused(&[
            &format!("`{name}` is not a name in snake case, so no method can have it"),
            "--> queries/people/find.graphql:6:3",
        ]);
    }
}

#[test]
fn a_variable_that_a_method_cannot_be_given() {
    for (with, reason) in [
        ("page", "`$page` is not a variable of this operation"),
        ("$appId", "`$$appId` is not a variable of this operation"),
        ("id", "`$id` is required: every method takes it"),
        (
            "clientId",
            "`$clientId` is filled in, so a method can't take it",
        ),
    ] {
        find(
            OPTIONAL,
            &format!("@method(on: [CLIENT], with: [\"{with}\"])"),
        )
        .refused(&[reason, "--> queries/people/find.graphql:6:3"]);
    }
}

#[test]
fn a_variable_beside_the_whole_operation() {
    find(
        OPTIONAL,
        "@method(on: [CLIENT], whole: true, with: [\"appId\"])",
    )
    .refused(&[
        "`find` takes the whole operation, so there is nothing to add by `with`",
        "--> queries/people/find.graphql:6:3",
    ]);
}

#[test]
fn a_method_with_more_than_four_arguments() {
    let label = |active: &str, more: &str| {
        let query = format!(
            "# Labels.\nmutation LabelIt($type: String!, $gen: String!, $default: String!, $size: Int!, $active: {active}) \
             {HEAD}\n  @method(on: [CLIENT]{more}) {{\n  \
             label(type: $type, gen: $gen, default: $default, size: $size, active: $active)\n}}\n"
        );
        with("queries/people/label.graphql", &query)
    };
    for project in [
        label("Boolean!", ""),
        label("Boolean! = true", ", with: [\"active\"]"),
    ] {
        project.refused(&[
            "`label_it` would take 5 arguments, and 4 are the most",
            "--> queries/people/label.graphql:3:3",
            "help: let it take the operation, by `whole: true`, or fewer by `with`",
        ]);
    }
    for accepted in [
        label("Boolean! = true", ""),
        label("Boolean!", ", whole: true"),
    ] {
        let done = accepted.run("generate");
        assert!(done.status.success(), "{}", text(&done.stderr));
    }
}

#[test]
fn two_methods_of_one_name_on_one_client() {
    find(
        OPTIONAL,
        "@method(on: [CLIENT]) @method(on: [CLIENT], with: [\"appId\"])",
    )
    .refused(&[
        "CLIENT has a method `find` already: queries/people/find.graphql:6:3",
        "--> queries/people/find.graphql:6:25",
    ]);
    let project = find(OPTIONAL, "@method(on: [CLIENT])");
    project.write(
        "queries/others/ping.graphql",
        &format!(
            "# Pings.\nquery PingAgain {HEAD} @method(name: \"find\", on: [CLIENT]) {{ ping }}\n"
        ),
    );
    project.refused(&[
        "CLIENT has a method `find` already: queries/others/ping.graphql:2:",
        "--> queries/people/find.graphql:6:3",
    ]);
}

#[test]
fn a_client_that_there_is_not() {
    find(OPTIONAL, "@method(on: [CLIENT, SESSION])").refused(&[
        "the configuration has no Rust type for SESSION",
        "--> queries/people/find.graphql:6:3",
    ]);
    find(OPTIONAL, "@method(on: [ROBOT])").refused(&["`ROBOT`", "queries/people/find.graphql:6:"]);
}

#[test]
fn a_method_without_a_place() {
    let ping = format!("# Pings.\nquery PingAgain {HEAD} @method(on: [CLIENT]) {{ ping }}\n");
    with("queries/ping_again.graphql", &ping).refused(&[
        "a method is grouped by the folder of its query file, which this is not in",
        "--> queries/ping_again.graphql:2:",
    ]);
    let project = Project::new();
    project.write("queries/people/ping_again.graphql", &ping);
    project.refused(&[
        "the configuration does not say where methods go",
        "--> queries/people/ping_again.graphql:2:",
        "help: give the target `test` `[target.methods]`",
    ]);
}

#[test]
fn a_user_of_ones_own_that_no_method_takes() {
    let own = |directives| {
        with(
            "queries/people/find.graphql",
            &format!(
                "# Finds.\nquery Find(\n  $id: String! @ownUser(on: [CLIENT])\n) {HEAD} {directives} {{\n  \
                 person(id: $id) {{\n    type\n  }}\n}}\n"
            ),
        )
    };
    for directives in ["", "@method(on: [CLIENT], whole: true)"] {
        own(directives).refused(&[
            "`$id` is the own user of CLIENT, which has no method here that takes it",
            "--> queries/people/find.graphql:3:3",
        ]);
    }
    let done = own("@method(on: [CLIENT])").run("generate");
    assert!(done.status.success(), "{}", text(&done.stderr));
}

#[test]
fn a_user_of_ones_own_that_is_no_id() {
    find(
        "$clientId: String @userPool $appId: String @ownUser(on: [CLIENT])",
        "@method(on: [CLIENT])",
    )
    .refused(&[
        "`$appId` is a `String`, but `@ownUser` is for a `String!` that is sent as it is",
        "--> queries/people/find.graphql:4:31",
    ]);
}

#[test]
fn a_configuration_that_names_no_types() {
    for (from, to, message) in [
        (
            "\"crate::Client\"",
            "\"a client\"",
            "methods: CLIENT = \"a client\" is no Rust path",
        ),
        (
            "CLIENT = \"crate::blocking::Client\"",
            "",
            "methods.blocking.clients must name the same clients as methods.clients",
        ),
        (
            "\"crate::types\"",
            "\"crate::models\"",
            "methods: types = \"crate::models\" must end with `types`",
        ),
    ] {
        let project = find(OPTIONAL, "@method(on: [CLIENT])");
        project.configure(from, to);
        project.refused(&["codegen.toml: ", message]);
    }
}

#[test]
fn a_method_that_goes_takes_its_files_along() {
    let project = find(OPTIONAL, "@method(on: [CLIENT])");
    let exists = |path: &str| project.0.path().join(path).exists();
    assert!(project.run("generate").status.success());
    assert!(exists("methods/people.rs") && exists("blocking/people.rs"));

    project.write("methods/mine.rs", "pub struct Mine;\n");
    project.refused(&["methods/mine.rs", "this file is not generated"]);
    std::fs::remove_file(project.0.path().join("methods/mine.rs")).unwrap();

    std::fs::remove_file(project.0.path().join("queries/people/find.graphql")).unwrap();
    let done = project.run("check");
    let message = text(&done.stderr);
    assert!(
        message.contains("superfluous: methods/people.rs"),
        "{message}"
    );
    assert!(project.run("generate").status.success());
    assert!(!exists("methods/people.rs") && !exists("blocking/people.rs"));
}
