//! Named methods that can't be generated.

use super::{HEAD, Project, text};

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

/// Creates a project that generates methods, with an additional query file.
fn with(path: &str, query: &str) -> Project {
    let project = Project::new();
    project.write("codegen.toml", &(project.config() + METHODS));
    project.write(path, query);
    project
}

/// Creates a project with a query file that finds a person, with these variables after `$id` and these directives.
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
fn method_with_an_unavailable_variable_is_rejected() {
    for (with, reason) in [
        ("page", "`$page` is not a variable of this operation"),
        ("$appId", "`$$appId` is not a variable of this operation"),
        ("id", "`$id` is required, so every method already takes it"),
        (
            "clientId",
            "`$clientId` is filled in by the SDK, so a method can't take it",
        ),
    ] {
        find(
            OPTIONAL,
            &format!("@method(on: [CLIENT], with: [\"{with}\"])"),
        )
        .rejected(&[reason, "--> queries/people/find.graphql:6:3"]);
    }
}

#[test]
fn whole_and_with_together_are_rejected() {
    find(
        OPTIONAL,
        "@method(on: [CLIENT], whole: true, with: [\"appId\"])",
    )
    .rejected(&[
        "`find` takes the whole operation, so `with` must be empty",
        "--> queries/people/find.graphql:6:3",
    ]);
}

#[test]
fn method_that_is_always_rejected_is_rejected() {
    let find = |method: &str| {
        let query = format!(
            "# Finds.\nmutation Find($id: String!, $note: String, $visits: Int) {HEAD}\n  \
             @atLeastOne(of: [\"note\", \"visits\"])\n  {method} {{\n  \
             change(id: $id, note: $note, visits: $visits) {{ type }}\n}}\n"
        );
        with("queries/people/find.graphql", &query)
    };
    find("@method(on: [CLIENT])").rejected(&[
        "`find` sets none of `note` and `visits`, so that it is always rejected",
        "--> queries/people/find.graphql:4:3",
        "help: use `whole: true`, or one of them in `with`",
    ]);
    for accepted in [
        "@method(on: [CLIENT], whole: true)",
        "@method(on: [CLIENT], with: [\"visits\"])",
    ] {
        find(accepted).succeeds("generate");
    }
}

#[test]
fn method_with_more_than_four_arguments_is_rejected() {
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
        project.rejected(&[
            "`label_it` would take 5 arguments, but the maximum is 4",
            "--> queries/people/label.graphql:3:3",
            "help: use `whole: true`, or fewer variables in `with`",
        ]);
    }
    for accepted in [
        label("Boolean! = true", ""),
        label("Boolean!", ", whole: true"),
    ] {
        accepted.succeeds("generate");
    }
}

#[test]
fn methods_with_the_same_name_on_one_client_are_rejected() {
    find(
        OPTIONAL,
        "@method(on: [CLIENT]) @method(on: [CLIENT], with: [\"appId\"])",
    )
    .rejected(&[
        "CLIENT already has a method `find`, from queries/people/find.graphql:6:3",
        "--> queries/people/find.graphql:6:25",
        "help: name each client in one `@method` of the operation only",
    ]);
}

#[test]
fn unknown_client_is_rejected() {
    find(OPTIONAL, "@method(on: [CLIENT, SESSION])").rejected(&[
        "the configuration has no Rust type for SESSION",
        "--> queries/people/find.graphql:6:3",
    ]);
    find(OPTIONAL, "@method(on: [ROBOT])").rejected(&["`ROBOT`", "queries/people/find.graphql:6:"]);
}

#[test]
fn method_without_folder_or_configuration_is_rejected() {
    let ping = format!("# Pings.\nquery PingAgain {HEAD} @method(on: [CLIENT]) {{ ping }}\n");
    with("queries/ping_again.graphql", &ping).rejected(&[
        "the query file of a method must be in a folder of `queries`",
        "--> queries/ping_again.graphql:2:",
    ]);
    let project = Project::new();
    project.write("queries/people/ping_again.graphql", &ping);
    project.rejected(&[
        "the configuration has no folder for methods",
        "--> queries/people/ping_again.graphql:2:",
        "help: add `[target.methods]` to the target `test`",
    ]);
}

#[test]
fn own_user_without_a_method_is_rejected() {
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
        own(directives).rejected(&[
            "`@ownUser` of `$id` names CLIENT, but no method on CLIENT takes this variable",
            "--> queries/people/find.graphql:3:3",
        ]);
    }
    own("@method(on: [CLIENT])").succeeds("generate");
}

#[test]
fn own_user_on_a_variable_that_is_not_an_id_is_rejected() {
    find(
        "$clientId: String @userPool $appId: String @ownUser(on: [CLIENT])",
        "@method(on: [CLIENT])",
    )
    .rejected(&[
        "`$appId` is a `String`, but `@ownUser` requires a `String!` that is sent unchanged",
        "--> queries/people/find.graphql:4:31",
    ]);
}

#[test]
fn invalid_method_paths_are_rejected() {
    for (from, to, message) in [
        (
            "\"crate::Client\"",
            "\"a client\"",
            "methods: CLIENT = \"a client\" is not a valid Rust path",
        ),
        (
            "\"crate::Client\"",
            "\"sdk::Client\"",
            "methods: CLIENT = \"sdk::Client\" must begin with `crate::`",
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
        project.rejected(&["codegen.toml: ", message]);
    }
}

#[test]
fn senders_of_no_operation_or_of_the_same_one_are_rejected() {
    let ping = HEAD.replace(")", ", implements: [\"crate::In\", \"crate::Out\"])");
    let ping = format!("# Pings.\nquery PingAgain {ping} @method(on: [CLIENT]) {{ ping }}\n");
    let sender = |of_trait, output| {
        format!("senders.\"crate::{of_trait}\" = {{ method = \"enter\", output = \"{output}\" }}\n")
    };
    let rejected = |senders: &str, blocking: &str, expected: &[&str]| {
        let project = with("queries/people/ping_again.graphql", &ping);
        let end = "\n    [target.methods.blocking]\n";
        project.configure(end, &format!("{senders}{end}{blocking}"));
        project.rejected(expected);
    };
    let (enter, leave) = (sender("In", "crate::Guest"), sender("Out", "crate::Guest"));
    let both = format!("{enter}{leave}");
    rejected(
        &both,
        &both,
        &[
            "`PingAgain` implements `crate::In` and `crate::Out`, which are both in `senders`",
            "--> queries/people/ping_again.graphql:2:1",
            "help: implement one of them",
        ],
    );
    let unknown = format!("{enter}{}", sender("On", "crate::Guest"));
    rejected(
        &unknown,
        &unknown,
        &[
            "`crate::On` is listed in `senders`, but no operation implements it",
            "help: correct `senders` in the configuration",
        ],
    );
    rejected(
        &enter,
        &leave,
        &["methods.blocking.senders must name the same traits as methods.senders"],
    );
    let invalid = sender("In", "a guest");
    rejected(
        &invalid,
        &invalid,
        &["methods: senders.\"crate::In\".output = \"a guest\" is not a valid Rust path"],
    );
    let invalid = enter.replace("enter", "let in");
    rejected(
        &invalid,
        &invalid,
        &["methods: senders.\"crate::In\".method = \"let in\" is not a valid method name"],
    );
}

#[test]
fn removed_method_removes_its_files() {
    let project = find(OPTIONAL, "@method(on: [CLIENT])");
    let exists = |path: &str| project.0.path().join(path).exists();
    project.succeeds("generate");
    assert!(exists("methods/people.rs") && exists("blocking/people.rs"));

    project.write("methods/mine.rs", "pub struct Mine;\n");
    project.rejected(&["methods/mine.rs", "this file is not generated"]);
    std::fs::remove_file(project.0.path().join("methods/mine.rs")).unwrap();

    std::fs::remove_file(project.0.path().join("queries/people/find.graphql")).unwrap();
    let done = project.run("check");
    let message = text(&done.stderr);
    assert!(
        message.contains("unexpected: methods/people.rs"),
        "{message}"
    );
    project.succeeds("generate");
    assert!(!exists("methods/people.rs") && !exists("blocking/people.rs"));
}
