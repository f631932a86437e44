//! What is wrong with a query file is said with file, line and reason, and changes no file.

#![allow(missing_docs, clippy::unwrap_used)]

mod directives;
mod methods;
mod naming;
mod secrets;
mod targets;
mod texts;
mod verbs;

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
}

#[test]
fn a_variable_with_the_name_of_another_ones_method() {
    for (method, does) in [
        ("maybe_note", "may set"),
        ("clear_note", "clears"),
        ("patch_note", "sets or clears"),
    ] {
        changing(&format!(
            "$id: String! @rename(to: \"{method}\"), $note: String @clearable"
        ))
        .refused(&[
            &format!("`$id` is called `{method}` in Rust, which {does} `$note`"),
            "--> queries/change.graphql:3:3",
            "help: give it another name",
        ]);
    }
    changing("$id: String! @rename(to: \"maybe_note\"), $note: String")
        .refused(&["`$id` is called `maybe_note` in Rust, which may set `$note`"]);
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

/// A project whose schema has this beside `ping`, and a query file for it.
fn with_schema(schema: &str, query: &str) -> Project {
    let project = with("queries/extra.graphql", query);
    project.write("schema.graphql", schema);
    project.configure("[\"password\", \"token\"]", "[]");
    project
}

#[test]
fn a_name_that_the_generated_code_uses() {
    for name in ["Option", "Variables", "Mod", "Self"] {
        with(
            "queries/extra.graphql",
            &format!("# Extra.\nquery {name} {HEAD} {{ ping }}\n"),
        )
        .refused(&[
            &format!("the operation's name `{name}`"),
            "--> queries/extra.graphql:2:1",
            &format!("help: call it `{name}Operation`, say"),
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
            &format!("the type's name `{name}`"),
            &format!("--> queries/fragments/{name}.graphql:2:1"),
        ]);
    }
    with_schema(
        "type Query {\n  ping: Boolean\n  a(b: Result): Boolean\n}\ninput Result { c: Int }\n",
        &format!("# Extra.\nquery Extra($b: Result) {HEAD} {{ a(b: $b) }}\n"),
    )
    .refused(&["the type's name `Result`", "--> schema.graphql:5:1"]);
}

#[test]
fn an_enum_whose_values_are_no_names() {
    for (value, reason) in [
        (
            "OTHER",
            "becomes `Other` in Rust, which stands for the values that this version does not know",
        ),
        ("_", "becomes `` in Rust, which is no name there"),
        ("_2FA", "becomes `2fa` in Rust, which is no name there"),
        ("self", "becomes `Self` in Rust, which is no name there"),
    ] {
        with_schema(
            &format!(
                "type Query {{\n  ping: Boolean\n  kind: Kind\n}}\nenum Kind {{\n  {value}\n}}\n"
            ),
            &format!("# Extra.\nquery Extra {HEAD} {{ kind }}\n"),
        )
        .refused(&[
            &format!("the value `{value}` of the enum `Kind` {reason}"),
            "--> schema.graphql:6:3",
        ]);
    }
}

#[test]
fn types_of_the_schema_that_are_one_in_rust() {
    with_schema(
        "type Query {\n  ping: Boolean\n  kind(in: Kind): kind\n}\nenum kind { A }\ninput Kind { a: Int }\n",
        &format!("# Extra.\nquery Extra($in: Kind) {HEAD} {{ kind(in: $in) }}\n"),
    )
    .refused(&[
        "the types `Kind` and `kind` are both called `Kind` in Rust",
        "--> schema.graphql:5:1",
    ]);
    with_schema(
        "type Query {\n  ping: Boolean\n  kind: _2\n}\nenum _2 { A }\n",
        &format!("# Extra.\nquery Extra {HEAD} {{ kind }}\n"),
    )
    .refused(&[
        "the type `_2` becomes `2` in Rust",
        "--> schema.graphql:5:1",
    ]);
}

#[test]
fn a_variable_with_the_constructors_name() {
    changing("$id: String!, $note: String @rename(to: \"new\")").refused(&[
        "`$note` is called `new` in Rust, which makes the operation",
        "--> queries/change.graphql:3:17",
        "help: give it another name",
    ]);
    // More than four that are required have setters, too.
    let label = "# Labels.\nmutation LabelIt($type: String! @rename(to: \"new\"), $gen: String!, $default: String!, $size: Int!, \
                 $active: Boolean!) HEAD { label(type: $type, gen: $gen, default: $default, size: $size, active: $active) }\n";
    with("queries/label.graphql", &label.replace("HEAD", HEAD))
        .refused(&["`$type` is called `new` in Rust, which makes the operation"]);
}

#[test]
fn a_list_of_lists_that_is_sent_and_one_more_deep() {
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
        with_schema(schema, &format!("# E.\n{}\n", query.replace("HEAD", HEAD))).refused(&expected);
    }
}

/// A schema with a form, whose `value`s are secrets in two of its types, and a query file beside it.
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
fn a_field_that_is_a_secret_in_one_type_only() {
    let sent = format!(
        "# E.\nquery Extra($v: String) {HEAD} {{\n  form(blank: {{ value: $v }}) {{\n    value @secret\n  }}\n}}\n"
    );
    with_form(&sent).refused(&[
        "`$v` is sent as `value`, which is sensitive, and not marked",
        "queries/extra.graphql:2:13",
    ]);
    let selected = format!(
        "# E.\nquery Extra($v: String) {HEAD} {{\n  form(value: $v) {{\n    value\n  }}\n}}\n"
    );
    with_form(&selected).refused(&[
        "`value` is sensitive and not marked",
        "queries/extra.graphql:4:5",
    ]);
    // The argument of the same name is none.
    let marked = with_form(&selected.replace("    value", "    value @secret"));
    let done = marked.run("generate");
    assert!(done.status.success(), "{}", text(&done.stderr));
}

#[test]
fn a_name_that_is_none_in_rust() {
    let schema = "type Query {\n  ping: Boolean\n  a(b: In, c: Int): Boolean\n  _2fa: Boolean\n}\ninput In {\n  _1: Int\n}\n";
    for (query, expected) in [
        (
            "query Extra($_1: Int) HEAD { a(c: $_1) }",
            ["`_1` becomes `1` in Rust", "queries/extra.graphql:2:13"],
        ),
        (
            "query Extra HEAD {\n  _2fa @rename(to: \"two_factor\")\n}",
            ["`_2fa` becomes `2fa` in Rust", "queries/extra.graphql:3:3"],
        ),
        (
            "query Extra HEAD {\n  _: ping\n}",
            ["`_` becomes `` in Rust", "queries/extra.graphql:3:3"],
        ),
        (
            "query Extra($b: In) HEAD { a(b: $b) }",
            ["`_1` becomes `1` in Rust", "schema.graphql:7:3"],
        ),
    ] {
        let project = with_schema(schema, &format!("# E.\n{}\n", query.replace("HEAD", HEAD)));
        project.refused(&expected);
    }
}

#[test]
fn a_field_that_may_be_left_out() {
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
            "is not supported: a field that may be left out can't be typed",
            "--> queries/extra.graphql:4:5",
        ]);
    }
}

#[test]
fn types_that_are_known_only_when_the_answer_is() {
    let schema = "type Query {\n  ping: Boolean\n  node: Node\n  one: One\n}\ninterface Node { id: ID }\ntype A implements Node { id: ID }\nunion One = A\n";
    for (query, expected) in [
        (
            "node { id }",
            "`Node` is of the kind `interface`, which is not supported",
        ),
        (
            "one { ... on A { id } }",
            "`One` is of the kind `union`, which is not supported",
        ),
        ("node { __typename }", "`__typename` is not supported"),
    ] {
        with_schema(
            schema,
            &format!("# Extra.\nquery Extra {HEAD} {{\n  {query}\n}}\n"),
        )
        .refused(&[expected, "--> queries/extra.graphql:3:"]);
    }
}

#[test]
fn two_selections_of_one_name() {
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
        "selections in `Team` and `TeamGroup` are both read into a type called `TeamGroupOwner`",
        "--> queries/fragments/TeamGroup.graphql:2:1",
        "help: select one of them by a fragment",
    ]);
}

#[test]
fn a_folder_of_query_files_becomes_a_module() {
    for (folder, message) in [
        ("again", None),
        (
            "Again",
            Some("the folder `Again` of query files can't become a module"),
        ),
        (
            "mod",
            Some("the folder `mod` of query files can't become a module"),
        ),
        (
            "super",
            Some("the folder `super` of query files can't become a module"),
        ),
        (
            "ping",
            Some("the folder `ping` of query files and the operation `Ping` would have one module"),
        ),
    ] {
        let project = with(
            &format!("queries/{folder}/extra.graphql"),
            &format!("# Extra.\nquery Extra {HEAD} {{ person {{ type }} }}\n"),
        );
        match message {
            None => assert!(project.run("generate").status.success()),
            Some(message) => project.refused(&[message, "help: call the folder otherwise"]),
        }
    }
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
fn a_secret_that_is_sent_under_another_name() {
    let expected = [
        "`$pw` is sent as `password`, which is sensitive, and not marked",
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
fn a_comment_that_rustdoc_reads_otherwise() {
    for (comment, message, line) in [
        (
            "# Finds.\n#\n# ```text\n# never closed\n",
            "this code block in the comment is never closed",
            3,
        ),
        (
            "# Finds.\n#\n#     let no = doctest;\n",
            "this line of the comment is indented, so that it is read as Rust code",
            3,
        ),
        (
            "# Finds.\n#\n# ````text\n# ```\n",
            "this code block in the comment is never closed",
            3,
        ),
    ] {
        with(
            "queries/find.graphql",
            &format!("{comment}query Find {HEAD} {{ ping }}\n"),
        )
        .refused(&[message, &format!("--> queries/find.graphql:{line}:1")]);
    }
    let project = with(
        "queries/find.graphql",
        &format!(
            "# Finds,\n#     as it goes on.\n#\n# ```text\n#     code\n# ```\n# Or ```so```.\nquery Find {HEAD} {{ ping }}\n"
        ),
    );
    let done = project.run("generate");
    assert!(done.status.success(), "{}", text(&done.stderr));
}

#[test]
fn files_as_other_systems_write_them() {
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
fn the_configuration_is_looked_for_in_the_folders_above() {
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
    assert!(!done.status.success(), "what is named is not looked for");
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
        "superfluous: src/types/stray.rs",
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

#[test]
fn what_is_unsigned_is_a_number_without_another_directive() {
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
            "but `@unsigned` is for an `Int` that has no other directive",
        ]);
    }
}
