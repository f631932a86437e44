//! A problem in a query file is reported with file, line and reason, and no file changes.

#![allow(missing_docs, clippy::unwrap_used)]

mod bounds;
mod directives;
mod files;
mod large;
mod methods;
mod naming;
mod pages;
mod secrets;
mod sharing;
mod targets;
mod texts;
mod verbs;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

/// A folder with the small schema, one valid operation, and its generated output.
struct Project(TempDir);

impl Project {
    fn new() -> Self {
        let project = Self(TempDir::new().unwrap());
        let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
        let copy = |from: PathBuf, to: &str| {
            project.write(to, &fs::read_to_string(from).unwrap());
        };
        copy(
            manifest.join("tests/golden/schema.graphql"),
            "schema.graphql",
        );
        copy(
            manifest.join("../schema/directives.graphql"),
            "directives.graphql",
        );
        copy(
            manifest.join("../schema/legacy.directives.graphql"),
            "api.graphql",
        );
        copy(
            manifest.join("tests/golden/queries/ping.graphql"),
            "queries/ping.graphql",
        );
        project.write(
            "codegen.toml",
            r#"
                [[target]]
                name = "test"
                schema = "schema.graphql"
                directives = ["directives.graphql", "api.graphql"]
                queries = "queries"
                output = "src"
                api = "API.txt"
                sensitive = ["password", "token"]
            "#,
        );
        let done = project.run("generate");
        assert!(done.status.success(), "{}", text(&done.stderr));
        project
    }

    /// Replaces a part of the configuration.
    fn configure(&self, from: &str, to: &str) {
        let config = self.config();
        assert!(config.contains(from), "{config}");
        self.write("codegen.toml", &config.replace(from, to));
    }

    fn config(&self) -> String {
        fs::read_to_string(self.0.path().join("codegen.toml")).unwrap()
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.0.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn run(&self, command: &str) -> Output {
        Command::new(env!("CARGO_BIN_EXE_authing-codegen"))
            .args(command.split(' '))
            .current_dir(self.0.path())
            .output()
            .unwrap()
    }

    /// Returns every file with its text.
    fn files(&self) -> BTreeMap<PathBuf, String> {
        let mut files = BTreeMap::new();
        let mut folders = vec![self.0.path().to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let text = fs::read_to_string(&path).unwrap();
                    files.insert(path, text);
                }
            }
        }
        files
    }

    /// Asserts that `generate` fails with these texts in its message and changes no file.
    fn refused(&self, expected: &[&str]) {
        let before = self.files();
        let done = self.run("generate");
        let message = text(&done.stderr);
        assert!(!done.status.success(), "accepted");
        for expected in expected {
            assert!(
                message.contains(expected),
                "{expected:?} is not in:\n{message}"
            );
        }
        assert!(!message.contains("panicked"), "{message}");
        assert!(before == self.files(), "files changed");
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Creates a project with an additional query file.
fn with(path: &str, query: &str) -> Project {
    let project = Project::new();
    project.write(path, query);
    project
}

const HEAD: &str = "@authing(service: USERS, token: NONE)";

#[test]
fn unknown_field_is_rejected() {
    with(
        "queries/find.graphql",
        &format!("# Finds.\nquery Find {HEAD} {{\n  person(id: \"1\") {{\n    nmae\n  }}\n}}\n"),
    )
    .refused(&[
        "type `Person` does not have a field `nmae`",
        "--> queries/find.graphql:4:5",
    ]);
}

#[test]
fn missing_argument_is_rejected() {
    with(
        "queries/save.graphql",
        &format!("# Saves.\nmutation Save {HEAD} {{\n  restore {{ _id }}\n}}\n"),
    )
    .refused(&[
        "the required argument `Mutation.restore(id:)` is not provided",
        "--> queries/save.graphql:3:3",
    ]);
}

#[test]
fn mismatched_variable_type_is_rejected() {
    with(
        "queries/find.graphql",
        &format!(
            "# Finds.\nquery Find(\n  $id: Int!\n) {HEAD} {{\n  person(id: $id) {{ type }}\n}}\n"
        ),
    )
    .refused(&[
        "variable `$id` of type `Int!` cannot be used for argument `id` of type `String`",
        "--> queries/find.graphql:5:10",
    ]);
}

#[test]
fn undefined_argument_is_rejected() {
    with(
        "queries/find.graphql",
        &format!("# Finds.\nquery Find {HEAD} {{\n  person(nope: 1) {{ type }}\n}}\n"),
    )
    .refused(&[
        "the argument `nope` is not supported by `Query.person`",
        "queries/find.graphql:3:10",
    ]);
}

#[test]
fn syntax_error_is_reported_with_its_location() {
    with(
        "queries/find.graphql",
        "# Finds.\nquery Find {\n  person(\n}\n",
    )
    .refused(&["queries/find.graphql:4:1"]);
}

#[test]
fn two_operations_in_one_file_are_rejected() {
    with(
        "queries/two.graphql",
        &format!("# A.\nquery A {HEAD} {{ ping }}\n# B.\nquery B {HEAD} {{ ping }}\n"),
    )
    .refused(&[
        "a query file must have exactly one definition, but this one has 2: `A`, `B`",
        "--> queries/two.graphql:1:1",
        "help: put each operation and each fragment in its own file",
    ]);
}

#[test]
fn unused_fragment_is_rejected() {
    with(
        "queries/fragments/Lonely.graphql",
        "# Lonely.\nfragment Lonely on Person {\n  type\n}\n",
    )
    .refused(&[
        "no operation uses the fragment `Lonely`",
        "--> queries/fragments/Lonely.graphql:2:1",
    ]);
}

#[test]
fn unknown_fragment_is_rejected() {
    with(
        "queries/find.graphql",
        &format!("# Finds.\nquery Find {HEAD} {{\n  person {{ ...Nobody }}\n}}\n"),
    )
    .refused(&["cannot find fragment `Nobody`", "queries/find.graphql:3:12"]);
}

#[test]
fn unknown_directive_is_rejected() {
    with(
        "queries/find.graphql",
        &format!("# Finds.\nquery Find(\n  $id: String @encrypt\n) {HEAD} {{ person(id: $id) {{ type }} }}\n"),
    )
    .refused(&["cannot find directive `@encrypt`", "queries/find.graphql:3:15"]);
}

#[test]
fn directive_on_the_wrong_type_is_rejected() {
    with(
        "queries/find.graphql",
        &format!(
            "# Finds.\nquery Find(\n  $page: Int @encrypted\n) {HEAD} {{ people(page: $page, order: NEWEST_FIRST) {{ totalCount }} }}\n"
        ),
    )
    .refused(&["`$page` is a `Int`, but its directive requires a `String`", "--> queries/find.graphql:3:3"]);
}

/// Creates a project with an operation `Change` with these variables.
fn changing(variables: &str) -> Project {
    with(
        "queries/change.graphql",
        &format!(
            "# Changes.\nmutation Change(\n  {variables}\n) {HEAD} {{ change(id: $id, note: $note) {{ type }} }}\n"
        ),
    )
}

#[test]
fn clearable_requires_a_nullable_plain_variable() {
    changing("$id: String! @clearable, $note: String").refused(&[
        "`$id` is a `String!`, so it can't be cleared",
        "--> queries/change.graphql:3:3",
        "help: `@clearable` requires a nullable variable",
    ]);
    changing("$id: String! = \"1\" @clearable, $note: String")
        .refused(&["`$id` is a `String!`, so it can't be cleared"]);
    for directive in ["@userPool", "@encrypted", "@commaSeparated"] {
        changing(&format!(
            "$id: String!, $note: String {directive} @clearable"
        ))
        .refused(&["`$note` is not sent unchanged, so it can't be cleared"]);
    }
}

#[test]
fn variable_with_the_name_of_another_ones_method_is_rejected() {
    for (method, does) in [
        ("maybe_note", "optionally sets"),
        ("clear_note", "clears"),
        ("patch_note", "sets or clears"),
    ] {
        changing(&format!(
            "$id: String! @rename(to: \"{method}\"), $note: String @clearable"
        ))
        .refused(&[
            &format!("`$id` is named `{method}` in Rust, like the method that {does} `$note`"),
            "--> queries/change.graphql:3:3",
            "help: rename it",
        ]);
    }
    changing("$id: String! @rename(to: \"maybe_note\"), $note: String").refused(&[
        "`$id` is named `maybe_note` in Rust, like the method that optionally sets `$note`",
    ]);
}

#[test]
fn requires_needs_two_optional_variables() {
    changing("$id: String!, $note: String @requires(variable: \"nope\")").refused(&[
        "`$note` requires `$nope`, which is not a variable of this operation",
        "--> queries/change.graphql:3:17",
    ]);
    changing("$id: String!, $note: String @requires(variable: \"note\")")
        .refused(&["`$note` requires itself"]);
    let both = "must both be optional for one to require the other";
    changing("$id: String!, $note: String @requires(variable: \"id\")").refused(&[both]);
    changing("$id: String! @requires(variable: \"note\"), $note: String").refused(&[both]);
}

#[test]
fn invalid_comma_separated_list_is_rejected() {
    changing("$id: String! @commaSeparated(max: 0), $note: String").refused(&[
        "`max` of `@commaSeparated` must be greater than zero, but is 0",
        "--> queries/change.graphql:3:3",
    ]);
    changing("$id: String! @commaSeparated @secret, $note: String")
        .refused(&["the directives of `$id` are mutually exclusive"]);
    with(
        "queries/names.graphql",
        &format!(
            "# Lists.\nquery List(\n  $kinds: [String] @commaSeparated\n) {HEAD} {{ people(order: NEWEST_FIRST, kinds: $kinds) {{ totalCount }} }}\n"
        ),
    )
    .refused(&["`$kinds` is a `[String]`, but its directive requires a `String`"]);
}

/// Creates a project with this schema and a query file for it.
fn with_schema(schema: &str, query: &str) -> Project {
    let project = with("queries/extra.graphql", query);
    project.write("schema.graphql", schema);
    project.configure("[\"password\", \"token\"]", "[]");
    project
}

#[test]
fn name_reserved_by_the_generated_code_is_rejected() {
    for name in ["Option", "Variables", "Mod", "Self"] {
        with(
            "queries/extra.graphql",
            &format!("# Extra.\nquery {name} {HEAD} {{ ping }}\n"),
        )
        .refused(&[
            &format!("the operation name `{name}`"),
            "--> queries/extra.graphql:2:1",
            &format!("help: rename it, for example to `{name}Operation`"),
        ]);
        let project = with(
            "queries/extra.graphql",
            &format!("# Extra.\nquery Extra {HEAD} {{ person {{ ...{name} }} }}\n"),
        );
        project.write(
            &format!("queries/fragments/{name}.graphql"),
            &format!("# A fragment.\nfragment {name} on Person {{ type }}\n"),
        );
        project.refused(&[
            &format!("the type name `{name}`"),
            &format!("--> queries/fragments/{name}.graphql:2:1"),
        ]);
    }
    with_schema(
        "type Query {\n  ping: Boolean\n  a(b: Result): Boolean\n}\ninput Result { c: Int }\n",
        &format!("# Extra.\nquery Extra($b: Result) {HEAD} {{ a(b: $b) }}\n"),
    )
    .refused(&[
        "the type name `Result`",
        "--> schema.graphql:5:1",
        "help: name it in the configuration: [target.names] Result = \"…\"",
    ]);
    for definition in ["input Self { c: Int }", "enum Self { A B }"] {
        with_schema(
            &format!("type Query {{\n  ping: Boolean\n  a(b: Self): Boolean\n}}\n{definition}\n"),
            &format!("# Extra.\nquery Extra($b: Self) {HEAD} {{ a(b: $b) }}\n"),
        )
        .refused(&[
            "the type name `Self`",
            "--> schema.graphql:5:1",
            "[target.names] Self =",
        ]);
    }
}

#[test]
fn schema_types_with_the_same_rust_name_are_rejected() {
    with_schema(
        "type Query {\n  ping: Boolean\n  kind(in: Kind): kind\n}\nenum kind { A }\ninput Kind { a: Int }\n",
        &format!("# Extra.\nquery Extra($in: Kind) {HEAD} {{ kind(in: $in) }}\n"),
    )
    .refused(&[
        "the types `Kind` and `kind` are both named `Kind` in Rust",
        "--> schema.graphql:5:1",
        "help: name it in the configuration: [target.names] kind = \"…\"",
    ]);
    with_schema(
        "type Query {\n  ping: Boolean\n  kind: _2\n}\nenum _2 { A }\n",
        &format!("# Extra.\nquery Extra {HEAD} {{ kind }}\n"),
    )
    .refused(&[
        "the type `_2` becomes `2` in Rust",
        "--> schema.graphql:5:1",
        "help: name it in the configuration: [target.names] _2 = \"…\"",
    ]);
}

#[test]
fn variable_with_the_constructors_name_is_rejected() {
    changing("$id: String!, $note: String @rename(to: \"new\")").refused(&[
        "`$note` is named `new` in Rust, like the constructor",
        "--> queries/change.graphql:3:17",
        "help: rename it",
    ]);
    // More than four that are required have setters, too.
    let label = "# Labels.\nmutation LabelIt($type: String! @rename(to: \"new\"), $gen: String!, $default: String!, $size: Int!, \
                 $active: Boolean!) HEAD { label(type: $type, gen: $gen, default: $default, size: $size, active: $active) }\n";
    with("queries/label.graphql", &label.replace("HEAD", HEAD))
        .refused(&["`$type` is named `new` in Rust, like the constructor"]);
}

#[test]
fn sent_list_of_lists_and_deeper_nesting_are_rejected() {
    let schema = "type Query {\n  ping: Boolean\n  a(b: [[Int!]!], c: In): [[[Int]]]\n}\ninput In {\n  d: [[String]]\n}\n";
    for (query, expected) in [
        (
            "query Extra($b: [[Int!]!]) HEAD { a(b: $b) }",
            ["`$b` is a list of lists", "queries/extra.graphql:2:13"],
        ),
        (
            "query Extra HEAD {\n  a\n}",
            [
                "`a` is a list of lists of lists",
                "queries/extra.graphql:3:3",
            ],
        ),
        (
            "query Extra($c: In) HEAD { a(c: $c) }",
            ["`d` is a list of lists", "schema.graphql:6:3"],
        ),
    ] {
        let project = with_schema(schema, &format!("# E.\n{}\n", query.replace("HEAD", HEAD)));
        project.refused(&expected);
        project.refused(&["\n  help: "]);
    }
}

/// Creates a project with a form, whose `value`s are secrets in two of its types, and a query file for it.
fn with_form(query: &str) -> Project {
    let schema = "type Query {\n  ping: Boolean\n  form(blank: Blank, value: String): Form\n}\ninput Blank {\n  value: String\n}\ntype Form {\n  value: String\n}\n";
    let project = with_schema(schema, query);
    project.configure(
        "sensitive = []",
        "sensitive = [\"Blank.value\", \"Form.value\"]",
    );
    project
}

#[test]
fn field_that_is_secret_in_one_type_must_be_marked_there() {
    let sent = format!(
        "# E.\nquery Extra($v: String) {HEAD} {{\n  form(blank: {{ value: $v }}) {{\n    value @secret\n  }}\n}}\n"
    );
    with_form(&sent).refused(&[
        "`$v` is sent as `value`, which is sensitive, but is not marked",
        "queries/extra.graphql:2:13",
    ]);
    let selected = format!(
        "# E.\nquery Extra($v: String) {HEAD} {{\n  form(value: $v) {{\n    value\n  }}\n}}\n"
    );
    with_form(&selected).refused(&[
        "`value` is sensitive but not marked",
        "queries/extra.graphql:4:5",
    ]);
    // The argument with the same name is not a secret.
    let marked = with_form(&selected.replace("    value", "    value @secret"));
    let done = marked.run("generate");
    assert!(done.status.success(), "{}", text(&done.stderr));
}

#[test]
fn skip_and_include_are_rejected() {
    for selection in [
        "type @include(if: $yes)",
        "type @skip(if: $yes)",
        "...Person @include(if: $yes)",
    ] {
        let project = with(
            "queries/extra.graphql",
            &format!(
                "# Extra.\nquery Extra($yes: Boolean!) {HEAD} {{\n  person {{\n    {selection}\n  }}\n}}\n"
            ),
        );
        if selection.contains("Person") {
            project.write(
                "queries/fragments/Person.graphql",
                "# P.\nfragment Person on Person { type }\n",
            );
        }
        project.refused(&[
            "is not supported: a field that may be missing can't be typed",
            "--> queries/extra.graphql:4:5",
        ]);
    }
}

#[test]
fn interfaces_and_unions_are_rejected() {
    let schema = "type Query {\n  ping: Boolean\n  node: Node\n  one: One\n}\ninterface Node { id: ID }\ntype A implements Node { id: ID }\nunion One = A\n";
    for (query, expected) in [
        ("node { id }", "the interface `Node` is not supported"),
        (
            "one { ... on A { id } }",
            "the union `One` is not supported",
        ),
        ("node { __typename }", "`__typename` is not supported"),
    ] {
        with_schema(
            schema,
            &format!("# Extra.\nquery Extra {HEAD} {{\n  {query}\n}}\n"),
        )
        .refused(&[expected, "--> queries/extra.graphql:3:", "\n  help: "]);
    }
}

#[test]
fn selections_with_the_same_type_name_are_rejected() {
    let project = with(
        "queries/extra.graphql",
        &format!(
            "# Extra.\nquery Extra {HEAD} {{ people(order: NEWEST_FIRST) {{ list {{ ...Team friends {{ ...TeamGroup }} }} }} }}\n"
        ),
    );
    // Both have a selection `TeamGroupOwner`.
    project.write(
        "queries/fragments/Team.graphql",
        "# T.\nfragment Team on Person { groupOwner: group { name } }\n",
    );
    project.write(
        "queries/fragments/TeamGroup.graphql",
        "# G.\nfragment TeamGroup on Person { owner: group { size } }\n",
    );
    project.write(
        "queries/more.graphql",
        &format!("# More.\nquery More {HEAD} {{ person {{ ...Team }} }}\n"),
    );
    project.refused(&[
        "selections in `Team` and `TeamGroup` would both have the type name `TeamGroupOwner`",
        "--> queries/fragments/TeamGroup.graphql:2:1",
        "help: select one of them through a named fragment",
    ]);
}

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
            None => assert!(project.run("generate").status.success()),
            Some(message) => project.refused(&[message, "help: rename the folder"]),
        }
    }
}

#[test]
fn fields_with_the_same_rust_name_are_rejected() {
    with(
        "queries/find.graphql",
        &format!("# Finds.\nquery Find {HEAD} {{\n  person {{\n    _id\n    id\n  }}\n}}\n"),
    )
    .refused(&[
        "the fields `_id` and `id` are both named `id` in Rust",
        "--> queries/find.graphql:5:5",
        "help: rename one of them with `@rename(to: …)`",
    ]);
}

#[test]
fn rename_to_an_invalid_name_is_rejected() {
    with(
        "queries/find.graphql",
        &format!("# Finds.\nquery Find {HEAD} {{\n  person {{\n    id @rename(to: \"publicId\")\n  }}\n}}\n"),
    )
    .refused(&["`publicId` is not a valid snake case name", "--> queries/find.graphql:4:5"]);
}

#[test]
fn operations_with_the_same_name_are_rejected() {
    with(
        "queries/again/ping.graphql",
        &format!("# Again.\nquery Ping {HEAD} {{ ping }}\n"),
    )
    .refused(&[
        "the operation `Ping` has the same name as the one in queries/again/ping.graphql:2:1",
    ]);
}

#[test]
fn unmarked_secret_is_rejected() {
    with(
        "queries/find.graphql",
        &format!("# Finds.\nquery Find {HEAD} {{\n  person {{\n    token\n  }}\n}}\n"),
    )
    .refused(&[
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
    .refused(&["`$password` is sensitive but not marked", "--> queries/sign_in.graphql:3:3"]);
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
        .refused(&expected);
    }
}

#[test]
fn operation_without_docs_or_directive_is_rejected() {
    with(
        "queries/find.graphql",
        &format!("query Find {HEAD} {{ ping }}\n"),
    )
    .refused(&[
        "the operation `Find` is not documented",
        "--> queries/find.graphql:1:1",
    ]);
    with("queries/find.graphql", "# Finds.\nquery Find { ping }\n").refused(&[
        "the operation `Find` has no `@authing` directive",
        "--> queries/find.graphql:2:1",
    ]);
}

#[test]
fn scalar_without_rust_type_is_rejected() {
    with(
        "queries/seen.graphql",
        &format!("# Seen.\nquery Seen {HEAD} {{\n  seen\n}}\n"),
    )
    .refused(&[
        "the scalar `Timestamp` has no Rust type",
        "--> queries/seen.graphql:3:3",
    ]);
}

#[test]
fn bom_and_crlf_are_accepted() {
    let project = Project::new();
    let plain = format!(
        "# Finds.\n# Much.\nquery Find(\n  # Which.\n  $id: String\n) {HEAD} {{\n  person(id: $id) {{\n    # What.\n    type\n  }}\n}}\n"
    );
    project.write("queries/find.graphql", &plain);
    assert!(project.run("generate").status.success());
    let mut expected = project.files();
    assert!(
        expected
            .values()
            .any(|text| text.contains("/// Finds.\n/// Much.\n"))
    );
    let other = format!("\u{feff}{}", plain.replace('\n', "\r\n"));
    project.write("queries/find.graphql", &other);
    let done = project.run("generate");
    assert!(done.status.success(), "{}", text(&done.stderr));
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
    project.refused(&["queries/a.graphql:2:", "queries/b.graphql:2:"]);
}

#[test]
fn invalid_schema_is_rejected() {
    with("schema.graphql", "type Query { ping: Nothing }\n")
        .refused(&["cannot find type `Nothing`", "schema.graphql:1:20"]);
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
    project.refused(&[
        "src/operations/mod.rs",
        "the file is read-only; nothing was changed",
    ]);
}

#[test]
fn handwritten_file_in_a_generated_folder_is_rejected() {
    with("src/types/mine.rs", "pub struct Mine;\n").refused(&[
        "src/types/mine.rs",
        "this file is not generated, but its folder belongs to the generator; move it elsewhere",
    ]);
}

#[test]
fn invalid_configuration_is_rejected() {
    with("codegen.toml", "[[target]]\nname = \"x\"\nshema = \"y\"\n")
        .refused(&["codegen.toml", "unknown field `shema`"]);
}

#[test]
fn check_reports_changed_missing_and_unexpected_files() {
    let project = Project::new();
    assert!(project.run("check").status.success());

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
        "test: 1 operations, 0 types; 2 files changed, 1 removed\n"
    );
    assert!(project.run("check").status.success());
}

#[test]
fn removed_query_file_removes_its_code() {
    let project = with(
        "queries/find.graphql",
        &format!("# Finds.\nquery Find {HEAD} {{ person {{ type }} }}\n"),
    );
    assert!(project.run("generate").status.success());
    let generated = project.0.path().join("src/operations/find.rs");
    assert!(generated.exists());
    fs::remove_file(project.0.path().join("queries/find.graphql")).unwrap();
    assert!(project.run("generate").status.success());
    assert!(!generated.exists());
}

#[test]
fn unsigned_requires_an_int_without_another_directive() {
    for (variable, root) in [
        ("$id: String @unsigned", "person(id: $id) { score }"),
        (
            "$kinds: [String] @unsigned",
            "people(kinds: $kinds, order: NEWEST_FIRST) { totalCount }",
        ),
        (
            "$page: Int @unsigned @clearable",
            "people(page: $page, order: NEWEST_FIRST) { totalCount }",
        ),
        (
            "$page: Int @unsigned @digits",
            "people(page: $page, order: NEWEST_FIRST) { totalCount }",
        ),
    ] {
        let project = Project::new();
        project.write(
            "queries/find.graphql",
            &format!("# Finds.\nquery Find({variable}) {HEAD} {{ {root} }}\n"),
        );
        project.refused(&[
            "queries/find.graphql:2:12",
            "but `@unsigned` requires an `Int` with no other directive",
        ]);
    }
}
