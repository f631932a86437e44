//! Names in the configuration.

use crate::{HEAD, Project, text};

fn named(names: &str) -> Project {
    let project = Project::new();
    let list = "sensitive = [\"password\", \"token\"]";
    project.configure(list, &format!("{list}\nnames = {{ {names} }}"));
    project
}

#[test]
fn name_of_an_unknown_item_is_rejected() {
    for (wire, reason) in [
        ("Nothing", "the schema has no such input object or enum"),
        ("Person", "the schema has no such input object or enum"),
        ("sortOrder.UP", "no enum of the schema has such a value"),
        ("PersonInput.none", "the input object has no such field"),
        ("Person.score", "no enum of the schema has such a value"),
    ] {
        named(&format!("{wire:?} = \"Other1\"")).refused(&[
            &format!("`{wire}` can't be named `Other1`: {reason}"),
            "help: correct `names` in the configuration",
        ]);
    }
}

#[test]
fn invalid_or_duplicate_name_is_rejected() {
    for (given, reason) in [
        (
            "PersonInput = \"person\"",
            "it is not a valid Rust type name",
        ),
        (
            "PersonInput = \"Option\"",
            "the name conflicts with a name that the generated code uses",
        ),
        ("PersonInput = \"SortOrder\"", "`sortOrder` has this name"),
        (
            "\"sortOrder.NEWEST_FIRST\" = \"Other\"",
            "no Rust variant can have this name",
        ),
        (
            "\"sortOrder.NEWEST_FIRST\" = \"OldestFirst\"",
            "its value `OLDEST_FIRST` has this name",
        ),
        (
            "\"PersonInput.password\" = \"Name\"",
            "no Rust field can have this name",
        ),
        (
            "\"PersonInput.password\" = \"maybe_tags\"",
            "a setter of its field `tags` has this name",
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
fn renamed_enum_keeps_its_wire_names() {
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
