//! Schemas of any size, and types whose names differ in case only.

use std::fmt::Write as _;
use std::fs;

use super::{HEAD, Project, text};

/// A project with this schema and these query files in place of its own.
fn project(schema: &str, queries: &[(&str, &str)]) -> Project {
    let project = Project::new();
    project.write("schema.graphql", schema);
    fs::remove_dir_all(project.0.path().join("queries")).unwrap();
    for (path, query) in queries {
        project.write(&format!("queries/{path}"), query);
    }
    project.configure("sensitive = [\"password\", \"token\"]", "");
    project
}

/// A schema in which one input object holds the next, so many times.
fn chain(length: usize, last: &str) -> String {
    let mut schema = String::from("type Query { get(first: In0): Int }\n");
    for index in 0..length {
        writeln!(schema, "input In{index} {{ next: In{} }}", index + 1).unwrap();
    }
    writeln!(schema, "input In{length} {{ {last}: String }}").unwrap();
    schema
}

/// Longer than a stack has room for calls.
const LONG: usize = 20_000;

#[test]
fn a_long_chain_of_input_objects_is_generated() {
    let query = format!("# Gets.\nquery Get($first: In0) {HEAD} {{ get(first: $first) }}\n");
    let project = project(&chain(LONG, "end"), &[("get.graphql", &query)]);
    let api = project.generated("API.txt");
    let first = "input In0.next: Option<In1> (next)\n";
    let last = format!("input In{LONG}.end: Option<String> (end)\n");
    assert!(api.contains(first) && api.contains(&last));
}

#[test]
fn what_ends_a_long_chain_of_input_objects_is_encrypted() {
    let query = format!("# Gets.\nquery Get($first: In0) {HEAD} {{ get(first: $first) }}\n");
    let project = project(&chain(500, "password"), &[("get.graphql", &query)]);
    project.configure("api =", "encrypted = [\"password\"]\napi =");
    let types = project.generated("src/types/shared.rs");
    assert_eq!(types.matches("impl support::Bind for In").count(), 501);
}

#[test]
fn a_long_chain_of_input_objects_is_scaffolded() {
    let project = project(&chain(LONG, "password"), &[]);
    project.configure("api =", "encrypted = [\"password\"]\napi =");
    project.succeeds("scaffold get --area all");
    let query = fs::read_to_string(project.0.path().join("queries/all/get.graphql")).unwrap();
    assert!(query.contains("  $next: In4\n"), "{query}");
}

#[test]
fn a_sample_of_deep_input_objects_is_short() {
    let schema = chain(60, "end").replace("next:", "also: [In1!]! next:");
    let schema = (1..60).fold(schema, |schema, index| {
        let (from, to) = (
            format!("In{index} {{ also: [In1!]!"),
            format!("In{index} {{ also: [In{}!]!", index + 1),
        );
        schema.replace(&from, &to)
    });
    let query = format!("# Gets.\nquery Get($first: In0) {HEAD} {{ get(first: $first) }}\n");
    let project = project(&schema, &[("get.graphql", &query)]);
    let samples = "[target.samples]\nfile = \"samples.rs\"\noperations = \"crate::o\"\ntypes = \"crate::t\"\n\
                   functions = { NONE = \"any\" }\n";
    project.write("codegen.toml", &format!("{}\n{samples}", project.config()));
    let samples = project.generated("samples.rs");
    assert!(
        samples.contains("In4::new") && !samples.contains("In10::new"),
        "{samples}"
    );
}

#[test]
fn one_field_is_selected_in_two_ways() {
    let query = format!(
        "# Gets.\nquery Get {HEAD} {{ get {{ a: next {{ ...Link }} b: next {{ id }} next {{ ...Link }} }} }}\n"
    );
    let project = project(
        "type Query { get: Link } type Link { id: ID next: Link }",
        &[
            ("get.graphql", &query),
            ("Link.graphql", "# A link.\nfragment Link on Link { id }\n"),
        ],
    );
    let api = project.generated("API.txt");
    for line in [
        "operation GetGet.a: Option<Link> (a)",
        "operation GetGet.b: Option<GetGetB> (b)",
        "operation GetGet.next: Option<Link> (next)",
    ] {
        let line = line.replace("operation ", "type ");
        assert!(api.contains(&line), "{line}\n{api}");
    }
}

#[test]
fn a_problem_is_reported_once_with_all_its_places() {
    let schema = "scalar Date\ntype Query { a(from: Date, in: In): Person }\ntype Person { born: Date\n left: Date }\n\
                  input In { day: Date }\n";
    let query = format!(
        "# Gets.\nquery Get($from: Date, $in: In) {HEAD} {{ a(from: $from, in: $in) {{ born left }} }}\n"
    );
    let project = project(schema, &[("get.graphql", &query)]);
    let done = project.run("generate");
    let said = text(&done.stderr);
    assert_eq!(said.matches("error: ").count(), 1, "{said}");
    assert_eq!(said.matches("help: ").count(), 1, "{said}");
    for place in ["queries/get.graphql:2:11", "schema.graphql:5:12"] {
        assert!(said.contains(&format!("  --> {place}\n")), "{said}");
    }
    assert_eq!(said.matches("  --> ").count(), 4, "{said}");
}

#[test]
fn of_a_problem_in_many_places_some_are_shown() {
    let query = format!("# Gets.\nquery Get($first: In0) {HEAD} {{ get(first: $first) }}\n");
    let schema = chain(3, "end").replace("{ next", "{ a: D b: D c: D d: D next") + "scalar D\n";
    let project = project(&schema, &[("get.graphql", &query)]);
    let said = text(&project.run("generate").stderr);
    assert_eq!(said.matches("  --> ").count(), 10, "{said}");
    assert!(said.contains("  and in 2 more places\n"), "{said}");
}

mod twins {
    use super::*;

    fn find(variable: &str, selection: &str) -> String {
        format!("# Finds.\nquery Find($f: {variable}) {HEAD} {{ find(f: $f) {selection} }}\n")
    }

    #[test]
    fn a_password_is_secret_beside_a_twin_without_one() {
        let schema = "input LoginInput { a: Int } input loginInput { password: String user: String } \
                      type Query { find(f: loginInput): String other(f: LoginInput): String }";
        let project = project(schema, &[("find.graphql", &find("loginInput", ""))]);
        project.configure("api =", "sensitive = [\"loginInput.password\"]\napi =");
        let types = project.generated("src/types/shared.rs");
        assert!(
            types.contains("password: Option<support::WireSecret>"),
            "{types}"
        );
    }

    #[test]
    fn the_scalar_that_is_used_has_the_type() {
        for scalars in ["scalar uuid scalar UUID", "scalar UUID scalar uuid"] {
            let schema =
                format!("{scalars} type Query {{ user: Person }} type Person {{ id: UUID }}");
            let query = format!("# Gets.\nquery Get {HEAD} {{ user {{ id }} }}\n");
            let project = project(&schema, &[("get.graphql", &query)]);
            project.configure("api =", "scalars = { UUID = \"String\" }\napi =");
            let api = project.generated("API.txt");
            assert!(api.contains("GetUser.id: Option<String> (id)"), "{api}");
        }
    }

    #[test]
    fn two_scalars_whose_names_differ_in_case_have_types_of_their_own() {
        let schema =
            "scalar uuid scalar UUID type Query { user: Person } type Person { a: uuid b: UUID }";
        let query = format!("# Gets.\nquery Get {HEAD} {{ user {{ a b }} }}\n");
        let project = project(schema, &[("get.graphql", &query)]);
        project.configure(
            "api =",
            "scalars = { UUID = \"String\", uuid = \"u128\" }\napi =",
        );
        let api = project.generated("API.txt");
        assert!(api.contains("GetUser.a: Option<u128> (a)"), "{api}");
        assert!(api.contains("GetUser.b: Option<String> (b)"), "{api}");
    }

    #[test]
    fn a_scalar_beside_an_object_of_its_name_has_the_type() {
        let schema = "type Date { y: Int } scalar date type Query { person: Person } type Person { born: date }";
        let query = format!("# Gets.\nquery Get {HEAD} {{ person {{ born }} }}\n");
        let project = project(schema, &[("get.graphql", &query)]);
        project.configure("api =", "scalars = { date = \"String\" }\napi =");
        let api = project.generated("API.txt");
        assert!(
            api.contains("GetPerson.born: Option<String> (born)"),
            "{api}"
        );
    }

    #[test]
    fn the_docs_are_those_of_the_input_object_that_is_used() {
        let schema = "input FilterInput { secretWord: String } \"The second.\" input filterInput { \"Its x.\" x: Int } \
                      type Query { find(f: filterInput): String }";
        let project = project(schema, &[("find.graphql", &find("filterInput", ""))]);
        let types = project.generated("src/types/shared.rs");
        for docs in ["/// The second.", "/// Its x."] {
            assert!(types.contains(docs), "{types}");
        }
    }

    #[test]
    fn the_values_are_those_of_the_enum_that_is_used() {
        let schema = "enum Level { LOW HIGH } enum level { deep shallow } type Query { find(f: level): level }";
        let project = project(schema, &[("find.graphql", &find("level", ""))]);
        let api = project.generated("API.txt");
        assert!(
            api.contains("enum Level::Deep (deep)\nenum Level::Shallow (shallow)\n"),
            "{api}"
        );
        let types = project.generated("src/types/shared.rs");
        let value = "/// `deep`\n    #[serde(rename = \"deep\")]\n    Deep,\n";
        assert!(types.contains(value) && !types.contains("LOW"), "{types}");
    }
}
