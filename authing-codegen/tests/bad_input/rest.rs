//! REST paths that can't be sent, and query files that send them otherwise than the path says.

use super::{HEAD, Project};

/// A project with this root field, whose query file has these variables and this selection.
fn project(field: &str, variables: &str, selection: &str) -> Project {
    let project = Project::new();
    project.configure("queries = ", "rest = [\"rest.graphql\"]\nqueries = ");
    let input = "input Filter { name: String }";
    project.write(
        "rest.graphql",
        &format!("extend type Query {{\n  {field}\n}}\n{input}\n"),
    );
    project.write(
        "queries/find.graphql",
        &format!("# Finds.\nquery Find{variables} {HEAD} {{\n  {selection}\n}}\n"),
    );
    project
}

/// A project with this path, whose argument is `id`.
fn path(method: &str, path: &str) -> Project {
    let field = format!("find(id: String!): Boolean @rest(method: {method}, path: \"{path}\")");
    project(&field, "($id: String!)", "find(id: $id)")
}

#[test]
fn a_path_that_is_well_formed_is_accepted() {
    for accepted in ["/", "/find/{id}", "/a/{id}/b", "/a-b/c.d"] {
        path("GET", accepted).succeeds("generate");
    }
}

#[test]
fn malformed_path_is_rejected() {
    for malformed in [
        "",
        "find/{id}",
        "/find?id={id}",
        "/find#top",
        "/find/{id",
        "/find/id}",
        "/find/{id}x",
        "/find/{id}{id}",
        "/find/{{id}}",
        "/find//{id}",
        "/find/../{id}",
        "/find/./{id}",
        "/find by/{id}",
        "/find%2F/{id}",
        "https://example.com/{id}",
    ] {
        path("GET", malformed).rejected(&[
            &format!("`{malformed}` of `find`: it is not a path"),
            "help: write it as `/api/v2/users/{id}`, without a query string",
        ]);
    }
}

#[test]
fn placeholder_without_a_required_argument_is_rejected() {
    path("GET", "/find/{name}").rejected(&[
        "`/find/{name}` of `find`: `{name}` is not a required argument with one value",
        "help: add the argument, with a type such as `String!`",
    ]);
    path("POST", "/find/{}").rejected(&["`{}` is not a required argument with one value"]);
    for ty in ["String", "[String!]!", "Filter!"] {
        let field = format!("find(id: {ty}): Boolean @rest(method: POST, path: \"/{{id}}\")");
        project(&field, &format!("($id: {ty})"), "find(id: $id)")
            .rejected(&["`/{id}` of `find`: `{id}` is not a required argument with one value"]);
    }
}

#[test]
fn the_same_placeholder_twice_is_rejected() {
    path("GET", "/{id}/{id}").rejected(&["`/{id}/{id}` of `find`: `{id}` is there twice"]);
}

#[test]
fn object_in_a_query_string_is_rejected() {
    for (ty, method) in [("Filter", "GET"), ("[Filter!]", "DELETE")] {
        let field = format!("find(by: {ty}): Boolean @rest(method: {method}, path: \"/find\")");
        project(&field, &format!("($by: {ty})"), "find(by: $by)").rejected(&[
            "`/find` of `find`: `by` can't be in a query string",
            "use a method with a body for anything else",
        ]);
        let field = field.replace(method, "POST");
        project(&field, &format!("($by: {ty})"), "find(by: $by)").succeeds("generate");
    }
}

#[test]
fn alias_on_a_rest_path_is_rejected() {
    let field = "find(id: String!): Boolean @rest(method: GET, path: \"/{id}\")";
    project(field, "($id: String!)", "found: find(id: $id)").rejected(&[
        "`find` is a REST path, which can't have an alias",
        "--> queries/find.graphql:3:3",
        "help: remove the alias",
    ]);
}

#[test]
fn variable_with_another_name_than_its_argument_is_rejected() {
    let field = "find(id: String!): Boolean @rest(method: GET, path: \"/{id}\")";
    project(field, "($other: String!)", "find(id: $other)").rejected(&[
        "`$other` is not the value of the REST path's argument `other`",
        "--> queries/find.graphql:2:12",
        "help: pass it as `other: $other`, and rename it for Rust with `@rename`",
    ]);
}

#[test]
fn unknown_method_is_rejected() {
    for method in ["HEAD", "get", "\"GET\""] {
        path(method, "/find/{id}").rejected(&["rest.graphql:2"]);
    }
}

#[test]
fn missing_file_of_rest_paths_is_rejected() {
    let project = path("GET", "/find/{id}");
    std::fs::remove_file(project.path("rest.graphql")).unwrap();
    project.rejected(&["rest.graphql"]);
}

#[test]
fn constant_argument_of_a_rest_path_is_rejected() {
    let field = "find(id: String!): Boolean @rest(method: GET, path: \"/{id}\")";
    project(field, "", "find(id: \"1\")").rejected(&[
        "the REST path's argument `id` is not a variable, so it is not sent",
        "--> queries/find.graphql:3:3",
        "help: pass it as `id: $id`",
    ]);
}

#[test]
fn default_that_can_not_be_sent_to_a_rest_path_is_rejected() {
    for (ty, default) in [
        ("Boolean", "true"),
        ("String", "\"a\""),
        ("Int", "null"),
        ("Int", "-1 @unsigned"),
        ("Int", "1 @clearable"),
    ] {
        let field = format!("find(by: {ty}): Boolean @rest(method: GET, path: \"/find\")");
        project(&field, &format!("($by: {ty} = {default})"), "find(by: $by)").rejected(&[
            "`$by` has a default that can't be sent to a REST path",
            "--> queries/find.graphql:2:12",
            "help: remove it: only an integer can be sent",
        ]);
    }
}

#[test]
fn alias_below_a_rest_path_is_rejected() {
    let field = "find: Person @rest(method: GET, path: \"/find\")";
    for selection in [
        "{ kind: type }",
        "{ group { length: size } }",
        "{ ...Aliased }",
    ] {
        let project = project(field, "", &format!("find {selection}"));
        if selection.contains("Aliased") {
            project.write(
                "queries/fragments/Aliased.graphql",
                "fragment Aliased on Person {\n  score\n  kind: type\n}\n",
            );
        }
        project.rejected(&[
            "but `find` is a REST path, whose response has no aliases",
            "help: remove the alias; `@rename` renames a field for Rust",
        ]);
    }
}
