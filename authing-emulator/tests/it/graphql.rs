use reqwest::StatusCode;
use serde_json::json;

use crate::client::Fixture;

#[tokio::test]
async fn what_the_schema_refuses_is_refused() {
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
        let refused = fixture.call(query, variables).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{query}");
        assert!(refused.body["errors"][0]["message"].is_string(), "{query}");
        assert_eq!(refused.body.get("data"), None, "{query}");
    }
}

#[tokio::test]
async fn a_refusal_says_where() {
    let fixture = Fixture::new().await;
    let refused = fixture
        .call("{\n  checkLoginStatus { shoeSize }\n}", json!({}))
        .await;
    assert_eq!(
        refused.body["errors"][0]["locations"],
        json!([{"line": 2, "column": 22}])
    );
}

#[tokio::test]
async fn an_operation_that_is_not_answered_yet_is_named() {
    let fixture = Fixture::new().await;
    let answer = fixture
        .call("{ rbacRole(_id: \"1\") { _id } }", json!({}))
        .await;
    assert_eq!(answer.status, StatusCode::OK);
    let message = "authing-emulator does not answer Query.rbacRole yet";
    assert_eq!(answer.body["errors"][0]["message"], json!(message));
    assert_eq!(answer.body["data"], json!({"rbacRole": null}));
}

#[tokio::test]
async fn one_field_may_fail_and_another_succeed() {
    let fixture = Fixture::new().await;
    let answer = fixture
        .call(
            "{ mine: user { _id } checkLoginStatus { code } }",
            json!({}),
        )
        .await;
    assert_eq!(
        answer.body["data"],
        json!({"mine": null, "checkLoginStatus": {"code": 2020}})
    );
    assert_eq!(answer.body["errors"][0]["path"], json!(["mine"]));
    assert_eq!(answer.body["errors"][0]["message"]["code"], 2020);
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
    let answer = fixture.call(query, json!({"skip": true})).await;
    let expected =
        json!({"data": {"a": {"__typename": "JWTDecodedDataCheckLogin", "number": 2020}}});
    assert_eq!(answer.body, expected);
}
