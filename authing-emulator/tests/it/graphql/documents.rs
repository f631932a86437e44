//! Documents: what is executed, and what is rejected.

use reqwest::StatusCode;
use serde_json::json;

use crate::client::Fixture;

#[tokio::test]
async fn documents_that_do_not_match_the_schema_are_rejected() {
    let fixture = Fixture::new().await;
    for (query, variables) in [
        ("{ user(id: \"x\") { shoeSize } }", json!({})),
        ("{ user(id: \"x\") }", json!(null)),
        ("{ nonsense }", json!({})),
        ("{ user(id: 1) { _id } }", json!({})),
        ("mutation { login(email: \"a@b.cn\") { _id } }", json!({})),
        (
            "query($id: Int) { user(id: $id) { _id } }",
            json!({"id": 1}),
        ),
        (
            "query($id: String!) { checkLoginStatus(token: $id) { code } }",
            json!({}),
        ),
        (
            "query($id: String) { checkLoginStatus(token: $id) { code } }",
            json!({"id": 1}),
        ),
        ("subscription { user }", json!({})),
        ("{ checkLoginStatus { ", json!({})),
        ("", json!({})),
        ("query A { __typename } query B { __typename }", json!({})),
    ] {
        let rejected = fixture.call(query, variables).await;
        assert_eq!(rejected.status, StatusCode::BAD_REQUEST, "{query}");
        assert!(rejected.body["errors"][0]["message"].is_string(), "{query}");
        assert_eq!(rejected.body.get("data"), None, "{query}");
    }
}

#[tokio::test]
async fn an_error_has_its_location() {
    let fixture = Fixture::new().await;
    let rejected = fixture
        .call("{\n  checkLoginStatus { shoeSize }\n}", json!({}))
        .await;
    assert_eq!(
        rejected.body["errors"][0]["locations"],
        json!([{"line": 2, "column": 22}])
    );
}

#[tokio::test]
async fn an_unsupported_operation_is_named() {
    let fixture = Fixture::new().await;
    let response = fixture.call("{ loginCount { count } }", json!({})).await;
    assert_eq!(response.status, StatusCode::OK);
    let message = "authing-emulator does not support Query.loginCount yet";
    assert_eq!(response.body["errors"][0]["message"], json!(message));
    assert_eq!(response.body["data"], json!({"loginCount": null}));
}

#[tokio::test]
async fn one_field_may_fail_and_another_succeed() {
    let fixture = Fixture::new().await;
    let response = fixture
        .call(
            "{ mine: user { _id } checkLoginStatus { code } }",
            json!({}),
        )
        .await;
    assert_eq!(
        response.body["data"],
        json!({"mine": null, "checkLoginStatus": {"code": 2020}})
    );
    assert_eq!(response.body["errors"][0]["path"], json!(["mine"]));
    assert_eq!(response.body["errors"][0]["message"]["code"], 2020);
}

#[tokio::test]
async fn introspection_shows_the_schema() {
    let fixture = Fixture::new().await;
    let query = "{ __schema { types { name } queryType { fields { name } } mutationType { fields { name } } } }";
    let schema = fixture.call(query, json!({})).await.data("__schema");
    let count = |fields: &serde_json::Value| fields.as_array().unwrap().len();
    assert_eq!(
        count(&schema["queryType"]["fields"]) + count(&schema["mutationType"]["fields"]),
        301
    );
    assert!(
        schema["types"]
            .as_array()
            .unwrap()
            .iter()
            .any(|ty| ty["name"] == "ExtendUser")
    );
}

#[tokio::test]
async fn fragments_aliases_and_directives_work() {
    let fixture = Fixture::new().await;
    let query = "query Both($skip: Boolean!) { a: checkLoginStatus { ...Code } b: checkLoginStatus @skip(if: $skip) { code } }
        fragment Code on JWTDecodedDataCheckLogin { __typename number: code }";
    let response = fixture.call(query, json!({"skip": true})).await;
    let expected =
        json!({"data": {"a": {"__typename": "JWTDecodedDataCheckLogin", "number": 2020}}});
    assert_eq!(response.body, expected);
}
