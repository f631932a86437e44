//! Lists of users.

use serde_json::{Value, json};

use crate::client::{Fixture, GraphQlResponse};

async fn list(fixture: &Fixture, token: &str, page: Value, count: Value) -> GraphQlResponse {
    let query = "query($pool: String, $page: Int, $count: Int) {
        users(registerInClient: $pool, page: $page, count: $count) {
            totalCount list { _id email token userLoginHistory { totalCount } group { name } } } }";
    let variables = json!({"pool": fixture.pool(), "page": page, "count": count});
    fixture.call_as(token, query, variables).await
}

async fn patch(fixture: &Fixture, token: &str, ids: Value) -> GraphQlResponse {
    let query = "query($ids: String) { userPatch(ids: $ids) { totalCount list { _id email } } }";
    fixture.call_as(token, query, json!({ "ids": ids })).await
}

fn emails(list: &Value) -> Vec<&str> {
    let users = list["list"].as_array().unwrap().iter();
    users.map(|user| user["email"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn all_users_are_paged_oldest_first() {
    let fixture = Fixture::new().await;
    let owner = fixture.owner_token().await;
    let mut ids = Vec::new();
    for number in 0..12 {
        ids.push(fixture.user(&format!("{number}@b.cn")).await);
    }
    let page =
        async |page: Value, count: Value| list(&fixture, &owner, page, count).await.data("users");
    let first = page(json!(null), json!(null)).await;
    assert_eq!(first["totalCount"], 12);
    assert_eq!(emails(&first).len(), 10);
    assert_eq!(emails(&first)[..2], ["0@b.cn", "1@b.cn"]);
    assert_eq!(
        emails(&page(json!(2), json!(null)).await),
        ["10@b.cn", "11@b.cn"]
    );
    assert_eq!(
        emails(&page(json!(3), json!(2)).await),
        ["4@b.cn", "5@b.cn"]
    );
    assert!(emails(&page(json!(4), json!(5)).await).is_empty());

    fixture.emulator.delete_user(&ids[0]).unwrap();
    let first = page(json!(1), json!(1)).await;
    assert_eq!(
        (emails(&first)[0], &first["totalCount"]),
        ("1@b.cn", &json!(11))
    );
}

#[tokio::test]
async fn a_list_requires_a_token_and_hides_other_users_tokens() {
    let fixture = Fixture::new().await;
    fixture.user("a@b.cn").await;
    fixture.user("c@b.cn").await;
    let token = fixture.token_of("a@b.cn").await;
    fixture.token_of("c@b.cn").await;
    let seen = list(&fixture, &token, json!(1), json!(10))
        .await
        .data("users");
    assert_eq!(seen["list"][0]["token"], json!(token));
    assert_eq!(seen["list"][1]["token"], json!(null));
    assert_eq!(seen["list"][1]["userLoginHistory"]["totalCount"], 1);
    assert_eq!(list(&fixture, "", json!(1), json!(10)).await.code(), 2020);
    let elsewhere = fixture
        .call_as(
            &token,
            "{ users(registerInClient: \"5aec1ea610ecb800018db176\") { totalCount } }",
            json!({}),
        )
        .await;
    assert_eq!(elsewhere.code(), 2011);
}

#[tokio::test]
async fn unknown_ids_are_skipped() {
    let fixture = Fixture::new().await;
    let owner = fixture.owner_token().await;
    let (a, b) = (fixture.user("a@b.cn").await, fixture.user("b@b.cn").await);
    let ids = format!("{b},nonsense,5aec1ea610ecb800018db176,{a},{b},");
    let found = patch(&fixture, &owner, json!(ids)).await.data("userPatch");
    assert_eq!(
        (emails(&found), &found["totalCount"]),
        (vec!["b@b.cn", "a@b.cn"], &json!(2))
    );
    let none = patch(&fixture, &owner, json!(null)).await.data("userPatch");
    assert_eq!(none, json!({"totalCount": 0, "list": []}));
}

#[tokio::test]
async fn at_most_eighty_users_are_returned_at_once() {
    let fixture = Fixture::new().await;
    let owner = fixture.owner_token().await;
    let id = fixture.user("a@b.cn").await;
    let ids = |count| json!(vec![id.as_str(); count].join(","));
    patch(&fixture, &owner, ids(80)).await.data("userPatch");
    assert_eq!(patch(&fixture, &owner, ids(81)).await.code(), 2030);
    let user = fixture.token_of("a@b.cn").await;
    assert_eq!(patch(&fixture, &user, ids(1)).await.code(), 1001);
}

#[tokio::test]
async fn users_are_searched_by_each_field() {
    let fixture = Fixture::new().await;
    let owner = fixture.owner_token().await;
    for (email, nickname) in [("anna@b.cn", "Ben"), ("ben@b.cn", "X"), ("c@b.cn", "Y")] {
        let user = json!({"email": email, "nickname": nickname});
        fixture.register(user).await.data("register");
    }
    let search = async |kind: &str, value: &str| {
        let query = "query($t: String!, $v: String!, $pool: String!) {
            searchUser(type: $t, value: $v, registerInClient: $pool, page: 0, count: 10) { totalCount list { email } } }";
        let variables = json!({"t": kind, "v": value, "pool": fixture.pool()});
        fixture.call_as(&owner, query, variables).await
    };
    for (kind, value, expected) in [
        ("all", "BEN", vec!["anna@b.cn", "ben@b.cn"]),
        ("email", "ben", vec!["ben@b.cn"]),
        ("nickname", "ben", vec!["anna@b.cn"]),
        ("username", "ben", vec![]),
    ] {
        let found = search(kind, value).await.data("searchUser");
        assert_eq!(emails(&found), expected, "{kind} {value}");
        assert_eq!(found["totalCount"], expected.len());
    }
    assert_eq!(search("shoe size", "47").await.code(), 2015);
    for (page, expected) in [
        (0, ["anna@b.cn", "ben@b.cn"].as_slice()),
        (1, &["c@b.cn"]),
        (2, &[]),
    ] {
        let query = "query($pool: String!, $page: Int) {
            searchUser(type: \"email\", value: \"b.cn\", registerInClient: $pool, page: $page, count: 2) { list { email } } }";
        let variables = json!({"pool": fixture.pool(), "page": page});
        let found = fixture.call_as(&owner, query, variables).await;
        assert_eq!(emails(&found.data("searchUser")), expected);
    }
}

#[tokio::test]
async fn the_existence_of_a_user_is_reported() {
    let fixture = Fixture::new().await;
    let owner = fixture.owner_token().await;
    fixture
        .register(json!({"email": "a@b.cn", "username": "anna"}))
        .await
        .data("register");
    for (name, value, expected) in [
        ("email", "A@b.cn", true),
        ("username", "anna", true),
        ("username", "a@b.cn", false),
        ("phone", "13800000000", false),
    ] {
        let query = format!(
            "query($v: String, $pool: String!) {{ userExist(userPoolId: $pool, {name}: $v) }}"
        );
        let exists = fixture
            .call_as(&owner, &query, json!({"v": value, "pool": fixture.pool()}))
            .await;
        assert_eq!(exists.data("userExist"), json!(expected), "{name} {value}");
    }
}
