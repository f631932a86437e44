//! The operator endpoints, for languages that can't call the library.

use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::client::Fixture;

async fn post(fixture: &Fixture, path: &str, body: Value) -> (StatusCode, Value) {
    let url = format!("{}/operator/{path}", fixture.emulator.base_url());
    let response = fixture.http.post(url).json(&body).send().await.unwrap();
    (response.status(), response.json().await.unwrap())
}

#[tokio::test]
async fn an_ldap_account_can_be_added() {
    let fixture = Fixture::new().await;
    let account = json!({"username": "anna", "password": "in the clear", "email": "a@b.cn"});
    let added = post(&fixture, "ldap_accounts", account).await;
    assert_eq!(added, (StatusCode::OK, json!({})));
    let query = "mutation($c: String!) {
        LoginByLDAP(username: \"anna\", password: \"in the clear\", clientId: $c) { email } }";
    let user = fixture.call(query, json!({"c": fixture.pool()})).await;
    assert_eq!(user.data("LoginByLDAP"), json!({"email": "a@b.cn"}));
}

#[tokio::test]
async fn an_app_can_be_authorized() {
    let fixture = Fixture::new().await;
    let user = fixture.user("a@b.cn").await;
    let (_, app) = post(&fixture, "apps", json!({"kind": "oidc", "name": "Notes"})).await;
    let wish = json!({"user": user, "app": app["id"], "scope": "openid"});
    let (status, _) = post(&fixture, "authorizations", wish).await;
    assert_eq!(status, StatusCode::OK);
    let query = "query($u: String) { GetUserAuthorizedApps(userId: $u) { OIDCApps { _id name } } }";
    let owner = fixture.owner_token().await;
    let apps = fixture.call_as(&owner, query, json!({ "u": user })).await;
    let expected = json!({"OIDCApps": [{"_id": app["id"], "name": "Notes"}]});
    assert_eq!(apps.data("GetUserAuthorizedApps"), expected);
}

#[tokio::test]
async fn the_time_moves_forward_and_is_reset() {
    let fixture = Fixture::new().await;
    let url = fixture.emulator.base_url() + "/operator/clock";
    let (_, time) = fixture.get(&url).await;
    let start = time["now"].as_u64().unwrap();
    fixture.user("a@b.cn").await;
    let token = fixture.token_of("a@b.cn").await;
    let lifetime = 15 * 24 * 3600;
    let advanced = post(&fixture, "clock", json!({"advanceSeconds": lifetime})).await;
    let expected = json!({"now": start + lifetime});
    assert_eq!(advanced, (StatusCode::OK, expected.clone()));
    assert_eq!(fixture.get(&url).await, (StatusCode::OK, expected));
    let mfa = fixture
        .call_as(&token, "{ queryMFA { enable } }", json!({}))
        .await;
    assert_eq!(mfa.code(), 2206);
    let reset = fixture.http.delete(&url).send().await.unwrap();
    let back: Value = reset.json().await.unwrap();
    assert_eq!(back, json!({"now": start}));
    let mfa = fixture
        .call_as(&token, "{ queryMFA { enable } }", json!({}))
        .await;
    assert_eq!(mfa.body["errors"], Value::Null);
    for wrong in [
        json!({"advanceSeconds": -1}),
        json!({"advanceSeconds": "1"}),
        json!({"advance": 1}),
        json!(1),
    ] {
        let (status, response) = post(&fixture, "clock", wrong).await;
        assert!(status.is_client_error() && response["message"].is_string());
    }
}

#[tokio::test]
async fn invalid_calls_are_rejected() {
    let fixture = Fixture::new().await;
    for (path, body) in [
        (
            "ldap_accounts",
            json!({"username": "anna", "password": "p", "email": "not an email"}),
        ),
        ("ldap_accounts", json!({"username": "anna"})),
        ("apps", json!({"kind": "saml", "name": "Notes"})),
        (
            "authorizations",
            json!({"user": "x", "app": "y", "scope": "z"}),
        ),
    ] {
        let (status, response) = post(&fixture, path, body).await;
        assert!(status.is_client_error(), "{path}");
        assert!(response["message"].is_string(), "{path}");
    }
    // A web page can send a form here, but it is rejected.
    let url = fixture.emulator.base_url() + "/operator/apps";
    let form = fixture.http.post(url).header("content-type", "text/plain");
    let rejected = form.body(r#"{"kind":"oidc","name":"Notes"}"#).send().await;
    assert_eq!(
        rejected.unwrap().status(),
        StatusCode::UNSUPPORTED_MEDIA_TYPE
    );
}
