//! Introspection matches the schema file: printed as SDL again, it is equal in every part.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use apollo_compiler::Schema;
use serde_json::{Value, json};

use crate::client::Fixture;

const SDL: &str = include_str!("../../../schema/legacy.graphql");

/// The query that tools send to read a schema.
pub(crate) const STANDARD_QUERY: &str = "query IntrospectionQuery {
    __schema {
        queryType { name } mutationType { name } subscriptionType { name }
        types { ...FullType }
        directives { name description locations args { ...InputValue } }
    }
}
fragment FullType on __Type {
    kind name description
    fields(includeDeprecated: true) {
        name description args { ...InputValue } type { ...TypeRef } isDeprecated deprecationReason
    }
    inputFields { ...InputValue }
    interfaces { ...TypeRef }
    enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason }
    possibleTypes { ...TypeRef }
}
fragment InputValue on __InputValue { name description type { ...TypeRef } defaultValue }
fragment TypeRef on __Type {
    kind name
    ofType { kind name ofType { kind name ofType { kind name ofType { kind name
        ofType { kind name ofType { kind name ofType { kind name } } } } } } }
}";

async fn introspect() -> Value {
    let fixture = Fixture::new().await;
    let mut responses = Vec::new();
    for url in [fixture.emulator.users_url(), fixture.emulator.oauth_url()] {
        let request = fixture
            .http
            .post(url)
            .json(&json!({"query": STANDARD_QUERY}));
        let response: Value = request.send().await.unwrap().json().await.unwrap();
        assert_eq!(response.get("errors"), None);
        responses.push(response["data"]["__schema"].clone());
    }
    assert_eq!(responses[0], responses[1]);
    responses.remove(0)
}

#[tokio::test]
async fn every_type_field_and_argument_is_as_in_the_schema_file() {
    let introspected = introspect().await;
    let written = Schema::parse(sdl(&introspected), "introspection").unwrap();
    let file = Schema::parse(SDL, "legacy.graphql").unwrap();

    assert_eq!(written.schema_definition, file.schema_definition);
    assert_eq!(written.directive_definitions, file.directive_definitions);
    let names = |schema: &Schema| {
        schema
            .types
            .keys()
            .map(ToString::to_string)
            .collect::<BTreeSet<_>>()
    };
    assert_eq!(names(&written), names(&file));
    for (name, definition) in &file.types {
        let written = &written.types[name];
        assert!(
            written == definition,
            "introspected as:\n{written}\nbut is:\n{definition}"
        );
    }
    let types = introspected["types"].as_array().unwrap();
    let types: BTreeSet<_> = types
        .iter()
        .map(text("name"))
        .filter(|name| !name.starts_with("__"))
        .collect();
    // 258 in the file, and the scalars that it uses.
    assert_eq!(types.len(), 262, "{types:?}");
    assert_eq!(&introspected["subscriptionType"], &Value::Null);
}

fn text(member: &'static str) -> impl Fn(&Value) -> &str {
    move |value| value[member].as_str().unwrap()
}

fn items<'a>(value: &'a Value, member: &str) -> &'a [Value] {
    value[member].as_array().map_or(&[], Vec::as_slice)
}

/// Returns the schema in the response as SDL, without the built-in parts of every schema.
fn sdl(schema: &Value) -> String {
    let root = |member: &str| schema[member]["name"].as_str().unwrap();
    let mut sdl = format!(
        "schema {{ query: {} mutation: {} }}\n",
        root("queryType"),
        root("mutationType")
    );
    for definition in items(schema, "types") {
        let name = text("name")(definition);
        let keyword = match text("kind")(definition) {
            _ if name.starts_with("__") => continue,
            "SCALAR" if ["Boolean", "Float", "ID", "Int", "String"].contains(&name) => continue,
            "OBJECT" => "type",
            "INPUT_OBJECT" => "input",
            "ENUM" => "enum",
            other => panic!("the schema has no {other}"),
        };
        assert!(items(definition, "interfaces").is_empty());
        write!(sdl, "{} {keyword} {name} {{ ", description(definition)).unwrap();
        for field in items(definition, "fields") {
            let (name, ty) = (text("name")(field), type_reference(&field["type"]));
            write!(
                sdl,
                "{} {name}{}: {ty} {} ",
                description(field),
                arguments(field),
                deprecation(field)
            )
            .unwrap();
        }
        for field in items(definition, "inputFields") {
            sdl.push_str(&input_value(field));
        }
        for value in items(definition, "enumValues") {
            write!(
                sdl,
                "{} {} {} ",
                description(value),
                text("name")(value),
                deprecation(value)
            )
            .unwrap();
        }
        sdl.push_str("}\n");
    }
    sdl
}

fn arguments(field: &Value) -> String {
    match items(field, "args") {
        [] => String::new(),
        arguments => format!(
            "({})",
            arguments.iter().map(input_value).collect::<String>()
        ),
    }
}

fn input_value(value: &Value) -> String {
    let default = value["defaultValue"]
        .as_str()
        .map(|default| format!(" = {default}"));
    let ty = type_reference(&value["type"]);
    format!(
        "{} {}: {ty}{} ",
        description(value),
        text("name")(value),
        default.unwrap_or_default()
    )
}

fn type_reference(ty: &Value) -> String {
    match text("kind")(ty) {
        "NON_NULL" => format!("{}!", type_reference(&ty["ofType"])),
        "LIST" => format!("[{}]", type_reference(&ty["ofType"])),
        _ => text("name")(ty).to_owned(),
    }
}

/// JSON strings are GraphQL strings, too.
fn description(definition: &Value) -> String {
    match &definition["description"] {
        Value::Null => String::new(),
        text => text.to_string(),
    }
}

fn deprecation(definition: &Value) -> String {
    match &definition["deprecationReason"] {
        Value::Null => {
            assert_eq!(definition["isDeprecated"], false);
            String::new()
        }
        reason => format!("@deprecated(reason: {reason})"),
    }
}
