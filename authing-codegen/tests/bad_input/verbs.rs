//! Operation names are verb phrases, and type names are nouns.

use super::{HEAD, Project};

fn project() -> Project {
    let project = Project::new();
    let list = "sensitive = [\"password\", \"token\"]";
    project.configure(list, &format!("{list}\nverbs = [\"Ping\", \"Find\"]"));
    project
}

fn operation(name: &str) -> String {
    format!("# Finds.\nquery {name} {HEAD} {{ ping }}\n")
}

#[test]
fn operation_name_without_a_verb_is_rejected() {
    for name in ["Person", "Findings", "Pinged"] {
        let project = project();
        project.write("queries/find.graphql", &operation(name));
        project.rejected(&[
            "queries/find.graphql:2:1",
            &format!("the operation name `{name}` does not begin with a verb"),
            "begin the name with one of `verbs` in the configuration: Ping, Find",
        ]);
    }
}

#[test]
fn operation_with_the_name_of_a_type_is_rejected() {
    let project = project();
    project.write(
        "queries/fragments/FindResult.graphql",
        "fragment FindResult on Person {\n  score\n}\n",
    );
    project.write(
        "queries/find.graphql",
        &format!("# Finds.\nquery FindResult {HEAD} {{ person(id: \"1\") {{ ...FindResult }} }}\n"),
    );
    project.rejected(&[
        "queries/find.graphql:2:1",
        "an operation and a type are both named `FindResult`",
    ]);
}

#[test]
fn without_verbs_any_operation_name_is_accepted() {
    let project = Project::new();
    project.write("queries/find.graphql", &operation("Person"));
    project.succeeds("generate");
}
