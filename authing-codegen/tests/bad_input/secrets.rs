//! Names of secrets that don't exist: a renamed field would lose its protection.

use crate::{HEAD, Project, with_form};

#[test]
fn unknown_sensitive_field_is_rejected() {
    let project = with_form(&format!("# E.\nquery Extra {HEAD} {{ ping }}\n"));
    project.write("schema.graphql", "type Query {\n  ping: Boolean\n}\n");
    project.refused(&[
        "`Blank.value` is listed in `sensitive`, but the schema has no such field",
        "help: correct `sensitive`",
    ]);
}

#[test]
fn unknown_sensitive_name_is_rejected() {
    for key in ["sensitive", "encrypted"] {
        let project = Project::new();
        project.configure(
            "sensitive = [\"password\", \"token\"]",
            &format!("{key} = [\"password\", \"passwort\"]"),
        );
        project.refused(&[
            &format!(
                "`passwort` is listed in `{key}`, but no field, argument or variable has this name"
            ),
            &format!("help: correct `{key}` in the configuration"),
        ]);
    }
}

#[test]
fn encrypted_field_must_be_a_string_of_an_input_object() {
    // A response field, an unknown field, and a `Boolean`.
    for name in ["Person.token", "PersonInput.passwort", "PersonInput.new"] {
        let project = Project::new();
        project.configure(
            "sensitive = [\"password\", \"token\"]",
            &format!("encrypted = [\"{name}\"]"),
        );
        project.refused(&[&format!(
            "`{name}` is listed in `encrypted`, but no input object of the schema has such a string field"
        )]);
    }
}

#[test]
fn variable_sent_as_an_encrypted_field_must_be_marked() {
    let project = Project::new();
    project.configure(
        "sensitive = [\"password\", \"token\"]",
        "encrypted = [\"PersonInput.tags\"]",
    );
    project.write(
        "queries/extra.graphql",
        &format!(
            "# E.\nmutation Extra($tag: String!) {HEAD} {{\n  save(input: {{ _id: \"1\", tags: [$tag] }}) {{\n    type\n  }}\n}}\n"
        ),
    );
    project.refused(&[
        "`$tag` is sent as `tags`, which is sensitive, but is not marked",
        "queries/extra.graphql:2:16",
        "help: mark it `@encrypted`, `@secret` or `@digits`",
    ]);
}
