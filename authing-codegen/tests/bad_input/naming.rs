//! Names in the configuration.

use super::{HEAD, Project};

fn named(names: &str) -> Project {
    let project = Project::new();
    let list = "sensitive = [\"password\", \"token\"]";
    project.configure(list, &format!("{list}\nnames = {{ {names} }}"));
    project
}

#[test]
fn name_of_an_unknown_item_is_rejected() {
    for (wire, reason) in [
        ("Nothing", "the schema has no such input object or enum"),
        ("Person", "the schema has no such input object or enum"),
        ("sortOrder.UP", "no enum of the schema has such a value"),
        ("PersonInput.none", "the input object has no such field"),
        ("Person.score", "no enum of the schema has such a value"),
    ] {
        named(&format!("{wire:?} = \"Other1\"")).rejected(&[
            &format!("`{wire}` can't be named `Other1`: {reason}"),
            "help: correct `names` in the configuration",
        ]);
    }
}

#[test]
fn invalid_or_duplicate_name_is_rejected() {
    for (given, reason) in [
        (
            "PersonInput = \"person\"",
            "it is not a valid Rust type name",
        ),
        (
            "PersonInput = \"Option\"",
            "the name conflicts with a name that the generated code uses",
        ),
        ("PersonInput = \"SortOrder\"", "`sortOrder` has this name"),
        (
            "\"sortOrder.NEWEST_FIRST\" = \"Self\"",
            "no Rust variant can have this name",
        ),
        (
            "\"sortOrder.NEWEST_FIRST\" = \"OldestFirst\"",
            "its value `OLDEST_FIRST` has this name",
        ),
        (
            "\"PersonInput.password\" = \"Name\"",
            "no Rust field can have this name",
        ),
        (
            "\"PersonInput.password\" = \"maybe_tags\"",
            "a setter of its field `tags` has this name",
        ),
        (
            "\"PersonInput.password\" = \"label\", \"PersonInput.tags\" = \"maybe_label\"",
            "its setter `maybe_label` has the name of its field `tags`",
        ),
    ] {
        named(given).rejected(&[reason]);
    }
}

#[test]
fn renamed_enum_keeps_its_wire_names() {
    let project = named("sortOrder = \"Direction\", \"sortOrder.NEWEST_FIRST\" = \"Newest\"");
    project.write(
        "queries/lists/find.graphql",
        &format!("# Finds.\nquery Find($order: sortOrder!) {HEAD} {{ people(order: $order) {{ totalCount }} }}\n"),
    );
    project.succeeds("generate");
    let files = project.files();
    let all: String = files
        .iter()
        .filter(|(path, _)| path.extension().is_some_and(|kind| kind == "rs"))
        .map(|(_, text)| text.as_str())
        .collect();
    for expected in [
        "pub enum Direction {",
        "#[serde(rename = \"NEWEST_FIRST\")]\n    Newest,",
    ] {
        assert!(all.contains(expected), "{expected} is not in {all}");
    }
    assert!(!all.contains("SortOrder"), "{all}");
}

/// Creates a project with this schema after its root field `ping`, and an operation that sends a value of this type to its root
/// field `find`, and returns the text of `API.txt`.
fn api_of(types: &str, sent: &str, more: &str) -> String {
    let query = format!("# E.\nquery Find($f: {sent}) {HEAD} {{ find(f: $f) }}\n");
    let project = super::with("queries/find.graphql", &query);
    project.write(
        "schema.graphql",
        &format!("type Query {{ ping: Boolean find(f: {sent}): Boolean {more} }} {types}"),
    );
    project.configure("[\"password\", \"token\"]", "[\"loginInput.password\"]");
    project.succeeds("generate");
    std::fs::read_to_string(project.0.path().join("API.txt")).unwrap()
}

#[test]
fn a_type_is_found_by_its_wire_name_beside_an_unused_twin() {
    let twins = [
        "input LoginInput { a: Int }",
        "input loginInput { password: String user: String }",
    ];
    for types in [twins.join(" "), [twins[1], twins[0]].join(" ")] {
        let api = api_of(&types, "loginInput", "other(f: LoginInput): Boolean");
        assert!(
            api.contains("input LoginInput.password: Option<Secret> (password)"),
            "{api}"
        );
    }
    let types =
        "enum Level { LOW HIGH } enum level { deep shallow } input loginInput { password: String }";
    let api = api_of(types, "level", "other(f: Level, g: loginInput): Boolean");
    assert!(api.contains("enum Level::Deep (deep)"), "{api}");
    assert!(!api.contains("Low"), "{api}");
}

#[test]
fn single_letters_between_underscores_make_a_type_name() {
    for (wire, rust) in [
        ("A_B", "AB"),
        ("T_S_Input", "TSInput"),
        ("class_A_B", "ClassAB"),
    ] {
        let types = format!("input {wire} {{ a: Int }} input loginInput {{ password: String }}");
        let api = api_of(&types, wire, "other(f: loginInput): Boolean");
        assert!(api.contains(&format!("input {rust} ({wire})")), "{api}");
    }
}

#[test]
fn a_type_without_a_rust_name_can_be_named() {
    let types = "enum _2 { A } enum Option { A } enum kind { A } enum Kind { A } input loginInput { password: String }";
    let types = &format!("{types} input All {{ a: _2 b: Option c: kind d: Kind e: loginInput }}");
    let project = super::with(
        "queries/find.graphql",
        &format!("# E.\nquery Find($f: All) {HEAD} {{ find(f: $f) }}\n"),
    );
    project.write(
        "schema.graphql",
        &format!("type Query {{ ping: Boolean find(f: All): Boolean }} {types}"),
    );
    let list = "[\"password\", \"token\"]";
    project.configure(list, "[\"password\"]");
    project.rejected(&[
        "the type `_2` becomes `2` in Rust",
        "both named `Kind` in Rust",
    ]);
    let names = "names = { _2 = \"Two\", Option = \"Choice\", kind = \"SmallKind\" }";
    project.configure("[\"password\"]", &format!("[\"password\"]\n{names}"));
    project.succeeds("generate");
    let api = std::fs::read_to_string(project.0.path().join("API.txt")).unwrap();
    for expected in [
        "enum Two (_2)",
        "enum Choice (Option)",
        "enum SmallKind (kind)",
        "enum Kind (Kind)",
    ] {
        assert!(api.contains(expected), "{expected} is not in {api}");
    }
}

#[test]
fn one_of_needs_no_definition_in_the_schema() {
    let input = "input loginInput @oneOf { password: String id: ID } ";
    for definition in ["", "directive @oneOf on INPUT_OBJECT"] {
        let api = api_of(&format!("{input}{definition}"), "loginInput!", "");
        assert!(
            api.contains("input LoginInput (loginInput, one of)"),
            "{api}"
        );
        assert!(
            api.contains("input LoginInput::Password: Secret (password)"),
            "{api}"
        );
    }
}
