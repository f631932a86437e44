//! Invalid types of strings in responses.

use super::Project;

#[test]
fn unknown_text_is_rejected() {
    for (name, reason) in [
        ("bornn", "no field, argument or variable has this name"),
        ("Person.bornn", "the schema has no such field"),
    ] {
        configured(&format!("Timestamp = [\"{name}\"]")).rejected(&[
            &format!("`{name}` is listed in `texts`, but {reason}"),
            "help: correct `texts` in the configuration",
        ]);
    }
}

#[test]
fn text_with_two_types_is_rejected() {
    configured("JsonText = [\"token\"]\nTimestamp = [\"token\"]").rejected(&[
        "codegen.toml: ",
        "texts: `token` is listed for both `JsonText` and `Timestamp`",
    ]);
}

#[test]
fn text_type_with_an_invalid_path_is_rejected() {
    configured("\"a date\" = [\"token\"]").rejected(&[
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
