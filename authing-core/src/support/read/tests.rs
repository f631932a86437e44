//! What is read and written equals what serde's derive reads and writes, errors and their paths included.

use serde::de::value::{Error as ValueError, MapDeserializer, SeqDeserializer};
use serde::de::{DeserializeOwned, IntoDeserializer};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::json_text::JsonText;
use crate::secret::Secret;
use crate::support::{list, response, rows};

#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
struct User {
    #[serde(rename = "_id")]
    id: String,
    #[serde(rename = "loginsCount")]
    logins_count: Option<i64>,
    blocked: bool,
    #[serde(default, deserialize_with = "list")]
    groups: Vec<Group>,
    #[serde(default, deserialize_with = "rows")]
    table: Vec<Vec<Option<i64>>>,
    #[serde(skip_serializing)]
    token: Option<Secret>,
    #[serde(skip_serializing, default, deserialize_with = "list")]
    keys: Vec<Secret>,
    #[serde(skip_serializing, default, deserialize_with = "rows")]
    codes: Vec<Vec<Secret>>,
    oauth: Option<JsonText>,
    parent: Option<Box<User>>,
}

#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
struct Group {
    size: i64,
}

/// The same types without serde's derive.
mod ours {
    use super::{JsonText, Secret, response};

    #[derive(Debug, Clone, PartialEq, Default)]
    pub(super) struct User {
        id: String,
        logins_count: Option<i64>,
        blocked: bool,
        groups: Vec<Group>,
        table: Vec<Vec<Option<i64>>>,
        token: Option<Secret>,
        keys: Vec<Secret>,
        codes: Vec<Vec<Secret>>,
        oauth: Option<JsonText>,
        parent: Option<Box<User>>,
    }

    response! {
        User: value(0, id, "_id"), value(1, logins_count, "loginsCount"), value(2, blocked, "blocked"),
        list(3, groups, "groups"), rows(4, table, "table"), secret(5, token, "token"),
        secrets(6, keys, "keys"), secret_rows(7, codes, "codes"), value(8, oauth, "oauth"),
        value(9, parent, "parent"),
    }

    #[derive(Debug, Clone, PartialEq, Default)]
    pub(super) struct Group {
        pub(super) size: i64,
    }

    response! { Group: value(0, size, "size") }

    #[derive(Debug, Clone, PartialEq, Default)]
    pub(super) struct Empty {}

    response! { Empty: }
}

/// Every field, in the order of the struct.
const ALL: &str = r#"{"_id":"1","loginsCount":3,"blocked":true,"groups":[{"size":1},null,{"size":2}],"table":[[1,null],null],
    "token":"t0ken","keys":["k3y",null],"codes":[["c0de"],null],"oauth":"{\"a\":1}","parent":{"_id":"2","blocked":false}}"#;

/// The same values without names.
const SEQUENCE: &str = r#"["1",3,true,[[1],{"size":2}],[[1,null],null],"t0ken",["k3y"],[["c0de"]],"{}",["2",null,false,[],[],null,[],[],null,null]]"#;

const INPUTS: [&str; 40] = [
    ALL,
    SEQUENCE,
    // Every order, unknown fields, escaped names, other whitespace.
    r#"{"parent":null,"oauth":null,"blocked":false,"token":null,"_id":"1"}"#,
    r#"{"x":{"_id":7,"y":[{}]},"_id":"1","":0,"blocked":false,"size":1,"_ID":2}"#,
    r#" { "\u005fid" : "1" , "blocked":false , "id":2 } "#,
    r#"{"_id":"1","blocked":false,"groups":null,"table":null,"keys":null,"codes":null}"#,
    r#"{"_id":"1","blocked":false,"groups":[],"table":[[]],"keys":[],"codes":[[]]}"#,
    // Missing fields.
    r#"{}"#,
    r#"{"_id":"1"}"#,
    r#"{"blocked":true}"#,
    r#"{"loginsCount":1,"groups":[{}]}"#,
    r#"{"_id":"1","blocked":true,"parent":{}}"#,
    // Duplicate fields.
    r#"{"_id":"1","_id":"1","blocked":true}"#,
    r#"{"_id":"1","_id":7}"#,
    r#"{"_id":"1","blocked":true,"token":null,"token":"t0ken"}"#,
    r#"{"_id":"1","blocked":true,"groups":[],"groups":[]}"#,
    r#"{"x":1,"x":2,"_id":"1","blocked":true}"#,
    // Wrong values.
    r#"{"_id":null,"blocked":true}"#,
    r#"{"_id":1,"blocked":true}"#,
    r#"{"_id":"1","blocked":null}"#,
    r#"{"_id":"1","blocked":true,"loginsCount":"t0ken"}"#,
    r#"{"_id":"1","blocked":true,"loginsCount":1.5}"#,
    r#"{"_id":"1","blocked":true,"groups":[{"size":1},{"size":"x"}]}"#,
    r#"{"_id":"1","blocked":true,"groups":[{"size":1},{"size":1,"size":1}]}"#,
    r#"{"_id":"1","blocked":true,"groups":{}}"#,
    r#"{"_id":"1","blocked":true,"table":[[1],["x"]]}"#,
    r#"{"_id":"1","blocked":true,"codes":[[null]]}"#,
    r#"{"_id":"1","blocked":true,"keys":"k3y"}"#,
    r#"{"_id":"1","blocked":true,"parent":{"_id":"2","blocked":true,"parent":{"_id":"3","blocked":7}}}"#,
    // Sequences that are too short or too long.
    r#"[]"#,
    r#"["1"]"#,
    r#"["1",null,true]"#,
    r#"["1",null,true,[],[],null]"#,
    r#"["1",null,true,[],[],null,[],[],null,null]"#,
    r#"["1",null,true,[],[],null,[],[],null,null,7]"#,
    // Neither an object nor a sequence, or none at all.
    "null",
    "7",
    r#""1""#,
    r#"{"_id":"1","blocked":true"#,
    r#"{"_id":"1","blocked":true,"groups":[{"size":1}"#,
];

/// What is read, or the error with its path, as text.
fn outcome<T: DeserializeOwned + std::fmt::Debug>(json: &str) -> String {
    let deserializer = &mut serde_json::Deserializer::from_str(json);
    match serde_path_to_error::deserialize::<_, T>(deserializer) {
        Ok(read) => format!("{read:?}"),
        Err(error) => format!("{error} at {}", error.path()),
    }
}

fn outcome_of_value<T: DeserializeOwned + std::fmt::Debug>(value: Value) -> String {
    match serde_path_to_error::deserialize::<_, T>(value) {
        Ok(read) => format!("{read:?}"),
        Err(error) => format!("{error} at {}", error.path()),
    }
}

#[test]
fn json_is_read_as_with_the_derive() {
    for json in INPUTS {
        assert_eq!(outcome::<ours::User>(json), outcome::<User>(json), "{json}");
        let bytes = serde_json::from_slice::<ours::User>(json.as_bytes());
        let derived = serde_json::from_slice::<User>(json.as_bytes());
        let both = (format!("{bytes:?}"), format!("{derived:?}"));
        assert_eq!(both.0, both.1, "{json}");
    }
    assert!(outcome::<ours::User>(ALL).starts_with("User { id: \"1\", logins_count: Some(3)"));
    assert!(
        outcome::<ours::User>(SEQUENCE).contains("groups: [Group { size: 1 }, Group { size: 2 }]")
    );
}

#[test]
fn values_are_read_as_with_the_derive() {
    for json in INPUTS {
        let Ok(value) = serde_json::from_str::<Value>(json) else {
            continue;
        };
        let (ours, derived) = (value.clone(), value);
        let both = (
            outcome_of_value::<ours::User>(ours),
            outcome_of_value::<User>(derived),
        );
        assert_eq!(both.0, both.1, "{json}");
    }
}

#[test]
fn a_truncated_response_is_rejected_as_with_the_derive() {
    for end in 0..ALL.len() {
        let json = &ALL[..end];
        assert_eq!(outcome::<ours::User>(json), outcome::<User>(json), "{json}");
    }
}

#[test]
fn an_error_names_the_path() {
    let json = r#"{"_id":"1","blocked":true,"groups":[{"size":1},{"size":"x"}]}"#;
    let error = outcome::<ours::User>(json);
    assert!(error.ends_with("at groups[1].size"), "{error}");
}

/// Some formats number the fields, or write their names as bytes.
#[test]
fn numbers_and_bytes_name_a_field_too() {
    fn read<'de, T: Deserialize<'de>, K: IntoDeserializer<'de, ValueError>>(
        entries: Vec<(K, i64)>,
    ) -> Result<T, ValueError> {
        T::deserialize(MapDeserializer::new(entries.into_iter()))
    }
    for keys in [
        vec![0u64],
        vec![7, 0, u64::MAX],
        vec![1],
        vec![0, 0],
        vec![],
    ] {
        let entries = || keys.iter().map(|key| (*key, 5)).collect();
        let (ours, derived) = (
            read::<ours::Group, _>(entries()),
            read::<Group, _>(entries()),
        );
        assert_eq!(format!("{ours:?}"), format!("{derived:?}"), "{keys:?}");
    }
    for keys in [vec!["size"], vec!["siz", "size", ""], vec!["x"]] {
        let entries = || keys.iter().map(|key| (key.as_bytes(), 5)).collect();
        let (ours, derived) = (
            read::<ours::Group, _>(entries()),
            read::<Group, _>(entries()),
        );
        assert_eq!(format!("{ours:?}"), format!("{derived:?}"), "{keys:?}");
    }
    for values in [vec![5i64], vec![]] {
        let values = || SeqDeserializer::<_, ValueError>::new(values.clone().into_iter());
        let (ours, derived) = (
            ours::Group::deserialize(values()),
            Group::deserialize(values()),
        );
        assert_eq!(format!("{ours:?}"), format!("{derived:?}"));
    }
}

#[test]
fn a_type_without_fields_is_read_and_written() {
    for json in ["{}", r#"{"x":1}"#, "[]"] {
        assert!(serde_json::from_str::<ours::Empty>(json).is_ok(), "{json}");
    }
    assert_eq!(serde_json::to_string(&ours::Empty {}).unwrap(), "{}");
}

#[test]
fn secrets_are_left_out_as_with_the_derive() {
    for json in [ALL, r#"{"_id":"1","blocked":true}"#] {
        let ours = serde_json::from_str::<ours::User>(json).unwrap();
        let derived = serde_json::from_str::<User>(json).unwrap();
        let written = serde_json::to_string(&ours).unwrap();
        assert_eq!(written, serde_json::to_string(&derived).unwrap());
        assert_eq!(
            serde_json::to_value(&ours).unwrap(),
            serde_json::to_value(&derived).unwrap()
        );
        for secret in ["t0ken", "k3y", "c0de"] {
            assert!(json != ALL || json.contains(secret));
            assert!(!written.contains(secret), "{written}");
        }
    }
}
