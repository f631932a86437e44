//! Refresh tokens.

use reqwest::StatusCode;
use serde_json::{Value, json};

use super::{ADA, APP, Oidc, SECRET, app, assert_error, body, changed, claims, seeded, text};

impl Oidc {
    async fn refresh(&self, token: &str, changes: &[(&str, &str)]) -> (StatusCode, Value) {
        let fields = [
            ("grant_type", "refresh_token"),
            ("client_id", APP),
            ("client_secret", SECRET),
            ("refresh_token", token),
        ];
        self.token(&changed(&fields, changes)).await
    }
}

#[tokio::test]
async fn access_without_end_needs_consent() {
    let oidc = Oidc::new().await;
    let tokens = oidc.tokens(&[("scope", "openid offline_access")]).await;
    assert_eq!(
        (tokens.get("refresh_token"), &tokens["scope"]),
        (None, &json!("openid"))
    );
    let tokens = oidc.tokens_with_consent("openid").await;
    assert!(tokens.get("refresh_token").is_none());
    let tokens = oidc.lasting_tokens().await;
    assert_eq!(tokens["scope"], "openid email offline_access");
    assert!(tokens["refresh_token"].is_string());
}

#[tokio::test]
async fn each_refresh_token_is_good_for_one_use() {
    let oidc = Oidc::new().await;
    let first = oidc.lasting_tokens().await;
    oidc.advance(100);
    let (status, second) = oidc.refresh(text(&first["refresh_token"]), &[]).await;
    assert_eq!(status, StatusCode::OK, "{second}");
    assert_ne!(second["refresh_token"], first["refresh_token"]);
    let (before, after) = (claims(&first["id_token"]), claims(&second["id_token"]));
    // The same login, without the nonce.
    for claim in ["iss", "sub", "aud", "auth_time"] {
        assert_eq!(before[claim], after[claim], "{claim}");
    }
    assert_eq!(
        after["iat"].as_i64(),
        before["iat"].as_i64().map(|at| at + 100)
    );
    assert!(before.get("nonce").is_some() && after.get("nonce").is_none());
    assert_eq!(oidc.me(text(&second["access_token"])).await.1["sub"], ADA);

    // A second use means theft: everything ends.
    assert_error(
        &oidc.refresh(text(&first["refresh_token"]), &[]).await,
        400,
        "invalid_grant",
    );
    for token in ["access_token", "refresh_token"] {
        assert!(!oidc.is_active(text(&second[token])).await, "{token}");
    }
    assert_error(
        &oidc.refresh(text(&second["refresh_token"]), &[]).await,
        400,
        "invalid_grant",
    );
}

#[tokio::test]
async fn the_legacy_paths_refresh_tokens_and_name_the_user() {
    let oidc = Oidc::new().await;
    let mut tokens = oidc.lasting_tokens().await;
    for prefix in ["", "/users", "/oauth"] {
        let path = |path: &str| format!("{prefix}/oauth/oidc{path}");
        let fields = [
            ("grant_type", "refresh_token"),
            ("client_id", APP),
            ("client_secret", SECRET),
            ("refresh_token", text(&tokens["refresh_token"])),
        ];
        let (status, refreshed) = oidc.token_at(&path("/token"), &fields).await;
        assert_eq!(status, StatusCode::OK, "{refreshed}");
        tokens = refreshed;
        let token = text(&tokens["access_token"]);
        let (status, me) = oidc
            .token_at(&path("/me"), &[("access_token", token)])
            .await;
        assert_eq!((status, &me["sub"]), (StatusCode::OK, &json!(ADA)));
        let url = oidc.url(&path("/user/userinfo?access_token=")) + token;
        let same = body(oidc.browser.http.get(url).send().await.unwrap()).await;
        assert_eq!(same, (status, me));
    }
}

#[tokio::test]
async fn a_refresh_token_is_bound_to_its_client_and_scope() {
    const OTHER: &str = "5e0a1ea610ecb800018db102";
    let second = json!({"id": OTHER, "name": "Music", "secret": "another-secret"});
    let oidc = Oidc::with(seeded(json!([app(json!({})), app(second)]))).await;
    let tokens = oidc.lasting_tokens().await;
    let token = text(&tokens["refresh_token"]);
    let other = [("client_id", OTHER), ("client_secret", "another-secret")];
    assert_error(&oidc.refresh(token, &other).await, 400, "invalid_grant");
    let wrong = [("client_secret", "wrong")];
    assert_error(&oidc.refresh(token, &wrong).await, 401, "invalid_client");
    let more = [("scope", "openid phone")];
    assert_error(&oidc.refresh(token, &more).await, 400, "invalid_scope");
    for wrong in ["unknown", text(&tokens["access_token"])] {
        assert_error(&oidc.refresh(wrong, &[]).await, 400, "invalid_grant");
    }
    assert_error(&oidc.refresh("", &[]).await, 400, "invalid_request");
    let (status, less) = oidc.refresh(token, &[("scope", "openid")]).await;
    assert_eq!((status, &less["scope"]), (StatusCode::OK, &json!("openid")));
    assert!(claims(&less["id_token"]).get("email").is_none());
    // The next one has the whole scope again.
    let (_, all) = oidc.refresh(text(&less["refresh_token"]), &[]).await;
    assert_eq!(all["scope"], "openid email offline_access");
}

#[tokio::test]
async fn a_refresh_token_expires_and_ends_with_its_user() {
    let oidc = Oidc::new().await;
    let lasting = async || text(&oidc.lasting_tokens().await["refresh_token"]).to_owned();
    let expired = lasting().await;
    oidc.advance(1_209_600);
    assert_error(&oidc.refresh(&expired, &[]).await, 400, "invalid_grant");
    let void = lasting().await;
    oidc.emulator.log_out_user(ADA).unwrap();
    assert_error(&oidc.refresh(&void, &[]).await, 400, "invalid_grant");
    let locked = lasting().await;
    oidc.emulator.block_user(ADA).unwrap();
    assert_error(&oidc.refresh(&locked, &[]).await, 400, "invalid_grant");
    oidc.emulator.unblock_user(ADA).unwrap();
    assert_eq!(oidc.refresh(&locked, &[]).await.0, StatusCode::OK);
}

impl Oidc {
    async fn tokens_with_consent(&self, scope: &str) -> Value {
        let page = self.begin(&[("scope", scope), ("prompt", "consent")]).await;
        let allowed = self.browser.post(&page, &[("action", "consent")]).await;
        self.exchange(&super::code_of(&allowed), &[]).await.1
    }
}
