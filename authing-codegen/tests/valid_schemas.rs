//! What is valid in a schema generates, whichever version of GraphQL or tool it is from.

use crate::support::{Project, text};

/// Generates an operation for the root field `a` of a schema with the program, and asserts that it says nothing else.
fn generates(schema: &str) {
    let project = Project::with_settings("");
    project.write("schema.graphql", schema);
    project.write(
        "queries/get.graphql",
        "# Gets it.\nquery Get @authing(service: USERS, token: NONE) { a }\n",
    );
    let done = project.run("generate");
    let said = text(&done.stderr);
    assert!(done.status.success() && said.is_empty(), "{schema}: {said}");
    let code = project.read("src/operations/get.rs");
    assert!(code.contains("pub struct Get"), "{code}");
}

#[test]
fn schema_definition_may_be_described_and_extended() {
    let query = "type Query { a: Int }";
    for schema in [
        r#""""Our API""" schema { query: Query }"#,
        r#""Our API" schema { query: Query }"#,
        "directive @link(url: String!) repeatable on SCHEMA extend schema @link(url: \"u\")",
        "directive @link(url: String!) on SCHEMA schema { query: Query } extend schema @link(url: \"u\")",
    ] {
        generates(&format!("{schema} {query}"));
    }
}

#[test]
fn numbers_may_have_more_than_64_bits_and_defaults_any_depth() {
    generates("type Query { a(y: Float = 9999999999999999999999): Int }");
    for number in ["9223372036854775808", "-9223372036854775809", "1e400"] {
        generates(&format!(
            "scalar Big type Query {{ a(y: Big = {number}): Int }}"
        ));
    }
    let deep = format!("{}{}", "[".repeat(60), "]".repeat(60));
    generates(&format!(
        "scalar Any type Query {{ a(y: Any = {deep}): Int }}"
    ));
}

#[test]
fn directives_of_other_tools_need_no_definition() {
    generates(
        r#"
            schema @link(url: "u", import: ["@key", { name: "@a", as: "@b" }]) { query: Query }
            extend schema @composeDirective(name: "@x") @composeDirective(name: "@y")
            directive @own(a: Int @unknown) on FIELD_DEFINITION
            scalar Date @unknown
            extend scalar Date @other
            interface Node @key(fields: "id") { id: ID! @external(reason: null) }
            extend interface Node @unknown { b: Int @unknown }
            type Query @unknown { a(x: Int @unknown, in: In): Int @own @unknown @unknown, c: Either, d: Node, e: E }
            extend type Query @unknown { f: Date @unknown }
            type A implements Node @key(fields: "id", resolvable: false) { id: ID! b: Int @unknown }
            union Either @unknown = A
            extend union Either @other = Query
            enum E @unknown { V @unknown }
            extend enum E @other { W @unknown }
            input In @unknown @oneOf { a: Int @unknown b: Int }
            extend input In @other { c: Int @unknown }
        "#,
    );
}

#[test]
fn syntax_of_every_version_generates() {
    for schema in [
        "interface A { a: Int } interface B implements A { a: Int } type C implements A & B { a: Int } type Query { a: Int c: C }",
        "scalar Url @specifiedBy(url: \"https://a.example\") type Query { a: Int u: Url }",
        "directive @many(a: Int) repeatable on FIELD_DEFINITION type Query { a: Int @many @many(a: 1) }",
        "type Query { a(\"An argument.\" x: Int = 1 @deprecated): Int } \"\"\"A\n\"block\" \\\"\"\" \"\"\" type type { input: Int }",
        "type Query {\r a: Int\r}\r# comment\rtype schema { query: Int }",
        "\u{feff}# A comment.\ntype Query { a: Int }",
        "type Query { a: Int } type Subscription { s: Int } schema { query: Query subscription: Subscription }",
    ] {
        generates(schema);
    }
}
