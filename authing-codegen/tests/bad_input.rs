//! A problem in a query file is reported with file, line and reason, and no file changes.

mod bounds;
mod directives;
mod documents;
mod extends;
mod files;
mod inherited;
mod large;
mod marks;
mod methods;
mod naming;
mod pages;
mod project;
mod rest;
mod secrets;
mod sharing;
mod targets;
mod texts;
mod types;
mod variables;
mod verbs;

use std::fs;
use std::path::Path;

use crate::support::{Project, text};

impl Project {
    /// Creates a folder with the small schema, one valid operation, and its generated output.
    fn new() -> Self {
        let project = Self::with_settings("sensitive = [\"password\", \"token\"]");
        let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
        for path in ["schema.graphql", "queries/ping.graphql"] {
            project.write(path, &fs::read_to_string(golden.join(path)).unwrap());
        }
        project.succeeds("generate");
        project
    }

    /// Generates the code, and returns one of its files.
    #[track_caller]
    fn generated(&self, path: &str) -> String {
        self.succeeds("generate");
        self.read(path)
    }

    /// Asserts that `generate` fails with these texts in its message and changes no file.
    fn rejected(&self, expected: &[&str]) {
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

/// Creates a project with an additional query file.
fn with(path: &str, query: &str) -> Project {
    let project = Project::new();
    project.write(path, query);
    project
}

const HEAD: &str = "@authing(service: USERS, token: NONE)";

/// Creates a project with an operation `Change` with these variables.
fn changing(variables: &str) -> Project {
    with(
        "queries/change.graphql",
        &format!(
            "# Changes.\nmutation Change(\n  {variables}\n) {HEAD} {{ change(id: $id, note: $note) {{ type }} }}\n"
        ),
    )
}

/// Creates a project with this schema and a query file for it.
fn with_schema(schema: &str, query: &str) -> Project {
    let project = with("queries/extra.graphql", query);
    project.write("schema.graphql", schema);
    project.configure("[\"password\", \"token\"]", "[]");
    project
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
