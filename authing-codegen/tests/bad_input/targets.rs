//! Several targets in one configuration.

use crate::{HEAD, Project, text};

/// Creates a project with a second target that has its own query file.
fn with_second_target(change: impl Fn(String) -> String) -> Project {
    let project = Project::new();
    let config = project.config();
    let second = config
        .replace("\"test\"", "\"second\"")
        .replace("\"queries\"", "\"others\"")
        .replace("\"src\"", "\"second\"")
        .replace("API.txt", "SECOND.txt");
    project.write(
        "others/pong.graphql",
        &format!("# Pongs.\nquery Pong {HEAD} {{ ping }}\n"),
    );
    project.write("codegen.toml", &format!("{config}\n{}", change(second)));
    project
}

#[test]
fn targets_with_the_same_output_are_rejected() {
    for (own, theirs, what) in [
        (
            "\"second\"\n                api",
            "\"./x/../src\"\n                api",
            "output",
        ),
        ("SECOND.txt", "API.txt", "api"),
    ] {
        with_second_target(|second| second.replace(own, theirs)).refused(&[
            "codegen.toml: ",
            &format!("the targets `test` and `second` have the same `{what}`"),
        ]);
    }
}

#[test]
fn overlapping_query_folders_are_rejected() {
    for queries in ["queries", "queries/v2", "./queries", "."] {
        let queries = format!("\"{queries}\"");
        with_second_target(|second| second.replace("\"others\"", &queries)).refused(&[
            "codegen.toml: ",
            "the `queries` folders of the targets `test` and `second` are the same or nested",
        ]);
    }
}

#[test]
fn targets_with_the_same_name_are_rejected() {
    with_second_target(|second| second.replacen("\"second\"", "\"test\"", 1))
        .refused(&["codegen.toml: ", "two targets are named `test`"]);
}

#[test]
fn nothing_is_written_unless_every_target_compiles() {
    let project = with_second_target(|second| second);
    project.write(
        "queries/find.graphql",
        &format!("# Finds.\nquery Find {HEAD} {{ ping }}\n"),
    );
    project.write("others/wrong.graphql", "query Wrong { ping }\n");
    project.refused(&["others/wrong.graphql:1:1"]);
}

#[test]
fn single_target_can_be_compiled() {
    let project = with_second_target(|second| second);
    project.write("queries/wrong.graphql", "query Wrong { ping }\n");
    let done = project.run("generate --target second");
    assert_eq!(
        text(&done.stdout),
        "second: 1 operations, 0 types; 4 files changed, 0 removed\n"
    );
    assert!(project.run("check --target second").status.success());
    assert!(!project.run("check").status.success());
    let done = project.run("check --target third");
    let said = text(&done.stderr);
    assert!(
        said.contains("no target named `third`; the targets are: test, second"),
        "{said}"
    );
}

#[test]
fn title_of_an_unknown_folder_is_rejected() {
    let project = Project::new();
    let areas = "sensitive = [\"password\", \"token\"]\nareas = { people = \"People\" }";
    project.configure("sensitive = [\"password\", \"token\"]", areas);
    project.refused(&["`areas` names `people`, which is not a folder of query files"]);
}
