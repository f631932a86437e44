//! Schemas with empty, repeated and malformed parts.

use serde_json::{Value, json};

use super::support::{File, said, serve_schema};

const SCHEMA: &str = "
    type Query { a(x: In): Int, b: Node, c: Either, d: Color, e(x: In!): Int }
    type Mutation { create(when: String, color: Color, tags: [String!], in: In, any: Any): Int }
    interface Node { id: ID! }
    type Dog implements Node { id: ID!, barks: Boolean }
    type Cat { meows: Boolean }
    union Either = Dog | Cat
    enum Color { RED, GREEN }
    input In { n: Int!, s: String }
    scalar Any
    directive @mark(with: In) on FIELD | QUERY
";

/// The file that is written for a changed schema, and the warnings.
fn fetched(change: impl Fn(&mut Value) + Send + 'static) -> (String, String) {
    let (url, _) = serve_schema(SCHEMA, move |response| {
        let schema = &mut response["data"]["__schema"];
        if schema.get("queryType").is_some() {
            change(schema);
        }
    });
    let file = File::new(None);
    let done = file.fetch(&url, &[]);
    assert!(done.status.success(), "{}", said(&done));
    (file.text(), said(&done))
}

fn ty<'v>(schema: &'v mut Value, name: &str) -> &'v mut Value {
    let types = schema["types"].as_array_mut().unwrap();
    types.iter_mut().find(|ty| ty["name"] == name).unwrap()
}

fn mark(schema: &mut Value) -> &mut Value {
    let directives = schema["directives"].as_array_mut().unwrap();
    directives
        .iter_mut()
        .find(|one| one["name"] == "mark")
        .unwrap()
}

fn push(list: &mut Value, item: Value) {
    list.as_array_mut().unwrap().push(item);
}

#[test]
fn equal_duplicates_are_read_once() {
    let (whole, _) = fetched(|_| ());
    let (text, warnings) = fetched(|schema| {
        for (name, list) in [
            ("Cat", "fields"),
            ("Color", "enumValues"),
            ("Either", "possibleTypes"),
            ("Dog", "interfaces"),
        ] {
            let again = ty(schema, name)[list][0].clone();
            push(&mut ty(schema, name)[list], again);
        }
        push(&mut mark(schema)["locations"], json!("FIELD"));
        for name in ["Dog", "Color", "In", "Query", "Either"] {
            let again = ty(schema, name).clone();
            push(&mut schema["types"], again);
        }
        let again = mark(schema).clone();
        push(&mut schema["directives"], again);
    });
    assert_eq!((text, warnings.as_str()), (whole, ""));
}

#[test]
fn a_different_duplicate_is_skipped_with_a_warning() {
    let (whole, _) = fetched(|_| ());
    let (text, warnings) = fetched(|schema| {
        let mut again = ty(schema, "Cat").clone();
        again["description"] = json!("Another.");
        push(&mut schema["types"], again);
    });
    assert_eq!(text, whole);
    assert_eq!(
        warnings,
        "warning: `Cat` is skipped: it is there twice, and only the first counts\n"
    );
}

#[test]
fn null_is_an_empty_list() {
    let (whole, _) = fetched(|_| ());
    let (text, warnings) = fetched(|schema| {
        for list in ["fields", "interfaces"] {
            ty(schema, "Any")[list] = Value::Null;
        }
        ty(schema, "Cat")["interfaces"] = Value::Null;
        ty(schema, "Cat")["fields"][0]["args"] = Value::Null;
        ty(schema, "Cat")["fields"][0]["isDeprecated"] = Value::Null;
    });
    assert_eq!((text, warnings.as_str()), (whole, ""));
    let (text, warnings) = fetched(|schema| schema["directives"] = Value::Null);
    assert!(!text.contains("@mark") && warnings.is_empty(), "{warnings}");
}

#[test]
fn empty_types_are_skipped_with_their_uses() {
    let empty: [fn(&mut Value); 3] = [
        |ty| ty["inputFields"] = json!([]),
        |ty| ty["inputFields"] = Value::Null,
        |ty| ty["kind"] = json!(""),
    ];
    for change in empty {
        let (text, warnings) = fetched(move |schema| change(ty(schema, "In")));
        assert!(
            text.contains("  a: Int\n") && text.contains("directive @mark on"),
            "{text}"
        );
        assert!(
            !text.contains("  e(") && !text.contains("In)") && !text.contains("In,"),
            "{text}"
        );
        for warning in [
            "`In` is skipped: it",
            "`Query.a(x:)` is skipped: its type `In` is skipped",
            "`Query.e` is skipped: it can't be selected without that argument",
            "`@mark(with:)` is skipped",
        ] {
            assert!(warnings.contains(warning), "{warning}\n{warnings}");
        }
    }
    for (name, list, gone) in [
        ("Cat", "fields", "type Cat"),
        ("Color", "enumValues", "enum Color"),
        ("Either", "possibleTypes", "union Either"),
        ("Node", "fields", "interface Node"),
        ("Mutation", "fields", "mutation:"),
    ] {
        for nothing in [json!([]), Value::Null] {
            let (text, warnings) = fetched(move |schema| ty(schema, name)[list] = nothing.clone());
            assert!(!text.contains(gone), "{text}");
            assert!(
                warnings.contains(&format!("`{name}` is skipped: it has no ")),
                "{warnings}"
            );
        }
    }
}

#[test]
fn uses_of_an_undefined_type_are_skipped() {
    for (name, skipped) in [
        ("In", "`Query.a(x:)` is skipped: its type `In` is skipped"),
        ("Mutation", "`schema.mutation` is skipped"),
    ] {
        let (_, warnings) = fetched(move |schema| {
            let types = schema["types"].as_array_mut().unwrap();
            types.retain(|ty| ty["name"] != name);
        });
        let warning = format!("`{name}` is skipped: it is used, but not defined");
        for warning in [warning.as_str(), skipped] {
            assert!(warnings.contains(warning), "{warning}\n{warnings}");
        }
    }
    for name in ["Cat", "Color", "Either", "Node"] {
        let (_, warnings) = fetched(move |schema| {
            let types = schema["types"].as_array_mut().unwrap();
            types.retain(|ty| ty["name"] != name);
        });
        let warning = format!("`{name}` is skipped: it is used, but not defined");
        assert!(warnings.contains(&warning), "{warnings}");
    }
}

#[test]
fn a_type_of_the_wrong_kind_is_skipped_where_it_is() {
    for (name, kind, warning) in [
        (
            "In",
            "OBJECT",
            "`Query.a(x:)` is skipped: `In` is not an input type",
        ),
        (
            "Cat",
            "INPUT_OBJECT",
            "`Either = Cat` is skipped: `Cat` is not an object type",
        ),
        (
            "Node",
            "INPUT_OBJECT",
            "`Query.b` is skipped: `Node` is not an output type",
        ),
        (
            "Node",
            "OBJECT",
            "`Dog implements Node` is skipped: `Node` is not an interface",
        ),
        (
            "Mutation",
            "INTERFACE",
            "`schema.mutation` is skipped: `Mutation` is not an object type",
        ),
    ] {
        let (_, said) = fetched(move |schema| {
            let ty = ty(schema, name);
            ty["kind"] = kind.into();
            for (of, list) in [("fields", "inputFields"), ("inputFields", "fields")] {
                if ty[list].is_null() {
                    ty[list] = ty[of].clone();
                }
            }
        });
        assert!(said.contains(warning), "{warning}\n{said}");
    }
}

#[test]
fn an_unimplemented_interface_is_skipped() {
    let changes: [fn(&mut Value); 3] = [
        |schema| {
            ty(schema, "Dog")["fields"]
                .as_array_mut()
                .unwrap()
                .retain(|field| field["name"] != "id")
        },
        |schema| ty(schema, "Dog")["fields"][0]["type"] = json!({"kind": "SCALAR", "name": "ID"}),
        |schema| {
            let required = json!({"kind": "NON_NULL", "ofType": {"kind": "SCALAR", "name": "Int"}});
            ty(schema, "Dog")["fields"][0]["args"] = json!([{"name": "n", "type": required}]);
        },
    ];
    for change in changes {
        let (text, warnings) = fetched(change);
        assert!(text.contains("type Dog {"), "{text}");
        assert!(
            warnings.contains("`Dog implements Node` is skipped: the field `id` "),
            "{warnings}"
        );
    }
}

#[test]
fn invalid_names_and_unknown_locations_are_skipped() {
    let (text, warnings) = fetched(|schema| {
        push(
            &mut mark(schema)["locations"],
            json!("DIRECTIVE_DEFINITION"),
        );
        push(
            &mut schema["directives"],
            json!({"name": "nowhere", "locations": [], "args": []}),
        );
        push(
            &mut ty(schema, "Color")["enumValues"],
            json!({"name": "true"}),
        );
        push(
            &mut ty(schema, "Color")["enumValues"],
            json!({"name": "light blue"}),
        );
        let field = json!({"name": "__own", "type": {"kind": "SCALAR", "name": "Int"}});
        push(&mut ty(schema, "Cat")["fields"], field);
        push(&mut ty(schema, "Cat")["fields"], Value::Null);
        push(&mut schema["types"], Value::Null);
    });
    let (whole, _) = fetched(|_| ());
    assert_eq!(text, whole);
    for warning in [
        "`@mark on DIRECTIVE_DEFINITION` is skipped",
        "`@nowhere` is skipped: it has no location",
        "`Color.true` is skipped: `true` can't be the name of an enum value",
        "`Color.light blue` is skipped: `light blue` is not a valid name",
        "`Cat.__own` is skipped",
        "`Cat.fields[2]` is skipped: it has no name",
        "`__schema.types[",
    ] {
        assert!(warnings.contains(warning), "{warning}\n{warnings}");
    }
}

/// The default that is written for an argument of `Mutation.create`, and the warnings.
fn default(argument: &'static str, default: Value) -> (Option<String>, String) {
    let (text, warnings) = fetched(move |schema| {
        let arguments = ty(schema, "Mutation")["fields"][0]["args"]
            .as_array_mut()
            .unwrap();
        let argument = arguments
            .iter_mut()
            .find(|one| one["name"] == argument)
            .unwrap();
        argument["defaultValue"] = default.clone();
    });
    let after = text.split(&format!("{argument}: ")).nth(1).unwrap();
    let rest = after.split([',', ')']).next().unwrap();
    (
        rest.split_once(" = ")
            .map(|(_, default)| default.to_owned()),
        warnings,
    )
}

#[test]
fn an_invalid_default_is_skipped_and_named_by_its_coordinate() {
    for (argument, texts) in [
        (
            "when",
            vec![
                "2020-01-01 00:00",
                "",
                "yyyy-MM-dd",
                "{a: 1, b: }",
                "None",
                "undefined",
                "5",
                "RED",
                "[object Object]",
                "\"a\") @skip(if: true",
                "\"a\", b: 1",
                "$x",
                "\"a\") } type Evil { x(y: 1",
            ],
        ),
        (
            "color",
            vec!["\"RED\"", "PURPLE", "1", "None", "[RED, PURPLE]"],
        ),
        ("tags", vec!["[1]", "[null]", "{}"]),
        (
            "in",
            vec![
                "{}",
                "{\"n\":1}",
                "{n: \"1\"}",
                "{n: 1, other: 2}",
                "[object Object]",
            ],
        ),
        ("any", vec!["None", "Infinity", "undefined", "NaN", "[$x]"]),
    ] {
        for text in texts {
            let (written, warnings) = default(argument, json!(text));
            assert_eq!(written, None, "{argument}: {text}");
            let warning = format!("of `Mutation.create({argument}:)` is skipped: it is not a ");
            assert!(warnings.contains(&warning), "{text}: {warnings}");
        }
    }
}

#[test]
fn a_valid_default_is_written() {
    for (argument, text, written) in [
        ("when", json!("\"a) @skip(if: true\""), "\"a"),
        ("when", json!("null"), "null"),
        ("color", json!("RED"), "RED"),
        ("tags", json!("[\"a\"]"), "[\"a\"]"),
        ("tags", json!("\"a\""), "\"a\""),
        ("in", json!("{n: 1}"), "{n: 1}"),
        ("any", json!("{n: [1.5]}"), "{n: [1.5]}"),
        ("any", json!("9223372036854775808"), "9223372036854775808"),
        ("any", json!(5), "5"),
    ] {
        let (found, warnings) = default(argument, text.clone());
        assert_eq!(
            (found.as_deref(), warnings.as_str()),
            (Some(written), ""),
            "{text}"
        );
    }
}

#[test]
fn a_one_of_input_is_written_with_the_directive_definition() {
    let (text, warnings) = fetched(|schema| {
        ty(schema, "In")["isOneOf"] = json!(true);
        ty(schema, "In")["inputFields"][0]["type"] = json!({"kind": "SCALAR", "name": "Int"});
    });
    assert!(
        text.contains("input In @oneOf {") && text.contains("directive @oneOf on INPUT_OBJECT"),
        "{text}"
    );
    assert_eq!(warnings, "");
}
