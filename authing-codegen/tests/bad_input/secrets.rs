//! Names of secrets that nothing has: what was renamed would not be protected any more.

use crate::{HEAD, Project, with_form};

#[test]
fn a_sensitive_field_that_the_schema_does_not_have() {
    let project = with_form(&format!("# E.\nquery Extra {HEAD} {{ ping }}\n"));
    project.write("schema.graphql", "type Query {\n  ping: Boolean\n}\n");
    project.refused(&[
        "`Blank.value` is listed in `sensitive`, but the schema has no such field",
        "help: correct `sensitive`",
    ]);
}

#[test]
fn a_name_that_nothing_bears() {
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
fn an_encrypted_field_that_is_no_text_of_an_input_object() {
    // A field that is selected, one that is not there, and one that is a flag.
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
fn a_variable_that_is_sent_as_an_encrypted_field() {
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
