//! Authorized apps.

use authing_emulator::AppKind;
use serde_json::{Value, json};

use crate::client::{Fixture, GraphQlResponse};

async fn list(fixture: &Fixture, token: &str, user: Value, page: i32) -> GraphQlResponse {
    let query = "query($c: String, $u: String, $p: Int) {
        GetUserAuthorizedApps(clientId: $c, userId: $u, page: $p, count: 2) {
            OAuthApps { _id name domain clientId description isDeleted grants redirectUris when }
            OIDCApps { _id name client_id grant_types response_types redirect_uris id_token_expire cas_expire }
            totalCount } }";
    let variables = json!({"c": fixture.pool(), "u": user, "p": page});
    fixture.call_as(token, query, variables).await
}

async fn revoke(fixture: &Fixture, token: &str, user: Value, app: &str) -> GraphQlResponse {
    let query = "mutation($p: String, $u: String, $a: String) {
        RevokeUserAuthorizedApp(userPoolId: $p, userId: $u, appId: $a) { isRevoked _id scope appId userId type when } }";
    let variables = json!({"p": fixture.pool(), "u": user, "a": app});
    fixture.call_as(token, query, variables).await
}

#[tokio::test]
async fn authorized_apps_are_listed_until_revoked() {
    let fixture = Fixture::new().await;
    let emulator = &fixture.emulator;
    let id = fixture.user("a@b.cn").await;
    let token = fixture.token_of("a@b.cn").await;
    let oauth = emulator.add_app(AppKind::OAuth, "Photos").unwrap();
    let oidc = emulator.add_app(AppKind::Oidc, "Notes").unwrap();
    let other = emulator.add_app(AppKind::Oidc, "Music").unwrap();
    for app in [&oauth, &oidc, &other] {
        emulator.authorize_app(&id, app, "openid profile").unwrap();
    }
    emulator.add_app(AppKind::OAuth, "Unused").unwrap();

    let first = list(&fixture, &token, json!(null), 1)
        .await
        .data("GetUserAuthorizedApps");
    assert_eq!(first["totalCount"], 3);
    assert_eq!(
        (
            &first["OAuthApps"][0]["_id"],
            &first["OAuthApps"][0]["name"]
        ),
        (&json!(oauth), &json!("Photos"))
    );
    assert_eq!(first["OIDCApps"][0]["name"], "Notes");
    assert_eq!(first["OIDCApps"][0]["cas_expire"], "3600");
    assert_eq!(first["OIDCApps"][0]["response_types"], json!(["code"]));
    let second = list(&fixture, &token, json!(id), 2)
        .await
        .data("GetUserAuthorizedApps");
    assert_eq!(
        (&second["OAuthApps"], &second["OIDCApps"][0]["name"]),
        (&json!([]), &json!("Music"))
    );

    let revoked = revoke(&fixture, &token, json!(id), &oidc)
        .await
        .data("RevokeUserAuthorizedApp");
    let expected = json!({
        "isRevoked": "true", "_id": revoked["_id"], "scope": "openid profile", "appId": oidc, "userId": id,
        "type": "oidc", "when": "Sat Jan 27 2018 13:55:25 GMT+0800 (CST)",
    });
    assert_eq!(revoked, expected);
    let left = list(&fixture, &token, json!(id), 1)
        .await
        .data("GetUserAuthorizedApps");
    assert_eq!(left["totalCount"], 2);
    assert_eq!(
        revoke(&fixture, &token, json!(id), &oidc).await.code(),
        2221
    );
}

#[tokio::test]
async fn invalid_calls_are_rejected() {
    let fixture = Fixture::new().await;
    let nobody = "5aec1ea610ecb800018db176";
    let id = fixture.user("a@b.cn").await;
    let other = fixture.user("c@b.cn").await;
    let (token, owner) = (
        fixture.token_of("a@b.cn").await,
        fixture.owner_token().await,
    );
    let app = fixture.emulator.add_app(AppKind::OAuth, "Photos").unwrap();
    for (token, user, code) in [
        ("", json!(id), 2020),
        (token.as_str(), json!(other), 2202),
        (&owner, json!(nobody), 2004),
        (&owner, json!(null), 500),
    ] {
        assert_eq!(
            list(&fixture, token, user.clone(), 1).await.code(),
            code,
            "{user}"
        );
        assert_eq!(
            revoke(&fixture, token, user.clone(), &app).await.code(),
            code,
            "{user}"
        );
    }
    assert_eq!(
        revoke(&fixture, &owner, json!(id), nobody).await.code(),
        2221
    );
    assert_eq!(revoke(&fixture, &owner, json!(id), &app).await.code(), 2221);
    assert!(fixture.emulator.authorize_app(nobody, &app, "").is_err());
    assert!(fixture.emulator.authorize_app(&id, nobody, "").is_err());
}
