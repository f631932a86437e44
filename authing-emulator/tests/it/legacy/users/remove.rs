//! Deletion of users.

use serde_json::{Value, json};

use crate::client::{Fixture, GraphQlResponse};

async fn remove(fixture: &Fixture, token: &str, ids: Value) -> GraphQlResponse {
    let query = "mutation($ids: [String], $pool: String) {
        removeUsers(ids: $ids, registerInClient: $pool) { _id isDeleted token } }";
    fixture
        .call_as(token, query, json!({"ids": ids, "pool": fixture.pool()}))
        .await
}

#[tokio::test]
async fn the_owner_removes_any_user() {
    let fixture = Fixture::new().await;
    let (a, b) = (fixture.user("a@b.cn").await, fixture.user("b@b.cn").await);
    let token = fixture.token_of("a@b.cn").await;
    let owner = fixture.owner_token().await;
    let removed = remove(&fixture, &owner, json!([a, b, a, null])).await;
    let expected = json!([
        {"_id": a, "isDeleted": true, "token": null},
        {"_id": b, "isDeleted": true, "token": null},
    ]);
    assert_eq!(removed.data("removeUsers"), expected);
    assert_eq!(remove(&fixture, &token, json!([a])).await.code(), 2207);
    // The email is free again.
    assert_ne!(fixture.user("a@b.cn").await, a);
    let none = remove(&fixture, &owner, json!([])).await;
    assert_eq!(none.data("removeUsers"), json!([]));
}

#[tokio::test]
async fn nothing_is_removed_if_one_user_is_unknown() {
    let fixture = Fixture::new().await;
    let id = fixture.user("a@b.cn").await;
    let owner = fixture.owner_token().await;
    for unknown in ["5aec1ea610ecb800018db176", "zzz"] {
        let rejected = remove(&fixture, &owner, json!([id, unknown])).await;
        assert_eq!(rejected.code(), 2210);
    }
    fixture.token_of("a@b.cn").await;
}

#[tokio::test]
async fn users_remove_only_themselves() {
    let fixture = Fixture::new().await;
    let (a, b) = (fixture.user("a@b.cn").await, fixture.user("b@b.cn").await);
    let token = fixture.token_of("a@b.cn").await;
    assert_eq!(remove(&fixture, &token, json!([a, b])).await.code(), 2209);
    assert_eq!(remove(&fixture, "", json!([a])).await.code(), 2020);
    remove(&fixture, &token, json!([a]))
        .await
        .data("removeUsers");
}
