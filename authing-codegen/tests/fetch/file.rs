//! The file that is written.

use std::fs;
use std::path::Path;

use authing_emulator::Emulator;

use super::support::{EVERYTHING, File, http, introspected, query, said, serve, serve_schema};
use crate::support::Project;

fn schema() -> String {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../schema/legacy.graphql");
    fs::read_to_string(file).unwrap()
}

#[test]
fn the_emulators_schema_equals_ours_byte_for_byte() {
    let emulator = Emulator::builder().start_blocking().unwrap();
    let ours = schema();
    let file = File::new(Some(&ours));
    let done = file.fetch(&emulator.users_url(), &[]);
    assert!(done.status.success(), "{}", said(&done));
    assert!(
        String::from_utf8(done.stdout)
            .unwrap()
            .contains("301 root fields; unchanged")
    );
    assert_eq!(file.text(), ours);
}

#[test]
fn new_definitions_are_inserted_in_place_and_removed_ones_keep_the_section_title() {
    let emulator = Emulator::builder().start_blocking().unwrap();
    let ours = schema();
    // A field at the end of a section, an argument, a type, a value of an enum; a field that the service does not have.
    let mut old = ours.replace("\n  userMetadata(_id: String!): UserMetaDataList!\n", "\n");
    old = old.replace("  CREATEDAT_ASC\n", "");
    old = old.replace(
        "users(registerInClient: String, page: Int",
        "users(registerInClient: Int, page: Int",
    );
    let start = old.find("type JwtPayloadData {").unwrap();
    let end = start + old[start..].find("\n}\n\n").unwrap() + 4;
    old.replace_range(start..end, "");
    old = old.replace("  # Users\n  users(", "  # Users\n  gone: Int\n  users(");
    let file = File::new(Some(&old.replace("data: JwtPayloadData", "data: String")));
    let done = file.fetch(&emulator.users_url(), &[]);
    assert!(done.status.success(), "{}", said(&done));
    assert!(String::from_utf8(done.stdout).unwrap().contains("written"));
    assert_eq!(file.text(), ours);
    let files = fs::read_dir(file.folder.path()).unwrap().count();
    assert_eq!(files, 1, "a temporary file is left");
}

#[test]
fn the_advice_names_the_target_that_was_named() {
    let project = Project::with_settings("");
    let response = introspected("type Query { a: Int }", EVERYTHING);
    project.write("response.json", &response.to_string());
    let fetch = |arguments: &str| {
        let done = project.run(&format!("fetch --from response.json{arguments}"));
        assert!(done.status.success(), "{}", said(&done));
        String::from_utf8(done.stdout).unwrap()
    };
    let said = fetch("");
    assert!(said.contains(" diff --since HEAD` to see"), "{said}");
    let config = project.config();
    let mut second = config.clone();
    for name in ["test", "schema", "queries", "src", "API"] {
        second = second.replacen(&format!("\"{name}"), &format!("\"second_{name}"), 1);
    }
    project.write("codegen.toml", &format!("{config}{second}"));
    let said = fetch(" --target second_test");
    let expected = " diff --target second_test --since HEAD` to see";
    assert!(said.contains(expected), "{said}");
    // A file that is not the schema of a target has no other revision.
    let said = fetch(" --out other.graphql");
    assert!(said.ends_with("; written\n"), "{said}");
}

/// A schema with everything that introspection returns.
const WHOLE: &str = r#""What it is."
schema {
  query: Root
}

"""
The root.

Two paragraphs.
"""
type Root implements Named {
  "The name."
  name: String!
  old(since: Int = 3, at: [At!]! = [{x: 1, y: LEFT}]): [[Int!]]! @deprecated
  older: Int @deprecated(reason: "It is \"old\".")
  described(
    "Which one."
    which: ID!
    other: String = "a \\ b"
  ): Either
}

"Marks things."
directive @mark(with: String = "x") repeatable on FIELD | QUERY

input At {
  x: Int! = 0
  y: Side
}

type Dog {
  barks: Boolean
}

union Either = Dog | Root

interface Named {
  name: String!
}

enum Side {
  LEFT
  "Not wrong."
  RIGHT @deprecated(reason: "Wrong.")
}

scalar Time @specifiedBy(url: "https://time.example")
"#;

#[test]
fn everything_that_introspection_returns_is_written() {
    let url = serve(|_, body| http("200 OK", "", &introspected(WHOLE, &query(body)).to_string()));
    let file = File::new(Some(WHOLE));
    let done = file.fetch(&url, &[]);
    assert!(done.status.success(), "{}", said(&done));
    assert_eq!(file.text(), WHOLE);
}

/// A schema without its descriptions, each of which has its own lines.
fn undescribed(schema: &str) -> String {
    let mut is_in_block = false;
    let is_other = |line: &&str| {
        let line = line.trim();
        let is_inside = is_in_block;
        if line == "\"\"\"" {
            is_in_block = !is_in_block;
        }
        !is_inside && !line.starts_with('"')
    };
    schema
        .lines()
        .filter(is_other)
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn descriptions_that_the_service_does_not_have_are_kept() {
    let plain = undescribed(WHOLE);
    assert!(!plain.contains("What it is") && !plain.contains("Two paragraphs"));
    let other = WHOLE.replace("The name.", "The service's own.");
    for (service, expected) in [(plain, WHOLE.to_owned()), (other.clone(), other)] {
        let url = serve(move |_, body| {
            http(
                "200 OK",
                "",
                &introspected(&service, &query(body)).to_string(),
            )
        });
        let file = File::new(Some(WHOLE));
        let done = file.fetch(&url, &[]);
        assert!(done.status.success(), "{}", said(&done));
        assert_eq!(file.text(), expected);
    }
}

#[test]
fn a_new_file_has_root_types_first_and_the_rest_by_name() {
    let url = serve(|_, body| http("200 OK", "", &introspected(WHOLE, &query(body)).to_string()));
    let file = File::new(None);
    let done = file.fetch(&url, &[]);
    assert!(done.status.success(), "{}", said(&done));
    let text = file.text();
    let order: Vec<usize> = [
        "schema {",
        "type Root",
        "directive @mark",
        "input At",
        "scalar Time",
    ]
    .iter()
    .map(|start| text.find(start).unwrap())
    .collect();
    assert!(order.is_sorted(), "{text}");
}

#[test]
fn a_malformed_old_file_is_named_and_kept() {
    let url = serve(|_, body| {
        http(
            "200 OK",
            "",
            &introspected("type Query { a: Int }", &query(body)).to_string(),
        )
    });
    let file = File::new(Some("type Query {"));
    let done = file.fetch(&url, &[]);
    assert!(said(&done).contains("schema.graphql:1:"), "{}", said(&done));
    assert_eq!(file.text(), "type Query {");
}

const SMALL: &str =
    "schema {\n  query: Query\n}\n\n# The root.\ntype Query {\n  # The first.\n  a: Int\n}\n";

#[test]
fn bom_and_crlf_keep_comments_and_line_endings() {
    let crlf = |text: &str| text.replace('\n', "\r\n");
    let old = SMALL.replace("  a: Int", "  a: Int\n  b: Int");
    let with_title = format!("# Title.\n{SMALL}");
    for (before, after, changed) in [
        (SMALL.to_owned(), SMALL.to_owned(), "unchanged"),
        (crlf(SMALL), crlf(SMALL), "unchanged"),
        (
            format!("\u{feff}{SMALL}"),
            format!("\u{feff}{SMALL}"),
            "unchanged",
        ),
        (crlf(&old), crlf(SMALL), "written"),
        (format!("\u{feff}# Title.\n{old}"), with_title, "written"),
    ] {
        let (url, _) = serve_schema("type Query { a: Int }", |_| ());
        let file = File::new(Some(&before));
        let done = file.fetch(&url, &[]);
        assert!(done.status.success(), "{}", said(&done));
        assert_eq!(file.text(), after, "{before:?}");
        assert!(
            String::from_utf8(done.stdout).unwrap().contains(changed),
            "{before:?}"
        );
    }
}

#[test]
fn a_comment_above_several_definitions_in_one_line_is_kept_once() {
    let url = serve(|_, body| {
        let schema = "type Query { a: Int } type B { b: Int }";
        http(
            "200 OK",
            "",
            &introspected(schema, &query(body)).to_string(),
        )
    });
    let file = File::new(Some(
        "# The root.\ntype Query { a: Int } type B { b: Int }\n",
    ));
    let done = file.fetch(&url, &[]);
    assert!(done.status.success(), "{}", said(&done));
    let expected = "schema {\n  query: Query\n}\n\n# The root.\ntype Query {\n  a: Int\n}\n\ntype B {\n  b: Int\n}\n";
    assert_eq!(file.text(), expected);
}

#[test]
fn an_empty_file_keeps_its_comment() {
    let schema = "schema {\n  query: Query\n}\n\ntype Query {\n  a: Int\n}\n";
    for (before, after) in [
        ("", schema.to_owned()),
        ("\n\n", schema.to_owned()),
        (
            "# Ours.\n\n# Really.\n",
            format!("# Ours.\n\n# Really.\n\n{schema}"),
        ),
    ] {
        let (url, _) = serve_schema("type Query { a: Int }", |_| ());
        let file = File::new(Some(before));
        let done = file.fetch(&url, &[]);
        assert!(done.status.success(), "{}", said(&done));
        assert_eq!(file.text(), after, "{before:?}");
    }
}

#[test]
fn a_saved_response_is_written_as_a_schema() {
    let response = introspected(WHOLE, super::support::EVERYTHING);
    let utf8 = response.to_string();
    for saved in [
        utf8.clone(),
        format!("\u{feff}{utf8}"),
        response["data"].to_string(),
    ] {
        let file = File::new(Some(WHOLE));
        let json = file.beside("schema.json", saved);
        let done = file.command().args(["--from", &json]).output().unwrap();
        assert!(done.status.success(), "{}", said(&done));
        assert_eq!(file.text(), WHOLE);
    }
    for (saved, reason) in [
        (
            "type Query { a: Int }",
            "schema.json: it is not the JSON of a response to an introspection query",
        ),
        (
            "{\"errors\":[{\"message\":\"no\"}]}",
            "it rejects introspection: “no”",
        ),
        ("[]", "its response has no `data`"),
        ("\u{feff}{}", "its response has no `data`"),
    ] {
        let file = File::new(Some("type Query { old: Int }"));
        let json = file.beside("schema.json", saved);
        let done = file.command().args(["--from", &json]).output().unwrap();
        assert!(said(&done).contains(reason), "{}", said(&done));
        assert_eq!(file.text(), "type Query { old: Int }");
    }
}

#[test]
fn introspection_json_in_place_of_a_schema_is_recognized() {
    let (url, _) = serve_schema("type Query { a: Int }", |_| ());
    let json = introspected(WHOLE, super::support::EVERYTHING).to_string();
    let file = File::new(Some(&json));
    let old = file.path.to_str().unwrap();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let done = std::process::Command::new(env!("CARGO_BIN_EXE_authing-codegen"))
        .args(["diff", "-", old, "--target", "legacy"])
        .env_remove("CARGO_PKG_NAME")
        .current_dir(root)
        .output()
        .unwrap();
    let said = said(&done);
    let advice =
        format!("`authing-codegen fetch --from {old} --out schema.graphql` makes a schema of it");
    assert!(
        said.contains("is JSON, not a schema") && said.contains(&advice),
        "{said}"
    );
    assert!(said.len() < 1000, "{said}");
    assert!(!file.fetch(&url, &[]).status.success());
    assert_eq!(file.text(), json);
    // What is no JSON either is one line of many errors.
    fs::write(&file.path, format!("type Query {{ a: Int }} x{json}")).unwrap();
    let done = file.fetch(&url, &[]);
    let said = super::support::said(&done);
    assert!(
        said.contains("schema.graphql:1:") && said.contains("\nand "),
        "{said}"
    );
    assert!(said.len() < 20_000, "{} bytes", said.len());
}
