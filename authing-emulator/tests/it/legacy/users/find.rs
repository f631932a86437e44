//! Finding a user.

use serde_json::{Value, json};

use crate::client::{Fixture, GraphQlResponse, PASSWORD};

async fn user(fixture: &Fixture, token: &str, id: Value) -> GraphQlResponse {
    let query = "query($id: String, $pool: String) { user(id: $id, registerInClient: $pool) {
        _id email token loginsCount userLocation { where }
        userLoginHistory { totalCount list { success result ip when } } } }";
    fixture
        .call_as(token, query, json!({"id": id, "pool": fixture.pool()}))
        .await
}

#[tokio::test]
async fn any_token_reads_a_user_by_id() {
    let fixture = Fixture::new().await;
    let (anna, ben) = (
        fixture.user("anna@b.cn").await,
        fixture.user("ben@b.cn").await,
    );
    let (annas, bens) = (
        fixture.token_of("anna@b.cn").await,
        fixture.token_of("ben@b.cn").await,
    );
    let owners = fixture.owner_token().await;
    for token in [&owners, &annas, &bens] {
        let found = user(&fixture, token, json!(anna)).await.data("user");
        assert_eq!(
            (&found["_id"], &found["email"]),
            (&json!(anna), &json!("anna@b.cn"))
        );
        // A user's token is shown only to the owner and the user itself.
        assert_eq!(found["token"].is_null(), *token == bens);
    }
    assert_eq!(
        user(&fixture, &bens, json!(null)).await.data("user")["_id"],
        json!(ben)
    );
}

#[tokio::test]
async fn an_unknown_id_is_null_and_not_an_error() {
    let fixture = Fixture::new().await;
    let owner = fixture.owner_token().await;
    let id = fixture.user("a@b.cn").await;
    let nobody = user(&fixture, &owner, json!("5aec1ea610ecb800018db176")).await;
    assert_eq!(nobody.body, json!({"data": {"user": null}}));
    fixture.emulator.delete_user(&id).unwrap();
    assert_eq!(
        user(&fixture, &owner, json!(id)).await.data("user"),
        json!(null)
    );
}

#[tokio::test]
async fn a_malformed_id_is_an_error() {
    let fixture = Fixture::new().await;
    let owner = fixture.owner_token().await;
    let rejected = user(&fixture, &owner, json!("me")).await;
    assert_eq!(rejected.code(), 500);
    let message = rejected.body["errors"][0]["message"]["message"]
        .as_str()
        .unwrap();
    assert!(message.starts_with("Cast to ObjectId failed"));
    assert_eq!(user(&fixture, &owner, json!(null)).await.code(), 500);
}

#[tokio::test]
async fn a_token_is_required() {
    let fixture = Fixture::new().await;
    let id = fixture.user("a@b.cn").await;
    assert_eq!(user(&fixture, "", json!(id)).await.code(), 2020);
    assert_eq!(user(&fixture, "undefined", json!(id)).await.code(), 2207);
    let token = fixture.token_of("a@b.cn").await;
    fixture.advance(15 * 24 * 3600);
    assert_eq!(user(&fixture, &token, json!(id)).await.code(), 2206);
}

#[tokio::test]
async fn the_history_has_successful_and_failed_logins() {
    let fixture = Fixture::new().await;
    let id = fixture.user("a@b.cn").await;
    let wrong = json!({"email": "a@b.cn", "password": fixture.encrypt("wrong password"), "lastIP": "10.0.0.9"});
    fixture.login(wrong).await.code();
    fixture.advance(60);
    fixture
        .login(json!({"email": "a@b.cn", "password": fixture.encrypt(PASSWORD)}))
        .await
        .data("login");
    let found = user(&fixture, &fixture.owner_token().await, json!(id))
        .await
        .data("user");
    let expected = json!({"totalCount": 2, "list": [
        {"success": true, "result": "已登录", "ip": "127.0.0.1", "when": "Sat Jan 27 2018 13:56:25 GMT+0800 (CST)"},
        {"success": false, "result": "密码不正确", "ip": "10.0.0.9",
            "when": "Sat Jan 27 2018 13:55:25 GMT+0800 (CST)"},
    ]});
    assert_eq!(found["userLoginHistory"], expected);
    assert_eq!(
        (&found["loginsCount"], &found["userLocation"]),
        (&json!(1), &json!([]))
    );
}
