//! Changes of the service's schema, with the operations and Rust items that they affect.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use authing_codegen::Config;
use authing_codegen::diff::{Diff, Source, TouchingChange, diff};
use serde_json::Value;
use tempfile::TempDir;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The service's schema with some of its text replaced inside one definition.
fn changed(inside: &str, replacements: &[(&str, &str)]) -> (TempDir, PathBuf) {
    let schema = fs::read_to_string(root().join("schema/legacy.graphql")).unwrap();
    let start = schema.find(inside).unwrap();
    let end = start + schema[start..].find("\n}").unwrap();
    let mut definition = schema[start..end].to_owned();
    for (from, to) in replacements {
        assert!(definition.contains(from), "{inside} has no {from}");
        definition = definition.replacen(from, to, 1);
    }
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("new.graphql");
    fs::write(
        &file,
        [&schema[..start], &definition, &schema[end..]].concat(),
    )
    .unwrap();
    (folder, file)
}

fn compare(inside: &str, replacements: &[(&str, &str)]) -> Diff {
    let (_folder, new) = changed(inside, replacements);
    let config = Config::read(&root().join("codegen.toml")).unwrap();
    let target = &config.targets[0];
    let source = |path: &Path| Source::file(path).unwrap();
    diff(target, &source(&target.schema_file()), &source(&new))
        .unwrap_or_else(|error| panic!("{error}"))
}

fn only(diff: &Diff) -> &TouchingChange {
    let [change] = diff.changes.as_slice() else {
        panic!("{}", diff.text())
    };
    change
}

fn lines(diff: &Diff) -> Vec<String> {
    let text = diff.text();
    let touching = text.lines().filter(|line| line.starts_with("  Rust: "));
    touching.map(|line| line.trim_start().to_owned()).collect()
}

#[test]
fn a_removed_field_is_named_with_its_operations_and_its_rust_field() {
    let diff = compare("type ExtendUser {", &[("\n  email: String\n", "\n")]);
    let change = only(&diff);
    let names: Vec<_> = change
        .operations
        .iter()
        .map(|one| one.name.as_str())
        .collect();
    assert!(
        names.contains(&"LoginByEmail") && names.contains(&"ListUsers"),
        "{names:?}"
    );
    assert!(!names.contains(&"CreateRole"), "{names:?}");
    assert_eq!(
        lines(&diff),
        ["Rust: `User.email: Option<String>` goes away"]
    );
    let rejected: Vec<_> = diff
        .rejected_by_new
        .iter()
        .map(|one| one.name.as_str())
        .collect();
    assert!(rejected.contains(&"LoginByEmail"), "{rejected:?}");
    // `UserRecord` shares the type of `User`, and still has the field.
    assert_eq!(diff.faults.len(), 1, "{:?}", diff.faults);
}

#[test]
fn a_changed_field_type_changes_the_rust_type() {
    let diff = compare(
        "type ExtendUser {",
        &[
            ("\n  phone: String\n", "\n  phone: Int\n"),
            ("\n  photo: String\n", "\n  photo: String!\n"),
        ],
    );
    assert_eq!(
        lines(&diff),
        [
            "Rust: `User.phone: Option<String>` becomes `User.phone: Option<i64>`",
            "Rust: `User.photo: Option<String>` becomes `User.photo: String`",
        ]
    );
    assert!(diff.rejected_by_new.is_empty(), "{}", diff.text());
}

#[test]
fn a_changed_argument_blocks_its_variable() {
    let diff = compare(
        "type Query {",
        &[(
            "users(registerInClient: String, page: Int",
            "users(registerInClient: String, page: String",
        )],
    );
    assert_eq!(
        lines(&diff),
        ["Rust: `ListUsers.page: Option<u32>` can't be generated until its query file changes"]
    );
    let change = only(&diff);
    assert_eq!(change.operations.len(), 1);
    assert_eq!(change.operations[0].name, "ListUsers");
}

#[test]
fn a_new_required_argument_affects_operations_that_select_the_field() {
    let diff = compare(
        "type Mutation {",
        &[(
            "refreshToken(client: String!,",
            "refreshToken(client: String!, at: Int!,",
        )],
    );
    let change = only(&diff);
    assert_eq!(change.change.kind.to_string(), "FIELD_ARGUMENT_ADDED");
    assert_eq!(change.operations[0].name, "RefreshToken");
    assert_eq!(diff.rejected_by_new[0].name, "RefreshToken");
}

#[test]
fn a_removed_input_field_removes_its_variable() {
    let diff = compare(
        "input UserUpdateInput {",
        &[("\n  company: String\n", "\n")],
    );
    assert_eq!(
        lines(&diff),
        ["Rust: `UpdateUser.company: Option<String>` goes away"]
    );
    assert_eq!(only(&diff).operations[0].name, "UpdateUser");
}

#[test]
fn a_field_that_no_operation_uses_affects_nothing() {
    // Every root field has an operation, but not every field of its type is selected.
    let diff = compare("type OAuthList {", &[("\n  wxappLogo: String\n", "\n")]);
    let change = only(&diff);
    assert!(
        change.operations.is_empty() && change.rust.is_empty(),
        "{change:?}"
    );
}

#[test]
fn a_fragment_without_a_field_that_is_left_removes_its_fields() {
    let diff = compare(
        "type ChangeEmailStrategy {",
        &[("verifyOldEmail", "verifyEmail")],
    );
    assert_eq!(
        lines(&diff),
        ["Rust: `ChangeEmailStrategy.verify_old_email: Option<bool>` goes away"]
    );
    assert!(!diff.rejected_by_new.is_empty(), "{}", diff.text());
}

#[test]
fn a_removed_root_field_removes_its_operation() {
    let diff = compare(
        "type Query {",
        &[("  getWebhookSettingOptions: WebhookSettingOptions\n", "")],
    );
    let change = only(&diff);
    let names = change.operations.iter().map(|one| one.name.as_str());
    assert_eq!(names.collect::<Vec<_>>(), ["GetWebhookOptions"]);
    assert!(diff.text().contains("GetWebhookOptions"), "{}", diff.text());
    assert_eq!(diff.rejected_by_new.len(), 1);
}

#[test]
fn unsupported_types_do_not_end_the_comparison() {
    let diff = compare(
        "type UserLoginCount {",
        &[("type UserLoginCount", "interface UserLoginCount")],
    );
    let change = only(&diff);
    assert_eq!(change.change.kind.to_string(), "TYPE_KIND_CHANGED");
    assert_eq!(change.operations[0].name, "GetLoginCount");
    assert!(lines(&diff)[0].contains("`LoginCount.month: Option<String>`"));
    let fault = "the interface `UserLoginCount` is not supported";
    assert!(diff.faults.iter().all(|one| one.ends_with(fault)));
    assert_eq!(diff.faults.len(), 2, "{:?}", diff.faults);
}

#[test]
fn a_renamed_secret_is_a_fault() {
    let diff = compare(
        "input EmailProviderFormInput {",
        &[("\n  value: String", "\n  content: String")],
    );
    assert_eq!(
        diff.faults,
        [
            "`EmailProviderFormInput.value` is listed in `sensitive`, but the schema has no such field"
        ]
    );
}

/// Runs the program for the legacy API, unless the arguments name a target.
fn codegen(arguments: &[&str]) -> Output {
    let legacy: &[&str] = match arguments.contains(&"--target") {
        true => &[],
        false => &["--target", "legacy"],
    };
    Command::new(env!("CARGO_BIN_EXE_authing-codegen"))
        .args(arguments)
        .args(legacy)
        .current_dir(root())
        .output()
        .unwrap()
}

#[test]
fn an_invalid_schema_exits_with_2_and_a_reason() {
    for (arguments, reason) in [
        (vec!["diff", "nowhere.graphql"], "nowhere.graphql: "),
        (vec!["diff"], "OLD"),
        (vec!["diff", "-", "codegen.toml"], "codegen.toml:"),
        (
            vec!["diff", "-", "--target", "newer"],
            "no target named `newer`; the targets are: legacy",
        ),
    ] {
        let done = codegen(&arguments);
        let said = String::from_utf8(done.stderr).unwrap();
        assert_eq!(done.status.code(), Some(2), "{arguments:?}: {said}");
        assert!(said.contains(reason), "{arguments:?}: {said}");
    }
}

#[test]
fn json_and_markdown_have_the_same_changes() {
    let (_folder, new) = changed("type ExtendUser {", &[("\n  email: String\n", "\n")]);
    let new = new.to_str().unwrap();
    let json = codegen(&["diff", new, "--format", "json"]);
    let json: Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!(json["summary"]["breaking"], 1);
    let change = &json["changes"][0];
    assert_eq!(change["kind"], "FIELD_REMOVED");
    assert_eq!(change["class"], "breaking");
    assert_eq!(change["coordinate"], "ExtendUser.email");
    assert_eq!(
        (&change["old"], &change["new"]),
        (&"String".into(), &Value::Null)
    );
    let operations = change["operations"].as_array().unwrap();
    assert!(
        operations
            .iter()
            .any(|one| one["name"] == "LoginByEmail" && one["roles"][0] == "selected_field")
    );
    assert_eq!(change["rust"][0]["item"], "User.email: Option<String>");
    assert_eq!(change["rust"][0]["effect"], "goes_away");
    assert!(
        json["rejected_by_new"][0]["reasons"][0]
            .as_str()
            .unwrap()
            .contains("User.graphql:")
    );

    let markdown = codegen(&["diff", new, "--format", "markdown"]);
    let markdown = String::from_utf8(markdown.stdout).unwrap();
    assert!(markdown.contains(
        "### Breaking (1)\n\n- the field `ExtendUser.email` was removed (`FIELD_REMOVED`)\n"
    ));
    assert!(markdown.contains("  - Rust: `User.email: Option<String>` goes away\n"));
}
