//! The configuration.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::dice::Dice;
use super::queries::Queries;
use super::schema::{Definition, Schema};

/// The clients' Rust paths, and the settings that every case has.
const BASE: &str = r#"[[target]]
name = "case"
schema = "schema.graphql"
directives = ["DIRECTIVES/directives.graphql", "api.graphql"]
queries = "queries"
output = "."
api = "API.txt"
runtime = "::authing_core"
"#;

const PAGES: &str = r#"
[target.pages]
page = "page"
count = "count"
list = "list"
"#;

const METHODS: &str = r#"
[target.methods]
folder = "methods"
clients = { CLIENT = "MODULE::client::Client", SESSION = "MODULE::client::Session" }
runtime = "::authing_core"
operations = "MODULE::operations"
types = "MODULE::types"
error = "MODULE::client::Error"

[target.methods.blocking]
folder = "blocking"
clients = { CLIENT = "MODULE::client::blocking::Client", SESSION = "MODULE::client::blocking::Session" }
"#;

const SAMPLES: &str = r#"
[target.samples]
file = "samples/generated.rs"
operations = "MODULE::operations"
types = "MODULE::types"
functions = { NONE = "sample", OWNER = "sample", USER = "sample", ANY = "sample" }
"#;

/// Returns the Rust types of the scalars.
pub(super) fn scalars(dice: &mut Dice<'_>, schema: &Schema) -> BTreeMap<String, String> {
    let mut scalars = BTreeMap::new();
    for (name, definition) in &schema.types {
        if matches!(definition, Definition::Scalar) && !dice.one_in(40) {
            let rust = dice.pick(&[
                "String",
                "i64",
                "f64",
                "bool",
                "u64",
                "::std::collections::BTreeMap<String, i64>",
            ]);
            scalars.insert(name.clone(), rust.to_owned());
        }
    }
    scalars
}

/// Returns a configuration. `MODULE` stands for the Rust path of the generated modules.
pub(super) fn config(
    dice: &mut Dice<'_>,
    schema: &Schema,
    scalars: &BTreeMap<String, String>,
    queries: &Queries,
) -> String {
    let directives = concat!(env!("CARGO_MANIFEST_DIR"), "/../schema");
    let mut text = BASE.replace("DIRECTIVES", directives);
    let members = schema.members();
    let lists = [
        ("sensitive", &schema.secrets),
        ("encrypted", &schema.encrypted),
        ("public", &schema.public),
    ];
    for (key, names) in lists {
        let names = names.iter().filter(|name| members.contains(name.as_str()));
        let names: Vec<&String> = names.collect();
        let _ = writeln!(text, "{key} = {names:?}");
    }
    if schema.has_pages {
        text += PAGES;
        for (key, names) in [("total", ["total", "totalCount"]), ("id", ["id", "_id"])] {
            let names: Vec<&str> = names
                .into_iter()
                .filter(|name| members.contains(name))
                .collect();
            let _ = writeln!(text, "{key} = {names:?}");
        }
    }
    text += "\n[target.texts]\n";
    for (path, name) in [("Timestamp", "createdAt"), ("JsonText", "metadata")] {
        if schema.outputs_text(name) && dice.one_in(2) {
            let _ = writeln!(text, "{path} = [{name:?}]");
        }
    }
    text += "\n[target.scalars]\n";
    for (name, rust) in scalars {
        let _ = writeln!(text, "{name} = \"{rust}\"");
    }
    text += "\n[target.names]\n";
    for (index, (name, definition)) in schema.types.iter().enumerate() {
        match definition {
            Definition::Input { .. } | Definition::Enum(_) if dice.one_in(8) => {
                let _ = writeln!(text, "{name} = \"Renamed{index}\"");
            }
            Definition::Enum(values) if dice.one_in(8) => {
                let _ = writeln!(text, "\"{name}.{}\" = \"Renamed\"", values[0]);
            }
            _ => {}
        }
    }
    if queries.has_methods {
        text += METHODS;
    }
    text + SAMPLES
}
