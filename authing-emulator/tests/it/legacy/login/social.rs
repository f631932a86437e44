//! Social logins.

use serde_json::{Value, json};

use crate::client::{Fixture, GraphQlResponse};

async fn bind(
    fixture: &Fixture,
    token: &str,
    user: Value,
    kind: &str,
    unionid: &str,
) -> GraphQlResponse {
    let query = "mutation($u: String, $c: String, $t: String!, $id: String!, $info: String!) {
        bindOtherOAuth(user: $u, client: $c, type: $t, unionid: $id, userInfo: $info) {
            _id user client type unionid userInfo createdAt } }";
    let variables = json!({"u": user, "c": fixture.pool(), "t": kind, "id": unionid, "info": "{\"name\":\"A\"}"});
    fixture.call_as(token, query, variables).await
}

async fn unbind(fixture: &Fixture, token: &str, user: Value, kind: &str) -> GraphQlResponse {
    let query = "mutation($u: String, $c: String, $t: String!) {
        unbindOtherOAuth(user: $u, client: $c, type: $t) { _id user type unionid } }";
    let variables = json!({"u": user, "c": fixture.pool(), "t": kind});
    fixture.call_as(token, query, variables).await
}

#[tokio::test]
async fn the_pool_has_social_logins() {
    let fixture = Fixture::new().await;
    let query =
        "query($c: String, $without: Boolean) { ReadOauthList(clientId: $c, dontGetURL: $without) {
        _id name alias image description enabled client user url oAuthUrl } }";
    let list = fixture.call(query, json!({"c": fixture.pool()})).await;
    let list = list.data("ReadOauthList");
    assert_eq!(
        (&list[0]["alias"], &list[0]["enabled"]),
        (&json!("github"), &json!(true))
    );
    assert_eq!(list[0]["client"], json!(fixture.pool()));
    let url = list[0]["url"].as_str().unwrap();
    assert!(url.starts_with(&fixture.emulator.base_url()), "{url}");
    assert!(
        list.as_array()
            .unwrap()
            .iter()
            .any(|login| login["enabled"] == false)
    );
    let without = json!({"c": fixture.pool(), "without": true});
    let without = fixture.call(query, without).await.data("ReadOauthList");
    assert_eq!(without[0]["url"], json!(null));
    let elsewhere = json!({"c": "5aec1ea610ecb800018db176"});
    assert_eq!(fixture.call(query, elsewhere).await.code(), 2011);
}

#[tokio::test]
async fn accounts_are_bound_and_unbound() {
    let fixture = Fixture::new().await;
    let id = fixture.user("a@b.cn").await;
    let token = fixture.token_of("a@b.cn").await;
    let bound = bind(&fixture, &token, json!(null), "github", "1").await;
    let bound = bound.data("bindOtherOAuth");
    let expected = json!({
        "_id": bound["_id"], "user": id, "client": fixture.pool(), "type": "github", "unionid": "1",
        "userInfo": "{\"name\":\"A\"}", "createdAt": "Sat Jan 27 2018 13:55:25 GMT+0800 (CST)",
    });
    assert_eq!(bound, expected);

    let query = "query($c: String!, $u: String) {
        notBindOAuthList(client: $c, user: $u) { type binded name image oAuthUrl }
        bindedOAuthList(client: $c, user: $u) { _id type unionid } }";
    let lists = fixture
        .call_as(&token, query, json!({"c": fixture.pool()}))
        .await;
    let expected = json!([{"_id": bound["_id"], "type": "github", "unionid": "1"}]);
    assert_eq!(lists.data("bindedOAuthList"), expected);
    let all = lists.data("notBindOAuthList");
    assert_eq!(
        (&all[0]["type"], &all[0]["binded"]),
        (&json!("github"), &json!(true))
    );
    assert_eq!(
        (&all[1]["type"], &all[1]["binded"]),
        (&json!("wechat"), &json!(false))
    );

    let unbound = unbind(&fixture, &token, json!(null), "github").await;
    assert_eq!(unbound.data("unbindOtherOAuth")["_id"], bound["_id"]);
    let lists = fixture
        .call_as(&token, query, json!({"c": fixture.pool(), "u": id}))
        .await;
    assert_eq!(lists.data("bindedOAuthList"), json!([]));
    bind(&fixture, &token, json!(id), "github", "1")
        .await
        .data("bindOtherOAuth");
}

#[tokio::test]
async fn invalid_calls_are_rejected() {
    let fixture = Fixture::new().await;
    let (a, c) = (fixture.user("a@b.cn").await, fixture.user("c@b.cn").await);
    let token = fixture.token_of("a@b.cn").await;
    let owner = fixture.owner_token().await;
    bind(&fixture, &owner, json!(a), "github", "1")
        .await
        .data("bindOtherOAuth");
    for (token, user, kind, unionid, code) in [
        (&owner, json!(a), "github", "2", 2213),
        (&owner, json!(c), "github", "1", 2215),
        (&owner, json!("5aec1ea610ecb800018db176"), "qq", "1", 2004),
        (&owner, json!(null), "qq", "1", 500),
        (&token, json!(c), "qq", "1", 2202),
        (&String::new(), json!(a), "qq", "1", 2020),
    ] {
        let rejected = bind(&fixture, token, user.clone(), kind, unionid).await;
        assert_eq!(rejected.code(), code, "{user} {kind} {unionid}");
    }
    bind(&fixture, &owner, json!(c), "wechat", "1")
        .await
        .data("bindOtherOAuth");
    assert_eq!(
        unbind(&fixture, &owner, json!(c), "github").await.code(),
        2216
    );
    assert_eq!(
        unbind(&fixture, &token, json!(c), "wechat").await.code(),
        2202
    );
}

#[tokio::test]
async fn the_last_way_to_log_in_cannot_be_unbound() {
    let fixture = Fixture::new().await;
    let id = fixture.user("a@b.cn").await;
    let owner = fixture.owner_token().await;
    let both = async |kind: &str| bind(&fixture, &owner, json!(id), kind, "1").await;
    both("github").await.data("bindOtherOAuth");
    fixture
        .update(&owner, &id, json!({"email": null}))
        .await
        .data("updateUser");
    assert_eq!(
        unbind(&fixture, &owner, json!(id), "github").await.code(),
        2217
    );
    both("qq").await.data("bindOtherOAuth");
    unbind(&fixture, &owner, json!(id), "github")
        .await
        .data("unbindOtherOAuth");
    assert_eq!(unbind(&fixture, &owner, json!(id), "qq").await.code(), 2217);
}

#[tokio::test]
async fn a_deleted_users_accounts_are_free() {
    let fixture = Fixture::new().await;
    let (a, c) = (fixture.user("a@b.cn").await, fixture.user("c@b.cn").await);
    let owner = fixture.owner_token().await;
    bind(&fixture, &owner, json!(a), "github", "1")
        .await
        .data("bindOtherOAuth");
    fixture.emulator.delete_user(&a).unwrap();
    bind(&fixture, &owner, json!(c), "github", "1")
        .await
        .data("bindOtherOAuth");
}
