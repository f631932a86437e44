//! What is wrong with a query file is said with file, line and reason, and changes no file.

#![allow(missing_docs, clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

/// A folder with the small schema, one valid operation, and its output already generated.
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
            manifest.join("tests/golden/queries/ping.graphql"),
            "queries/ping.graphql",
        );
        project.write(
            "codegen.toml",
            r#"
                [[target]]
                name = "test"
                schema = "schema.graphql"
                directives = "directives.graphql"
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

    fn write(&self, path: &str, text: &str) {
        let path = self.0.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn run(&self, command: &str) -> Output {
        Command::new(env!("CARGO_BIN_EXE_authing-codegen"))
            .arg(command)
            .current_dir(self.0.path())
            .output()
            .unwrap()
    }

    /// Every file with its text.
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

    /// Expects `generate` to fail with this text in its message and without a change.
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

/// A project with one more query file.
fn with(path: &str, query: &str) -> Project {
    let project = Project::new();
    project.write(path, query);
    project
}

const HEAD: &str = "@authing(service: USERS, token: NONE)";

#[test]
fn an_unknown_field() {
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
fn a_missing_argument() {
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
fn a_wrong_type() {
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
fn an_undefined_argument() {
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
fn a_syntax_error() {
    with(
        "queries/find.graphql",
        "# Finds.\nquery Find {\n  person(\n}\n",
    )
    .refused(&["queries/find.graphql:4:1"]);
}

#[test]
fn two_operations_in_a_file() {
    with(
        "queries/two.graphql",
        &format!("# A.\nquery A {HEAD} {{ ping }}\n# B.\nquery B {HEAD} {{ ping }}\n"),
    )
    .refused(&[
        "a query file holds one definition, this one has 2: `A`, `B`",
        "--> queries/two.graphql:1:1",
        "help: give each operation and each fragment a file of its own",
    ]);
}

#[test]
fn an_unused_fragment() {
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
fn an_unknown_fragment() {
    with(
        "queries/find.graphql",
        &format!("# Finds.\nquery Find {HEAD} {{\n  person {{ ...Nobody }}\n}}\n"),
    )
    .refused(&["cannot find fragment `Nobody`", "queries/find.graphql:3:12"]);
}

#[test]
fn an_unknown_directive() {
    with(
        "queries/find.graphql",
        &format!("# Finds.\nquery Find(\n  $id: String @encrypt\n) {HEAD} {{ person(id: $id) {{ type }} }}\n"),
    )
    .refused(&["cannot find directive `@encrypt`", "queries/find.graphql:3:15"]);
}

#[test]
fn a_directive_for_another_type() {
    with(
        "queries/find.graphql",
        &format!(
            "# Finds.\nquery Find(\n  $page: Int @encrypted\n) {HEAD} {{ people(page: $page, order: NEWEST_FIRST) {{ totalCount }} }}\n"
        ),
    )
    .refused(&["`$page` is a `Int`, but its directive is for a `String`", "--> queries/find.graphql:3:3"]);
}

/// An operation `Change` with these variables.
fn changing(variables: &str) -> Project {
    with(
        "queries/change.graphql",
        &format!(
            "# Changes.\nmutation Change(\n  {variables}\n) {HEAD} {{ change(id: $id, note: $note) {{ type }} }}\n"
        ),
    )
}

#[test]
fn a_variable_that_can_not_be_cleared() {
    changing("$id: String! @clearable, $note: String").refused(&[
        "`$id` is a `String!`, so it can't be cleared",
        "--> queries/change.graphql:3:3",
        "help: `@clearable` is for a variable that may be `null`",
    ]);
    changing("$id: String! = \"1\" @clearable, $note: String")
        .refused(&["`$id` is a `String!`, so it can't be cleared"]);
    for directive in ["@userPool", "@encrypted", "@commaSeparated"] {
        changing(&format!(
            "$id: String!, $note: String {directive} @clearable"
        ))
        .refused(&["`$note` is not sent as it is given, so it can't be cleared"]);
    }
    changing("$id: String! @rename(to: \"clear_note\"), $note: String @clearable").refused(&[
        "`$id` is called `clear_note` in Rust, which clears `$note`",
        "help: give it another name",
    ]);
}

#[test]
fn a_variable_that_requires_what_it_can_not() {
    changing("$id: String!, $note: String @requires(variable: \"nope\")").refused(&[
        "`$note` requires `$nope`, which is no variable here",
        "--> queries/change.graphql:3:17",
    ]);
    changing("$id: String!, $note: String @requires(variable: \"note\")")
        .refused(&["`$note` requires itself"]);
    let both = "must both be optional for one to require the other";
    changing("$id: String!, $note: String @requires(variable: \"id\")").refused(&[both]);
    changing("$id: String! @requires(variable: \"note\"), $note: String").refused(&[both]);
}

#[test]
fn a_list_that_no_text_can_hold() {
    changing("$id: String! @commaSeparated(max: 0), $note: String").refused(&[
        "a list of at most 0 texts can't be given",
        "--> queries/change.graphql:3:3",
    ]);
    changing("$id: String! @commaSeparated @secret, $note: String")
        .refused(&["the directives of `$id` exclude each other"]);
    with(
        "queries/names.graphql",
        &format!(
            "# Lists.\nquery List(\n  $kinds: [String] @commaSeparated\n) {HEAD} {{ people(order: NEWEST_FIRST, kinds: $kinds) {{ totalCount }} }}\n"
        ),
    )
    .refused(&["`$kinds` is a `[String]`, but its directive is for a `String`"]);
}

#[test]
fn a_name_collision() {
    with(
        "queries/find.graphql",
        &format!("# Finds.\nquery Find {HEAD} {{\n  person {{\n    _id\n    id\n  }}\n}}\n"),
    )
    .refused(&[
        "the fields `_id` and `id` are both called `id` in Rust",
        "--> queries/find.graphql:5:5",
        "help: give one of them another name with `@rename(to: …)`",
    ]);
}

#[test]
fn a_rename_that_is_no_name() {
    with(
        "queries/find.graphql",
        &format!("# Finds.\nquery Find {HEAD} {{\n  person {{\n    id @rename(to: \"publicId\")\n  }}\n}}\n"),
    )
    .refused(&["`publicId` is not a name in snake case", "--> queries/find.graphql:4:5"]);
}

#[test]
fn two_operations_of_one_name() {
    with(
        "queries/again/ping.graphql",
        &format!("# Again.\nquery Ping {HEAD} {{ ping }}\n"),
    )
    .refused(&["the operation `Ping` has the name of the one in queries/again/ping.graphql:2:1"]);
}

#[test]
fn a_secret_that_is_not_marked() {
    with(
        "queries/find.graphql",
        &format!("# Finds.\nquery Find {HEAD} {{\n  person {{\n    token\n  }}\n}}\n"),
    )
    .refused(&[
        "`token` is sensitive and not marked",
        "--> queries/find.graphql:4:5",
        "help: mark it `@secret`",
    ]);
    with(
        "queries/sign_in.graphql",
        &format!(
            "# In.\nmutation In(\n  $password: String\n) {HEAD} {{ signIn(pool: \"p\", password: $password) {{ type }} }}\n"
        ),
    )
    .refused(&["`$password` is sensitive and not marked", "--> queries/sign_in.graphql:3:3"]);
}

#[test]
fn an_operation_that_says_nothing_of_itself() {
    with(
        "queries/find.graphql",
        &format!("query Find {HEAD} {{ ping }}\n"),
    )
    .refused(&[
        "the operation `Find` is not documented",
        "--> queries/find.graphql:1:1",
    ]);
    with("queries/find.graphql", "# Finds.\nquery Find { ping }\n").refused(&[
        "the operation `Find` does not say how it is sent",
        "--> queries/find.graphql:2:1",
    ]);
}

#[test]
fn a_scalar_without_a_type() {
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
fn a_shared_type_with_other_fields() {
    let project = with(
        "queries/restore.graphql",
        &format!("# Restores.\nmutation Restore {HEAD} {{ restore(id: \"1\") {{ ...Old }} }}\n"),
    );
    project.write(
        "queries/fragments/Old.graphql",
        "# Old.\nfragment Old on ArchivedPerson @sharedType(name: \"Person\") { visits }\n",
    );
    project.refused(&["there is no fragment `Person` to share a type with"]);
    project.write(
        "queries/find.graphql",
        &format!("# Finds.\nquery Find {HEAD} {{ person {{ ...Person }} }}\n"),
    );
    project.write(
        "queries/fragments/Person.graphql",
        "# P.\nfragment Person on Person { type }\n",
    );
    project.refused(&["`Old` shares the type of `Person`, which has no such field `visits`"]);
}

#[test]
fn every_fault_is_reported_at_once() {
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
fn a_broken_schema() {
    with("schema.graphql", "type Query { ping: Nothing }\n")
        .refused(&["cannot find type `Nothing`", "schema.graphql:1:20"]);
}

#[test]
fn a_read_only_target() {
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
        "it is read-only; nothing was changed",
    ]);
}

#[test]
fn a_file_of_somebodys_own_among_the_generated() {
    with("src/types/mine.rs", "pub struct Mine;\n").refused(&[
        "src/types/mine.rs",
        "this file is not generated, and the folder is the generator's: move it away",
    ]);
}

#[test]
fn a_wrong_configuration() {
    with("codegen.toml", "[[target]]\nname = \"x\"\nshema = \"y\"\n")
        .refused(&["codegen.toml", "unknown field `shema`"]);
}

#[test]
fn check_finds_what_differs_lacks_or_is_one_too_many() {
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
        "differs: src/operations/ping.rs (first at line 1)",
        "one too many: src/types/stray.rs",
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
fn a_query_file_that_goes_takes_its_code_along() {
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
