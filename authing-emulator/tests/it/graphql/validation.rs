//! At least one document for each rule of GraphQL's validation that the schema allows to violate: each is rejected as a
//! whole.

use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::client::Fixture;

/// A rejected document, its variables, and a word of the reason.
type Case = (&'static str, Value, &'static str);

async fn rejected(cases: impl IntoIterator<Item = Case>) {
    let fixture = Fixture::new().await;
    let mut surprises = Vec::new();
    for (query, variables, why) in cases {
        let response = fixture.call(query, variables).await;
        assert_eq!(response.status, StatusCode::BAD_REQUEST, "{query}");
        assert_eq!(response.body.get("data"), None, "{query}");
        let errors = response.body["errors"].as_array().unwrap();
        assert!(
            errors.iter().all(|error| error.get("path").is_none()),
            "{query}"
        );
        if !errors
            .iter()
            .any(|error| error["message"].as_str().unwrap().contains(why))
        {
            surprises.push(format!(
                "{query} is rejected, but not for {why}: {errors:?}"
            ));
        }
    }
    assert!(surprises.is_empty(), "{}", surprises.join("\n"));
}

fn plain(query: &'static str, why: &'static str) -> Case {
    (query, json!({}), why)
}

#[tokio::test]
async fn invalid_syntax_is_rejected() {
    rejected([
        plain("", "<EOF>"),
        plain("{ checkLoginStatus { code }", "syntax error"),
        plain("{ a: }", "syntax error"),
        plain("query { }", "syntax error"),
        plain("{ user(id: \"x) { _id } }", "syntax error"),
        plain("type Query { a: Int }", "must not contain"),
    ])
    .await;
}

#[tokio::test]
async fn invalid_operations_are_rejected() {
    rejected([
        plain("query A { __typename } query A { __typename }", "`A`"),
        plain("{ __typename } query A { __typename }", "anonymous"),
        plain(
            "query A { __typename } query B { __typename }",
            "operationName",
        ),
        plain("subscription { user { _id } }", "subscription"),
        plain("fragment F on Query { __typename }", "`F`"),
    ])
    .await;
}

#[tokio::test]
async fn invalid_fields_are_rejected() {
    rejected([
        plain("{ user(id: \"x\") { shoeSize } }", "`shoeSize`"),
        plain("{ login(email: \"a@b.cn\") { _id } }", "`login`"),
        plain("{ user(id: \"x\") }", "must have a subselection"),
        plain(
            "{ checkLoginStatus { code { x } } }",
            "must not have subselections",
        ),
        plain("{ user { _id } user(id: \"x\") { _id } }", "`user`"),
        plain("{ checkLoginStatus { a: code a: message } }", "`a`"),
    ])
    .await;
}

#[tokio::test]
async fn invalid_arguments_and_literals_are_rejected() {
    rejected([
        plain("{ user(shoeSize: 1) { _id } }", "`shoeSize`"),
        plain("{ user(id: \"x\", id: \"x\") { _id } }", "`id`"),
        plain("{ isLoginExpired }", "isLoginExpired(id:)"),
        plain("{ isLoginExpired(id: null) }", "found null"),
        plain("{ user(id: 1) { _id } }", "String"),
        plain("{ users(page: \"1\") { totalCount } }", "Int"),
        plain("{ users(page: 1.5) { totalCount } }", "Int"),
        plain("{ users(page: 2147483648) { totalCount } }", "32-bit"),
        plain("{ users(populate: 1) { totalCount } }", "Boolean"),
        plain("{ user(id: [\"x\"]) { _id } }", "String"),
        plain(
            "mutation { register(userInfo: {shoeSize: 1}) { _id } }",
            "shoeSize",
        ),
        plain(
            "mutation { register(userInfo: \"x\") { _id } }",
            "UserRegisterInput",
        ),
        plain(
            "mutation { register(userInfo: {email: \"a@b.cn\"}) { _id } }",
            "registerInClient",
        ),
    ])
    .await;
}

#[tokio::test]
async fn invalid_variables_are_rejected() {
    let user = "query($id: String!) { user(id: $id) { _id } }";
    let register = "mutation($i: UserRegisterInput!) { register(userInfo: $i) { _id } }";
    let remove = "mutation($ids: [String]) { removeUsers(ids: $ids) { _id } }";
    rejected([
        plain("{ user(id: $id) { _id } }", "`$id`"),
        plain("query($id: String) { __typename }", "`$id`"),
        plain(
            "query($id: String, $id: String) { user(id: $id) { _id } }",
            "declared multiple times",
        ),
        plain("query($id: Nonsense) { user(id: $id) { _id } }", "Nonsense"),
        plain("query($id: ExtendUser) { user(id: $id) { _id } }", "`$id`"),
        plain("query($id: Int) { user(id: $id) { _id } }", "`$id`"),
        plain("query($id: String) { isLoginExpired(id: $id) }", "`$id`"),
        plain("query($id: String = 1) { user(id: $id) { _id } }", "String"),
        plain(user, "id"),
        (user, json!({"id": null}), "id"),
        (user, json!({"id": 1}), "id"),
        (user, json!({"id": {"a": 1}}), "id"),
        (register, json!({"i": {"shoeSize": 1}}), "shoeSize"),
        (register, json!({"i": {"email": 1}}), "email"),
        (register, json!({"i": "x"}), "UserRegisterInput"),
        (remove, json!({"ids": [1]}), "ids"),
        (
            "query($p: Int) { users(page: $p) { totalCount } }",
            json!({"p": 2_147_483_648_u64}),
            "Int",
        ),
        (
            "query($p: Int) { users(page: $p) { totalCount } }",
            json!({"p": "1"}),
            "Int",
        ),
        (
            "query($p: Boolean) { users(populate: $p) { totalCount } }",
            json!({"p": 1}),
            "Boolean",
        ),
    ])
    .await;
}

#[tokio::test]
async fn invalid_fragments_are_rejected() {
    rejected([
        plain("{ user { ...F } }", "`F`"),
        plain("{ __typename } fragment F on ExtendUser { _id }", "`F`"),
        plain(
            "{ user { ...F } } fragment F on ExtendUser { _id } fragment F on ExtendUser { _id }",
            "`F`",
        ),
        plain("{ user { ...F } } fragment F on ExtendUser { ...F }", "`F`"),
        plain(
            "{ user { ...F } } fragment F on ExtendUser { ...G } fragment G on ExtendUser { ...F }",
            "`F`",
        ),
        plain(
            "{ user { ...F } } fragment F on Nonsense { _id }",
            "Nonsense",
        ),
        plain("{ user { ...F } } fragment F on String { _id }", "String"),
        plain(
            "{ user { ...F } } fragment F on PagedUsers { totalCount }",
            "PagedUsers",
        ),
        plain(
            "{ user { ... on PagedUsers { totalCount } } }",
            "PagedUsers",
        ),
    ])
    .await;
}

#[tokio::test]
async fn invalid_directives_are_rejected() {
    let skip = "query($if: String!) { __typename @skip(if: $if) }";
    rejected([
        plain("{ __typename @nonsense }", "@nonsense"),
        plain(
            "{ __typename @deprecated }",
            "deprecated directive is not supported",
        ),
        plain("{ __typename @skip }", "`@skip(if:)` is not provided"),
        plain("{ __typename @include(if: \"true\") }", "Boolean"),
        plain(
            "{ __typename @skip(if: true) @skip(if: true) }",
            "once per location",
        ),
        plain(
            "query @skip(if: true) { __typename }",
            "skip directive is not supported",
        ),
        (skip, json!({"if": "true"}), "`$if`"),
    ])
    .await;
}
