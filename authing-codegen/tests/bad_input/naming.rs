//! Names that the configuration gives.

use crate::{HEAD, Project, text};

fn named(names: &str) -> Project {
    let project = Project::new();
    let list = "sensitive = [\"password\", \"token\"]";
    project.configure(list, &format!("{list}\nnames = {{ {names} }}"));
    project
}

#[test]
fn a_name_for_what_is_not_there() {
    for (wire, reason) in [
        ("Nothing", "the schema has no such input object or enum"),
        ("Person", "the schema has no such input object or enum"),
        ("sortOrder.UP", "the schema has no such value of an enum"),
        ("PersonInput.none", "the input object has no such field"),
        ("Person.score", "the schema has no such value of an enum"),
    ] {
        named(&format!("{wire:?} = \"Other1\"")).refused(&[
            &format!("`{wire}` is to be called `Other1`, but {reason}"),
            "help: correct `names` in the configuration",
        ]);
    }
}

#[test]
fn a_name_that_can_not_be_given() {
    for (given, reason) in [
        (
            "PersonInput = \"person\"",
            "that is not the name of a type in Rust",
        ),
        (
            "PersonInput = \"Option\"",
            "that is a name that the generated code uses for something else",
        ),
        ("PersonInput = \"SortOrder\"", "so is `sortOrder`"),
        (
            "\"sortOrder.NEWEST_FIRST\" = \"Other\"",
            "no value can have that name in Rust",
        ),
        (
            "\"sortOrder.NEWEST_FIRST\" = \"OldestFirst\"",
            "so is its value `OLDEST_FIRST`",
        ),
        (
            "\"PersonInput.password\" = \"Name\"",
            "no field can have that name in Rust",
        ),
        (
            "\"PersonInput.password\" = \"maybe_tags\"",
            "so is a setter of its field `tags`",
        ),
        (
            "\"PersonInput.password\" = \"label\", \"PersonInput.tags\" = \"maybe_label\"",
            "its setter `maybe_label` has the name of its field `tags`",
        ),
    ] {
        named(given).refused(&[reason]);
    }
}

#[test]
fn an_enum_under_other_names_goes_on_the_wire_as_it_is() {
    let project = named("sortOrder = \"Direction\", \"sortOrder.NEWEST_FIRST\" = \"Newest\"");
    project.write(
        "queries/lists/find.graphql",
        &format!("# Finds.\nquery Find($order: sortOrder!) {HEAD} {{ people(order: $order) {{ totalCount }} }}\n"),
    );
    let done = project.run("generate");
    assert!(done.status.success(), "{}", text(&done.stderr));
    let files = project.files();
    let all: String = files
        .iter()
        .filter(|(path, _)| path.extension().is_some_and(|kind| kind == "rs"))
        .map(|(_, text)| text.as_str())
        .collect();
    for expected in [
        "pub enum Direction {",
        "Direction::Newest => \"NEWEST_FIRST\"",
        "\"NEWEST_FIRST\" => Ok(Direction::Newest)",
    ] {
        assert!(all.contains(expected), "{expected} is not in {all}");
    }
    assert!(!all.contains("SortOrder"), "{all}");
}
