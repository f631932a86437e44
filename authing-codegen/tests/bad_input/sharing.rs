//! Fragments that share a type: a response of each must be readable as that type.

use super::{HEAD, Project, with};

/// Creates a project in which the fragment `Q` shares the type of `P`. Each is on its own type of the schema, with these fields.
fn sharing(p: (&str, &str), q: (&str, &str)) -> Project {
    let project = with(
        "queries/p.graphql",
        &format!("# P.\nquery GetP {HEAD} {{ p {{ ...P }} }}\n"),
    );
    project.write(
        "queries/q.graphql",
        &format!("# Q.\nquery GetQ {HEAD} {{ q {{ ...Q }} }}\n"),
    );
    let ((fields_of_p, select_p), (fields_of_q, select_q)) = (p, q);
    project.write(
        "queries/fragments/P.graphql",
        &format!("# P.\nfragment P on A {{ {select_p} }}\n"),
    );
    project.write(
        "queries/fragments/Q.graphql",
        &format!("# Q.\nfragment Q on B\n@sharedType(name: \"P\") {{ {select_q} }}\n"),
    );
    project.write(
        "schema.graphql",
        &format!(
            "type Query {{ ping: Boolean p: A q: B }}\n\
             type A {{ {fields_of_p} password: String }}\n\
             type B {{ {fields_of_q} token: String }}\n\
             type C {{ x: Int y: String z: Boolean! }}\n\
             type D {{ x: String y: String z: Boolean }}\n"
        ),
    );
    project
}

#[test]
fn fragment_that_can_not_be_read_as_the_shared_type_is_rejected() {
    for (p, q, reason) in [
        (
            ("id: String! phone: String", "id phone"),
            ("id: String! phone: Int", "id phone"),
            "`phone` is `Option<i64>` here, but `Option<String>` there",
        ),
        (
            ("id: String! phone: String", "id phone"),
            ("phone: String", "phone"),
            "its required field `id` is not selected here",
        ),
        (
            ("id: String!", "id"),
            ("id: String", "id"),
            "`id` is `Option<String>` here, but `String` there",
        ),
        (
            ("phone: String", "phone"),
            ("phone: [String]", "phone"),
            "`phone` is `Vec<String>` here, but `Option<String>` there",
        ),
        (
            ("phone: String", "phone"),
            ("phone: String", "phone @secret"),
            "`phone` is `Option<Secret>` here, but `Option<String>` there",
        ),
        (
            ("phone: String", "phone"),
            ("phone: String", "phone @rename(to: \"number\")"),
            "`phone` is named `number` here, but `phone` there",
        ),
        (
            ("id: String", "id"),
            ("phone: String", "phone"),
            "that type has no field `phone`",
        ),
        (
            ("c: C", "c { x y }"),
            ("c: D", "c { x y }"),
            "in `c`, `x` is `Option<String>` here, but `Option<i64>` there",
        ),
        (
            ("c: C", "c { y z }"),
            ("c: D", "c { y }"),
            "in `c`, its required field `z` is not selected here",
        ),
    ] {
        sharing(p, q).rejected(&[
            &format!("`Q` can't share the type of `P`: {reason}"),
            "--> queries/fragments/Q.graphql:2:1",
            "help: make what it selects readable as that type, or remove `@sharedType`",
        ]);
    }
}

#[test]
fn fragment_with_a_part_of_the_shared_type_is_accepted() {
    for (p, q) in [
        (
            ("id: String phone: String", "id phone"),
            ("id: String!", "id"),
        ),
        (
            ("id: [Int!]! phone: String", "id phone"),
            ("phone: String", "phone"),
        ),
        (("c: C", "c { x y }"), ("c: C!", "c { y }")),
        (("id: String", "id"), ("id: String", "id @nonNull")),
    ] {
        sharing(p, q).succeeds("generate");
    }
}

#[test]
fn shared_type_must_be_the_type_of_a_fragment_of_its_own() {
    let project = sharing(("id: String", "id"), ("id: String", "id"));
    project.write(
        "queries/fragments/P.graphql",
        "# P.\nfragment P on A @sharedType(name: \"R\") { id }\n",
    );
    project.rejected(&["no fragment named `R` to share a type with"]);
    project.write(
        "queries/r.graphql",
        &format!("# R.\nquery GetR {HEAD} {{ p {{ ...R }} }}\n"),
    );
    project.write(
        "queries/fragments/R.graphql",
        "# R.\nfragment R on A { id }\n",
    );
    project.rejected(&[
        "`P`, whose type is to be shared, itself shares the type of `R`",
        "--> queries/fragments/Q.graphql:2:1",
    ]);
}
