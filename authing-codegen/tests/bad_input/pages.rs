//! Operations that list page by page.

use super::Project;

const QUERY: &str = "@authing(service: USERS, token: NONE)";

/// A project whose schema has these root fields, with a query file of this text.
fn listing(fields: &str, query: &str) -> Project {
    let project = Project::new();
    let list = "sensitive = [\"password\", \"token\"]";
    let pages = "pages = { page = \"page\", count = \"count\", list = \"list\", total = [\"total\"], id = [\"id\"] }";
    project.configure(list, &format!("{list}\n{pages}"));
    project.write(
        "schema.graphql",
        &format!(
            "type Query {{ ping: Boolean {fields} }}\n\
             type Mutation {{ clear(page: Int, count: Int): Page }}\n\
             type Page {{ list: [Thing] others: [Thing] grid: [[String]] inner: Page all: [Page] total: Int }}\n\
             type Thing {{ id: String, password: String, token: String }}\n"
        ),
    );
    project.write("queries/find.graphql", &format!("# Finds.\n{query}\n"));
    project
}

const THINGS: &str = "things(page: Int, count: Int): Page";
const VARIABLES: &str = "($page: Int @unsigned, $count: Int @unsigned)";
const ARGUMENTS: &str = "(page: $page, count: $count)";
const WAY_OUT: &str =
    "if its pages can't be streamed, state the reason: `@noStream(reason: \"…\")`";

#[test]
fn pages_without_one_list_of_the_name_are_rejected() {
    for (selection, reason) in [
        ("{ total }", "`things` has no list `list` that is selected"),
        (
            "{ others { id } }",
            "`things` has no list `list` that is selected",
        ),
        (
            "{ inner { list { id } } }",
            "`things` has no list `list` that is selected",
        ),
        (
            "{ list: others { id } }",
            "`things` has no list `list` that is selected",
        ),
    ] {
        let query = format!("query Find{VARIABLES} {QUERY} {{ things{ARGUMENTS} {selection} }}");
        listing(THINGS, &query).rejected(&[reason, "queries/find.graphql:2:12", WAY_OUT]);
    }
    let field = "all(page: Int, count: Int): [[String]]";
    let query = format!("query Find{VARIABLES} {QUERY} {{ all{ARGUMENTS} }}");
    listing(field, &query).rejected(&["`all` is a list of lists", WAY_OUT]);
}

#[test]
fn a_list_inside_of_a_list_is_rejected() {
    let field = "places: Place } type Place { towns: [Town] } type Town { things(page: Int, count: Int): Page";
    let query = format!(
        "query Find{VARIABLES} {QUERY} {{ places {{ towns {{ things{ARGUMENTS} {{ list {{ id }} }} }} }} }}"
    );
    listing(field, &query).rejected(&["`things` is inside a list", WAY_OUT]);
}

#[test]
fn a_page_that_is_an_argument_of_several_fields_is_rejected() {
    let query = format!(
        "query Find{VARIABLES} {QUERY} {{ both {{ a: things{ARGUMENTS} {{ total }} b: things{ARGUMENTS} {{ total }} }} }}"
    );
    let field = "both: Both } type Both { things(page: Int, count: Int): Page";
    listing(field, &query).rejected(&["`$page` is an argument of 2 fields, not of one", WAY_OUT]);
}

#[test]
fn variables_that_can_not_number_pages_are_rejected() {
    for (variables, arguments, reason) in [
        (
            "($page: Int @unsigned)",
            "(page: $page)",
            "`$page` requires `$count`",
        ),
        (
            "($page: Int, $count: Int @unsigned)",
            ARGUMENTS,
            "`$page` is not marked `@unsigned`",
        ),
        (
            "($page: Int @unsigned, $count: Int)",
            ARGUMENTS,
            "`$count` is not marked `@unsigned`",
        ),
        (
            "($page: Int = -1 @unsigned, $count: Int @unsigned)",
            ARGUMENTS,
            "the default of `$page` is negative",
        ),
    ] {
        let query =
            format!("query Find{variables} {QUERY} {{ things{arguments} {{ list {{ id }} }} }}");
        listing(THINGS, &query).rejected(&[reason, "queries/find.graphql:2:", WAY_OUT]);
    }
    let query =
        format!("mutation Find{VARIABLES} {QUERY} {{ clear{ARGUMENTS} {{ list {{ id }} }} }}");
    listing("", &query).rejected(&["a mutation has a variable `$page`", WAY_OUT]);
}

#[test]
fn an_operation_that_says_why_it_has_no_stream_is_accepted() {
    let query = format!(
        "query Find{VARIABLES} {QUERY} @noStream(reason: \"it has totals only\") {{ things{ARGUMENTS} {{ total }} }}"
    );
    let project = listing(THINGS, &query);
    project.succeeds("generate");
    let code = std::fs::read_to_string(project.0.path().join("src/operations/find.rs")).unwrap();
    assert!(
        code.contains("No stream goes through its pages: it has totals only."),
        "{code}"
    );
    assert!(!code.contains("support::paged!"), "{code}");
}

#[test]
fn a_reason_that_is_empty_or_for_nothing_is_rejected() {
    let query = format!(
        "query Find{VARIABLES} {QUERY} @noStream(reason: \" \") {{ things{ARGUMENTS} {{ total }} }}"
    );
    listing(THINGS, &query).rejected(&["`@noStream` requires a reason"]);
    let query = format!("query Find {QUERY} @noStream(reason: \"so\") {{ things {{ total }} }}");
    listing(THINGS, &query).rejected(&[
        "`@noStream` requires a page variable",
        "help: its name is `page` in `[target.pages]` of the configuration",
    ]);
}

#[test]
fn names_of_pages_that_nothing_has_are_rejected() {
    for (from, to) in [
        ("page = \"page\"", "page = \"sheet\""),
        ("count = \"count\"", "count = \"sheet\""),
        ("list = \"list\"", "list = \"sheet\""),
        ("total = [\"total\"]", "total = [\"sheet\"]"),
        ("id = [\"id\"]", "id = [\"sheet\"]"),
    ] {
        let query =
            format!("query Find{VARIABLES} {QUERY} {{ things{ARGUMENTS} {{ list {{ id }} }} }}");
        let project = listing(THINGS, &query);
        project.succeeds("generate");
        project.configure(from, to);
        project.rejected(&[
            "`sheet` is listed in `pages`, but no field, argument or variable has this name",
            "help: correct `pages` in the configuration",
        ]);
    }
}
