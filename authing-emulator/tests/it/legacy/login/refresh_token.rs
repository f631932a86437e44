//! Refreshing the token of a user.

use serde_json::json;

use crate::client::Fixture;
use crate::legacy::login::tokens::{FIFTEEN_DAYS, code_of, payload};

#[tokio::test]
async fn the_owner_refreshes_a_users_token() {
    let fixture = Fixture::new().await;
    let id = fixture.user("a@b.cn").await;
    let old = fixture.token_of("a@b.cn").await;
    let owner = fixture.owner_token().await;
    let refresh = async |token: &str, pool: &str, user: &str| {
        let query = "mutation($c: String!, $u: String!) { refreshToken(client: $c, user: $u) { token iat exp } }";
        fixture
            .call_as(token, query, json!({"c": pool, "u": user}))
            .await
    };
    fixture.advance(60);
    let new = refresh(&owner, fixture.pool(), &id)
        .await
        .data("refreshToken");
    let iat = 1_517_032_525 + 60;
    assert_eq!(
        (&new["iat"], &new["exp"]),
        (&json!(iat), &json!(iat + FIFTEEN_DAYS))
    );
    let new = new["token"].as_str().unwrap();
    assert_ne!(new, old);
    assert_eq!(payload(new)["data"]["id"], json!(id));
    fixture.advance(FIFTEEN_DAYS - 60);
    assert_eq!(code_of(&fixture, &old).await, 2206);
    assert_eq!(code_of(&fixture, new).await, 200);

    let owner = fixture.owner_token().await;
    assert_eq!(refresh(new, fixture.pool(), &id).await.code(), 1001);
    assert_eq!(refresh("", fixture.pool(), &id).await.code(), 2020);
    let nobody = "5aec1ea610ecb800018db176";
    assert_eq!(refresh(&owner, fixture.pool(), nobody).await.code(), 2004);
    assert_eq!(refresh(&owner, fixture.pool(), "me").await.code(), 500);
    assert_eq!(refresh(&owner, nobody, &id).await.code(), 2011);
    fixture.emulator.block_user(&id).unwrap();
    assert_eq!(refresh(&owner, fixture.pool(), &id).await.code(), 2005);
}
