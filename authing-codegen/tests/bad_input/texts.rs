//! Types of texts that can't be what is meant.

use crate::Project;

#[test]
fn a_text_that_nothing_has() {
    for (name, reason) in [
        ("bornn", "no field, argument or variable has this name"),
        ("Person.bornn", "the schema has no such field"),
    ] {
        configured(&format!("Timestamp = [\"{name}\"]")).refused(&[
            &format!("`{name}` is listed in `texts`, but {reason}"),
            "help: correct `texts` in the configuration",
        ]);
    }
}

#[test]
fn a_text_of_two_types() {
    configured("JsonText = [\"token\"]\nTimestamp = [\"token\"]").refused(&[
        "codegen.toml: ",
        "texts: `token` is listed for both `JsonText` and `Timestamp`",
    ]);
}

#[test]
fn a_type_that_is_no_rust_path() {
    configured("\"a date\" = [\"token\"]").refused(&[
        "codegen.toml: ",
        "texts: \"a date\" is not a valid Rust path",
    ]);
}

fn configured(texts: &str) -> Project {
    let project = Project::new();
    let config = project.config();
    project.write(
        "codegen.toml",
        &format!("{config}\n[target.texts]\n{texts}\n"),
    );
    project
}
