//! REST paths: how they are sent, and where the output is.

use authing_core::response::{ResponseError, read};
use authing_core::rest::{Rest, RestOutput};
use authing_core::{Operation, OperationKind};
use serde_json::json;

use super::operations::{GetMember, ListMemberNames, MoveMember};
use super::types::GroupInput;
use super::variables;

#[test]
fn a_path_is_sent_by_its_method_without_a_document() {
    assert_eq!(GetMember::REST, Some(Rest::get("/members/{id}")));
    assert_eq!(GetMember::DOCUMENT, "");
    assert_eq!(
        (GetMember::ROOT_FIELD, GetMember::RESPONSE_KEY),
        ("member", "data")
    );
    let names = Rest::get("/members").output(RestOutput::Body);
    assert_eq!(ListMemberNames::REST, Some(names));
    let moved = Rest::put("/groups/{group}/members/{id}").output(RestOutput::Envelope);
    assert_eq!(MoveMember::REST, Some(moved));
    assert_eq!(MoveMember::RESPONSE_KEY, "body");
    assert_eq!(
        (GetMember::KIND, MoveMember::KIND),
        (OperationKind::Query, OperationKind::Mutation)
    );
}

#[test]
fn the_variables_have_the_names_of_the_arguments() {
    let get = GetMember::new("a/b").deep(true).kinds(["x"]);
    assert_eq!(
        variables(get),
        json!({"id": "a/b", "deep": true, "kinds": ["x"]})
    );
    assert_eq!(variables(GetMember::new("1")), json!({"id": "1"}));
    let moved = MoveMember::new("g", "1", GroupInput::new("to").size(2)).password("hunter2");
    assert!(!format!("{moved:?}").contains("hunter2"));
    assert_eq!(MoveMember::SECRETS, ["password"]);
    assert_eq!(
        variables(moved),
        json!({"group": "g", "id": "1", "to": {"name": "to", "size": 2}, "password": "hunter2"})
    );
}

#[test]
fn the_output_is_where_the_path_has_it() {
    let person = read::<GetMember>(br#"{"code":200,"data":{"_id":"1"}}"#).unwrap();
    assert_eq!(person.unwrap().id, "1");
    assert!(read::<GetMember>(br#"{"code":200}"#).unwrap().is_none());
    assert_eq!(read::<ListMemberNames>(br#"["a"]"#).unwrap(), ["a"]);
    let moved = read::<MoveMember>(br#"{"code":200,"message":"moved"}"#).unwrap();
    assert_eq!(moved.message.as_deref(), Some("moved"));
}

#[test]
fn the_code_of_a_failure_is_read_first() {
    let body = br#"{"code":404,"message":"nobody","data":{"_id":"1"}}"#;
    let failures = [
        read::<GetMember>(body).map(drop),
        read::<MoveMember>(body).map(drop),
        read::<ListMemberNames>(body).map(drop),
    ];
    for failure in failures {
        match failure {
            Err(ResponseError::Service { first, .. }) => assert_eq!(first.message, "nobody"),
            other => panic!("{other:?}"),
        }
    }
}
