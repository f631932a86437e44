//! The schema of seeds, and the example: the schema and the reader agree on both.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::ID;
use crate::Emulator;
use crate::crypto::ids::is_object_id;
use crate::rules::users::profile;
use crate::seed::Seed;
use crate::seed::parse::{self, LISTS, OBJECTS};

const EXAMPLE: &str = include_str!("../../../examples/seed.json");
const SCHEMA: &str = include_str!("../../../examples/seed.schema.json");

/// The pattern of ids, the only one.
const ID_PATTERN: &str = "^[0-9A-Fa-f]{24}$";

/// The schema of seeds, with those of its parts.
struct Schema(Value);

impl Schema {
    fn new() -> Self {
        Self(serde_json::from_str(SCHEMA).unwrap())
    }

    fn resolved<'a>(&'a self, part: &'a Value) -> &'a Value {
        match part.get("$ref") {
            Some(name) => {
                let path = name.as_str().unwrap().strip_prefix('#').unwrap();
                self.0.pointer(path).unwrap()
            }
            None => part,
        }
    }

    /// Whether a value matches a part of the schema. Panics on keywords that it does not know.
    fn matches(&self, part: &Value, value: &Value) -> bool {
        part.as_object().unwrap().iter().all(|(keyword, rule)| {
            let members = value.as_object();
            match keyword.as_str() {
                "$schema" | "$defs" | "title" | "description" => true,
                "$ref" => self.matches(self.resolved(part), value),
                "type" => is_type(rule.as_str().unwrap(), value),
                "enum" => rule.as_array().unwrap().contains(value),
                "minimum" => value.as_f64() >= rule.as_f64(),
                "pattern" if rule == ID_PATTERN => value.as_str().is_some_and(is_object_id),
                "items" => (value.as_array().into_iter().flatten())
                    .all(|element| self.matches(rule, element)),
                "properties" => (members.into_iter().flatten()).all(|(name, value)| {
                    rule.get(name).is_none_or(|rule| self.matches(rule, value))
                }),
                "required" => (rule.as_array().unwrap().iter())
                    .all(|name| value.get(name.as_str().unwrap()).is_some()),
                "additionalProperties" => (members.into_iter().flatten())
                    .filter(|(name, _)| part.pointer(&format!("/properties/{name}")).is_none())
                    .all(|(_, value)| rule.is_object() && self.matches(rule, value)),
                keyword => panic!("the keyword {keyword} is unknown"),
            }
        })
    }

    /// Returns a value that matches a part of the schema, with no more members than it requires.
    fn minimal(&self, part: &Value) -> Value {
        let part = self.resolved(part);
        if let Some(values) = part.get("enum") {
            return values[0].clone();
        }
        match part["type"].as_str().unwrap() {
            "boolean" => json!(true),
            "integer" => json!(1),
            "string" if part.get("pattern").is_some() => json!(ID),
            "string" => json!("text"),
            "array" => json!([]),
            _ => {
                let required = part.get("required").and_then(Value::as_array);
                let names = required
                    .into_iter()
                    .flatten()
                    .map(|name| name.as_str().unwrap());
                let members =
                    names.map(|name| (name.to_owned(), self.minimal(&part["properties"][name])));
                Value::Object(members.collect())
            }
        }
    }

    /// Returns all objects with members of their own, each with a seed that has it: `null` is in its place.
    fn objects(&self) -> Vec<(&Value, Value)> {
        let mut found = vec![(&self.0, Value::Null)];
        let mut next = 0;
        while let Some((object, around)) = found.get(next).cloned() {
            for (name, member) in properties(object) {
                let member = self.resolved(member);
                let items = member.get("items").map(|items| self.resolved(items));
                let (inner, place) = match items {
                    Some(items) => (items, json!([null])),
                    None => (member, Value::Null),
                };
                if inner.get("properties").is_some() {
                    let object = with(&self.minimal(object), name, place);
                    found.push((inner, replaced(&around, &object)));
                }
            }
            next += 1;
        }
        found
    }
}

fn is_type(name: &str, value: &Value) -> bool {
    match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64(),
        name => panic!("the type {name} is unknown"),
    }
}

fn properties(object: &Value) -> &Map<String, Value> {
    object["properties"].as_object().unwrap()
}

fn with(object: &Value, name: &str, value: Value) -> Value {
    let mut object = object.clone();
    object[name] = value;
    object
}

/// Puts an object in the place of the `null` in a seed.
fn replaced(around: &Value, object: &Value) -> Value {
    match around {
        Value::Null => object.clone(),
        Value::Array(list) => list.iter().map(|value| replaced(value, object)).collect(),
        Value::Object(members) => {
            let members = members.iter();
            let members = members.map(|(name, value)| (name.clone(), replaced(value, object)));
            Value::Object(members.collect())
        }
        other => other.clone(),
    }
}

/// Returns the members that the reader expects in an object, which its error about an unknown one lists.
fn expected(around: &Value, minimal: &Value) -> BTreeSet<String> {
    let seed = replaced(around, &with(minimal, "unknown", json!("text"))).to_string();
    let Err(error) = parse::parse(&seed) else {
        // It is read as texts by name; their names are checked later.
        Seed::from_json(&seed).unwrap_err();
        return profile::FIELDS.map(str::to_owned).into();
    };
    let error = error.to_string();
    let (_, names) = error
        .split_once("unknown field `unknown`, expected")
        .unwrap();
    let names = names.split('`').skip(1).step_by(2);
    names.map(str::to_owned).collect()
}

#[test]
fn the_schema_has_the_members_that_the_reader_knows() {
    let schema = Schema::new();
    let objects = schema.objects();
    for (object, around) in &objects {
        let names: BTreeSet<_> = properties(object).keys().cloned().collect();
        let minimal = schema.minimal(object);
        assert_eq!(names, expected(around, &minimal), "{around}");
        assert_eq!(object["additionalProperties"], false, "{around}");
    }
    let parts = schema.0["$defs"].as_object().unwrap().values();
    let parts = parts.filter(|part| part.get("properties").is_some());
    let seen: Vec<_> = objects.iter().map(|(object, _)| *object).collect();
    assert!(parts.into_iter().all(|part| seen.contains(&part)));
}

#[test]
fn all_members_are_documented() {
    let form = include_str!("../form.md");
    for (object, around) in Schema::new().objects() {
        for name in properties(object).keys() {
            let name = format!("`{name}`");
            assert!(form.contains(&name), "{name} in {around} is not documented");
        }
    }
}

/// Without `null`, which the reader takes for a missing member.
#[test]
fn the_schema_and_the_reader_accept_the_same_values() {
    let samples = json!([true, 1, -1, 1.5, "text", ID, [], [[]], ["text"], {}]);
    let schema = Schema::new();
    let agree = |seed: &Value| {
        let read = parse::parse(&seed.to_string());
        let reason = read.as_ref().err().map(ToString::to_string);
        assert_eq!(
            schema.matches(&schema.0, seed),
            read.is_ok(),
            "{seed}: {reason:?}"
        );
        read.is_ok()
    };
    for (object, around) in schema.objects() {
        let minimal = schema.minimal(object);
        assert!(agree(&replaced(&around, &minimal)));
        for name in minimal.as_object().unwrap().keys() {
            let mut without = minimal.clone();
            without.as_object_mut().unwrap().remove(name);
            assert!(!agree(&replaced(&around, &without)), "{name}");
        }
        for (name, member) in properties(object) {
            let own = schema.minimal(member);
            assert!(agree(&replaced(&around, &with(&minimal, name, own))));
            for sample in samples.as_array().unwrap() {
                agree(&replaced(&around, &with(&minimal, name, sample.clone())));
            }
            let elements = schema.resolved(member).get("items");
            if let Some(values) = elements.and_then(|items| items.get("enum")) {
                assert!(agree(&replaced(
                    &around,
                    &with(&minimal, name, values.clone())
                )));
            }
            for value in member
                .get("enum")
                .into_iter()
                .flat_map(|values| values.as_array().unwrap())
            {
                assert!(agree(&replaced(
                    &around,
                    &with(&minimal, name, value.clone())
                )));
            }
        }
    }
}

/// Otherwise it would read a list of values in place of an object.
#[test]
fn the_reader_knows_which_members_are_objects() {
    let schema = Schema::new();
    for (object, _) in schema.objects() {
        for (name, member) in properties(object) {
            let member = schema.resolved(member);
            if member["type"] == "object" {
                assert!(OBJECTS.contains(&name.as_str()), "{name}");
            }
            let items = member.get("items").map(|items| schema.resolved(items));
            if items.is_some_and(|items| items["type"] == "object") {
                assert!(LISTS.contains(&name.as_str()), "{name}");
            }
        }
    }
}

#[test]
fn the_example_is_valid_and_shows_all_parts() {
    let example: Value = serde_json::from_str(EXAMPLE).unwrap();
    let schema = Schema::new();
    assert!(schema.matches(&schema.0, &example));
    for name in properties(&schema.0).keys() {
        assert!(example.get(name).is_some(), "{name}");
    }
    let seed = Seed::from_json(EXAMPLE).unwrap();
    let emulator = Emulator::builder().seed(seed).start_blocking().unwrap();
    let export = emulator.export().unwrap().to_json().unwrap();
    let export: Value = serde_json::from_str(&export).unwrap();
    assert!(schema.matches(&schema.0, &export), "{export}");
    assert_eq!(export.get("$schema"), None);
}
