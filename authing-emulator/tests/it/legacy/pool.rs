//! The user pool.

use serde_json::{Value, json};

use crate::client::{Fixture, GraphQlResponse};

async fn settings(fixture: &Fixture, token: &str, pool: Value) -> GraphQlResponse {
    let query = "query($p: String!) { getUserPoolSettings(userPoolId: $p) { _id name logo descriptions allowedOrigins
        emailVerifiedDefault useMiniLogin useSelfWxapp registerDisabled showWXMPQRCode enableEmail jwtExpired secret } }";
    fixture.call_as(token, query, json!({ "p": pool })).await
}

#[tokio::test]
async fn the_settings_do_not_contain_the_secret() {
    let fixture = Fixture::new().await;
    fixture.user("a@b.cn").await;
    for token in [
        fixture.owner_token().await,
        fixture.token_of("a@b.cn").await,
    ] {
        let pool = settings(&fixture, &token, json!(fixture.pool())).await;
        let pool = pool.data("getUserPoolSettings");
        assert_eq!(
            (&pool["_id"], &pool["name"]),
            (&json!(fixture.pool()), &json!("authing-emulator"))
        );
        assert_eq!(
            (&pool["jwtExpired"], &pool["secret"]),
            (&json!(1_296_000), &json!(null))
        );
        assert_eq!(
            (&pool["enableEmail"], &pool["registerDisabled"]),
            (&json!(true), &json!(false))
        );
    }
}

#[tokio::test]
async fn invalid_calls_are_rejected() {
    let fixture = Fixture::new().await;
    let owner = fixture.owner_token().await;
    assert_eq!(
        settings(&fixture, "", json!(fixture.pool())).await.code(),
        2020
    );
    assert_eq!(
        settings(&fixture, &owner, json!("5aec1ea610ecb800018db176"))
            .await
            .code(),
        2011
    );
    assert_eq!(settings(&fixture, &owner, json!("")).await.code(), 2205);
}
