//! The configuration, and the files that are written, kept or removed.

use std::fs;
use std::process::Command;

use super::{HEAD, Project, text, with};

#[test]
fn a_folder_of_query_files_becomes_a_module() {
    for (folder, message) in [
        ("again", None),
        (
            "Again",
            Some("the folder `Again` of query files can't be a module"),
        ),
        (
            "mod",
            Some("the folder `mod` of query files can't be a module"),
        ),
        (
            "by_area",
            Some("the folder `by_area` of query files can't be a module"),
        ),
        (
            "two words",
            Some("the folder `two words` of query files can't be a module"),
        ),
        (
            "kebab-case",
            Some("the folder `kebab-case` of query files can't be a module"),
        ),
        (
            "2fa",
            Some("the folder `2fa` of query files can't be a module"),
        ),
        (
            "登录",
            Some("the folder `登录` of query files can't be a module"),
        ),
        (
            "super",
            Some("the folder `super` of query files can't be a module"),
        ),
        (
            "ping",
            Some(
                "the folder `ping` of query files and the operation `Ping` would have the same module",
            ),
        ),
    ] {
        let project = with(
            &format!("queries/{folder}/extra.graphql"),
            &format!("# Extra.\nquery Extra {HEAD} {{ person {{ type }} }}\n"),
        );
        match message {
            None => {
                project.succeeds("generate");
            }
            Some(message) => project.rejected(&[message, "help: rename the folder"]),
        }
    }
}

#[test]
fn bom_and_crlf_are_accepted() {
    let project = Project::new();
    let plain = format!(
        "# Finds.\n# Much.\nquery Find(\n  # Which.\n  $id: String\n) {HEAD} {{\n  person(id: $id) {{\n    # What.\n    type\n  }}\n}}\n"
    );
    project.write("queries/find.graphql", &plain);
    project.succeeds("generate");
    let mut expected = project.files();
    assert!(
        expected
            .values()
            .any(|text| text.contains("/// Finds.\n/// Much.\n"))
    );
    let other = format!("\u{feff}{}", plain.replace('\n', "\r\n"));
    project.write("queries/find.graphql", &other);
    project.succeeds("generate");
    expected.insert(project.0.path().join("queries/find.graphql"), other);
    assert!(project.files() == expected);
}

#[test]
fn configuration_is_found_in_parent_folders() {
    let project = Project::new();
    let inner = project.0.path().join("queries/fragments");
    fs::create_dir_all(&inner).unwrap();
    let run = |arguments: &[&str]| {
        Command::new(env!("CARGO_BIN_EXE_authing-codegen"))
            .args(arguments)
            .current_dir(&inner)
            .output()
            .unwrap()
    };
    let done = run(&["check"]);
    assert!(done.status.success(), "{}", text(&done.stderr));
    let done = run(&["check", "--config", "codegen.toml"]);
    assert!(!done.status.success(), "a given path must exist");
    fs::remove_file(project.0.path().join("codegen.toml")).unwrap();
    let done = run(&["check"]);
    let said = text(&done.stderr);
    assert!(said.contains("codegen.toml: not found"), "{said}");
    assert!(said.contains("--config"), "{said}");
}

#[test]
fn a_missing_schema_names_the_command_that_writes_it() {
    let project = Project::new();
    fs::remove_file(project.0.path().join("schema.graphql")).unwrap();
    project.rejected(&[
        "schema.graphql: the schema file does not exist",
        "codegen fetch`",
    ]);
}

#[test]
fn all_problems_are_reported_at_once() {
    let project = with(
        "queries/a.graphql",
        &format!("# A.\nquery A {HEAD} {{ pong }}\n"),
    );
    project.write(
        "queries/b.graphql",
        &format!("# B.\nquery B {HEAD} {{ pang }}\n"),
    );
    project.rejected(&["queries/a.graphql:2:", "queries/b.graphql:2:"]);
}

#[test]
fn invalid_schema_is_rejected() {
    with("schema.graphql", "type Query { ping: Nothing }\n")
        .rejected(&["cannot find type `Nothing`", "schema.graphql:1:20"]);
}

#[test]
fn read_only_file_is_not_overwritten() {
    let project = with(
        "queries/find.graphql",
        &format!("# Finds.\nquery Find {HEAD} {{ person {{ type }} }}\n"),
    );
    let file = project.0.path().join("src/operations/mod.rs");
    let mut permissions = fs::metadata(&file).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&file, permissions).unwrap();
    project.rejected(&[
        "src/operations/mod.rs",
        "the file is read-only; nothing was changed",
    ]);
}

#[test]
fn handwritten_file_in_a_generated_folder_is_rejected() {
    with("src/types/mine.rs", "pub struct Mine;\n").rejected(&[
        "src/types/mine.rs",
        "this file is not generated, but its folder belongs to the generator; move it elsewhere",
    ]);
}

#[test]
fn invalid_configuration_is_rejected() {
    with("codegen.toml", "[[target]]\nname = \"x\"\nshema = \"y\"\n")
        .rejected(&["codegen.toml", "unknown field `shema`"]);
}

#[test]
fn check_reports_changed_missing_and_unexpected_files() {
    let project = Project::new();
    project.succeeds("check");

    project.write("src/operations/ping.rs", "// tampered\n");
    project.write(
        "src/types/stray.rs",
        "// @generated by authing-codegen long ago\n",
    );
    fs::remove_file(project.0.path().join("API.txt")).unwrap();
    let done = project.run("check");
    let message = text(&done.stderr);
    assert!(!done.status.success());
    for expected in [
        "changed: src/operations/ping.rs (first difference at line 1)",
        "unexpected: src/types/stray.rs",
        "missing: API.txt",
    ] {
        assert!(
            message.contains(expected),
            "{expected:?} is not in:\n{message}"
        );
    }

    let done = project.run("generate");
    assert_eq!(
        text(&done.stdout),
        "test: 1 operation, 0 types; 2 files changed, 1 removed\n"
    );
    project.succeeds("check");
}

#[test]
fn removed_query_file_removes_its_code() {
    let project = with(
        "queries/find.graphql",
        &format!("# Finds.\nquery Find {HEAD} {{ person {{ type }} }}\n"),
    );
    project.succeeds("generate");
    let generated = project.0.path().join("src/operations/find.rs");
    assert!(generated.exists());
    fs::remove_file(project.0.path().join("queries/find.graphql")).unwrap();
    project.succeeds("generate");
    assert!(!generated.exists());
}
