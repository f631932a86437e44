//! Descriptions in the schema and comments in query files become documentation: rustdoc has no warning about it and finds no
//! doctest in it.

use std::fmt::Write as _;
use std::fs;
use std::process::Command;

use crate::support::{Project, Random, text};
use tempfile::TempDir;

/// Texts that mean something else to rustdoc.
const TEXTS: [&str; 24] = [
    "How to call:\n\n    curl https://api.example/x",
    "```\n{ \"a\": 1 }\n```",
    "```rust\nfn main() { no }\n```",
    "```should_panic\nfn main() {}\n```",
    "- a\n\n  ```\n  no\n  ```",
    "- a\n\n      no doctest",
    "-     no doctest",
    "1. a\n\n        no doctest",
    "> ```\n> no doctest\n> ```",
    ">     no doctest",
    "Never closed:\n```rust\nno",
    "See [User] and [it](User) and [`User::new`].",
    "[User]: no",
    "A <script> and <b>bold and Vec<String> <!-- never closed",
    "<div>\n\n    no doctest\n\n</div>",
    "https://api.example/x?y=[z]. Or http://a.example, (https://b.example)",
    "a\rb\r\rc",
    "\u{202a}\u{202b}\u{202c}\u{202d}\u{202e}\u{2066}\u{2067}\u{2068}\u{2069}",
    "An ` and ``` a `` [User] ```",
    "| a | b |\n| - | - |\n| `[User] | <b>` | `c` |",
    "Title\n===\n\tcode after a title\n\n***\n\tno doctest",
    "\\[User\\] \\\\[User] \\",
    "![image](User) ![image](https://a.example/b.png)",
    "* a\n    * b\n        * c\n\n                no doctest\n\n[^1]: d",
];

/// Generates an operation whose input has fields with these descriptions. Returns the files of the operation and of the input.
fn generate(descriptions: &[String], schema: &str, query: &str) -> [String; 2] {
    let project = Project::with_settings("");
    let mut fields = String::new();
    for (index, description) in descriptions.iter().enumerate() {
        // GraphQL has JSON's escapes.
        let text = serde_json::to_string(description).unwrap();
        writeln!(
            fields,
            "{text} f{index}: Int\n \"\" g{index}: Int @deprecated(reason: {text})"
        )
        .unwrap();
    }
    project.write(
        "schema.graphql",
        &format!("{schema}\ninput Given {{ {fields} }}\n"),
    );
    project.write("queries/find.graphql", query);
    project.succeeds("generate");
    ["operations/find.rs", "types/shared.rs"].map(|file| project.read(&format!("src/{file}")))
}

/// Asserts that rustc and rustdoc accept the documentation in generated files, and that it has no doctests.
fn check(files: &[String]) {
    let folder = TempDir::new().unwrap();
    let mut docs = "//! The documentation.\n".to_owned();
    let mut count = 0;
    for file in files {
        let mut open = false;
        for line in file.split('\n').map(str::trim_start) {
            if line.starts_with("///") {
                writeln!(docs, "{line}").unwrap();
                open = true;
            } else if std::mem::take(&mut open) {
                writeln!(docs, "pub struct D{count};").unwrap();
                count += 1;
            }
        }
    }
    assert!(count > 2, "{docs}");
    let file = folder.path().join("docs.rs");
    fs::write(&file, &docs).unwrap();
    let run = |program: &str, arguments: &[&str]| {
        let done = Command::new(program)
            .args(["--edition", "2024", "--crate-type", "lib", "-D", "warnings"])
            .args(arguments)
            .arg(&file)
            .current_dir(folder.path())
            .output()
            .unwrap();
        let said = text(&done.stdout) + &text(&done.stderr);
        assert!(done.status.success(), "{program} {arguments:?}: {said}");
        said
    };
    run("rustc", &["--emit", "metadata"]);
    run("rustdoc", &[]);
    let said = run("rustdoc", &["--test"]);
    assert!(said.contains("running 0 tests"), "{said}");
}

fn find(comment: &str) -> String {
    format!(
        "{comment}query Find($given: Given, $how: Int) @authing(service: USERS, token: NONE) {{ find(given: $given, how: $how) }}\n"
    )
}

const SCHEMA: &str = "type Query { find(given: Given, how: Int): Int }";

#[test]
fn descriptions_have_no_warnings_and_no_doctests() {
    let texts = TEXTS.map(str::to_owned);
    let files = generate(&texts, SCHEMA, &find("# Finds.\n"));
    check(&files);
    let types = &files[1];
    for expected in [
        "/// How to call:\n    ///\n    /// ```text\n    /// curl https://api.example/x\n    /// ```\n",
        "/// See \\[User\\] and \\[it\\](User) and \\[`User::new`\\].\n",
    ] {
        let expected = expected.replace("\n    ", "\n        ");
        assert!(types.contains(&expected), "{expected} is not in:\n{types}");
    }
}

/// Generates an operation with a text above it and above its variables, one of which is an argument of the constructor.
fn commented(text: &str) -> [String; 2] {
    let lines = text.split(['\n', '\r']);
    let lines: String = lines.map(|line| format!("# {line}\n")).collect();
    let query = find(&format!("# Finds.\n#\n{lines}"));
    let query = query.replace("$how: Int", &format!("\n{lines}$how: Int!"));
    let query = query.replace("$given", &format!("\n{lines}$given"));
    generate(&["a".to_owned()], SCHEMA, &query)
}

/// Returns texts that consist of what Markdown has a meaning for.
fn random(count: usize) -> Vec<String> {
    const PIECES: [&str; 40] = [
        "```",
        "````",
        "```rust\n",
        "~~~\n",
        "    ",
        "     ",
        "\n",
        "\n",
        "\n\n",
        "\n\n",
        "- ",
        "  - ",
        "> ",
        "[User]",
        "[a](b)",
        "<b>",
        "</b>",
        "`",
        "``",
        "https://a.example/b",
        "| ",
        "| - |\n",
        "\\",
        "\t",
        "# ",
        "1. ",
        "let x",
        " ",
        "---\n",
        "===\n",
        "<!--",
        "![",
        "](https://a.example)",
        "\r",
        "\u{202e}",
        "*",
        "_a_",
        "&lt;",
        "[x]: http://y.example\n",
        "http://",
    ];
    let mut random = Random::new(1);
    let mut text = || {
        (0..2 + random.below(12))
            .map(|_| PIECES[random.below(PIECES.len())])
            .collect()
    };
    (0..count).map(|_| text()).collect()
}

#[test]
fn comments_have_no_warnings_and_no_doctests() {
    check(TEXTS.map(commented).as_flattened());
}

#[test]
fn any_description_has_no_warnings_and_no_doctests() {
    check(&generate(&random(1000), SCHEMA, &find("# Finds.\n")));
}

#[test]
fn any_comment_has_no_warnings_and_no_doctests() {
    let files: Vec<_> = random(100).iter().map(|text| commented(text)).collect();
    check(files.as_flattened());
}

#[test]
fn comments_for_tools_are_no_documentation() {
    let query = find(
        "#import \"./x.graphql\"\n# eslint-disable-next-line\n#region find\n# SPDX-License-Identifier: MIT\n# Copyright (c) 2020\n# Finds.\n# import this.\n#endregion\n",
    );
    let files = generate(&["a".to_owned()], SCHEMA, &query);
    let operation = &files[0];
    assert!(
        operation.contains("\n/// Finds.\n/// import this.\n///\n/// On the wire"),
        "{operation}"
    );
    assert!(!operation.contains("MIT"), "{operation}");
}

#[test]
fn comment_is_read_whatever_ends_its_lines() {
    for end in ["\r", "\r\n"] {
        let query = find("# Finds.\n#\n# It\u{2028}all.\n").replace('\n', end);
        let files = generate(&["a".to_owned()], SCHEMA, &query);
        let operation = &files[0];
        assert!(
            operation.contains("\n/// Finds.\n///\n/// It all.\n"),
            "{operation}"
        );
    }
}

#[test]
fn deprecation_and_descriptions_of_arguments_are_documented() {
    let schema = r#"
        type Query { find(given: Given, "How to find." how: Int @deprecated(reason: "Use [given].")): Int @deprecated }
    "#;
    let files = generate(&["a".to_owned()], schema, &find("# Finds.\n"));
    let operation = &files[0];
    for expected in [
        "/// Finds.\n///\n/// Deprecated.\n///\n/// On the wire",
        "/// How to find.\n        ///\n        /// Deprecated: Use \\[given\\].\n",
    ] {
        assert!(operation.contains(expected), "{expected}: {operation}");
    }
    assert!(files[1].contains("/// Deprecated: a\n"), "{}", files[1]);
}

#[test]
fn descriptions_of_enums_and_selected_fields_are_documented() {
    let schema = r#"
        type Query { find(given: Given, how: Int): Found }
        "What is found."
        type Found { "How <much> it is." count: Int @deprecated(reason: "Use\n\n- `x`") kind: Kind }
        "The [kind]."
        enum Kind { "The first." FIRST SECOND @deprecated(reason: "Use FIRST.") THIRD }
    "#;
    let query = find("# Finds.\n").replace(") }", ") { count kind } }");
    let files = generate(&["a".to_owned()], schema, &query);
    let (operation, types) = (&files[0], &files[1]);
    let expected = "/// How \\<much> it is.\n    ///\n    /// Deprecated:\n    ///\n    /// Use\n    ///\n    /// - `x`\n";
    assert!(operation.contains(expected), "{operation}");
    for expected in [
        "\n/// The \\[kind\\].\n#[",
        "/// The first.\n    ///\n    /// Wire name: `FIRST`.\n",
        "/// Deprecated: Use FIRST.\n    ///\n    /// Wire name: `SECOND`.\n",
        "/// `THIRD`\n",
    ] {
        assert!(types.contains(expected), "{expected}: {types}");
    }
    check(&files);
}

#[test]
fn invisible_characters_of_an_argument_are_escaped() {
    let schema = "type Query { find(given: Given, how: Int, who: String): Int }";
    let query =
        find("# Finds.\n").replace("how: $how", "how: $how, who: \"a\u{202e}\u{feff}b\\\"#c\"");
    let [operation, _] = generate(&["a".to_owned()], schema, &query);
    assert!(!operation.contains(['\u{202e}', '\u{feff}']), "{operation}");
    assert!(
        operation.contains(r##"who: \"a\u{202e}\u{feff}b\\\"#c\""##),
        "{operation}"
    );
}
