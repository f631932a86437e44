//! Sessions, and what a request demands of the login.

use reqwest::StatusCode;
use serde_json::json;

use super::{ADA, Browser, Oidc, app, claims, code_of, error_of, seeded, text};

#[tokio::test]
async fn a_session_logs_in_to_all_apps() {
    const OTHER: &str = "5e0a1ea610ecb800018db102";
    let second = json!({"id": OTHER, "name": "Music"});
    let oidc = Oidc::with(seeded(json!([app(json!({})), app(second)]))).await;
    oidc.code(&[]).await;
    code_of(&oidc.authorize(&[]).await);
    code_of(&oidc.authorize(&[("prompt", "none")]).await);
    code_of(&oidc.authorize(&[("client_id", OTHER)]).await);

    // Another browser has no session, and a logout ends this one.
    let other = Browser::new()
        .get(&oidc.auth_url(&[("prompt", "none")]))
        .await;
    assert_eq!(error_of(&other), "login_required");
    oidc.emulator.log_out_user(ADA).unwrap();
    let after = oidc.authorize(&[("prompt", "none")]).await;
    assert_eq!(error_of(&after), "login_required");
}

#[tokio::test]
async fn a_session_ends_after_two_weeks_and_for_a_locked_user() {
    let oidc = Oidc::new().await;
    oidc.code(&[]).await;
    oidc.advance(14 * 24 * 3600 - 1);
    code_of(&oidc.authorize(&[("prompt", "none")]).await);
    oidc.emulator.block_user(ADA).unwrap();
    let locked = oidc.authorize(&[("prompt", "none")]).await;
    assert_eq!(error_of(&locked), "login_required");
    oidc.emulator.unblock_user(ADA).unwrap();
    oidc.advance(1);
    let late = oidc.authorize(&[("prompt", "none")]).await;
    assert_eq!(error_of(&late), "login_required");
}

#[tokio::test]
async fn prompt_login_asks_again() {
    let oidc = Oidc::new().await;
    let first = claims(&oidc.tokens(&[]).await["id_token"]);
    oidc.advance(100);
    let page = oidc.begin(&[("prompt", "login")]).await;
    let code = code_of(&oidc.type_password(&page).await);
    let (_, tokens) = oidc.exchange(&code, &[]).await;
    let second = claims(&tokens["id_token"]);
    let time = |claims: &serde_json::Value| claims["auth_time"].as_i64().unwrap();
    assert_eq!(time(&second), time(&first) + 100);
    assert_eq!(second["sub"], first["sub"]);
}

#[tokio::test]
async fn max_age_asks_again_when_the_login_is_too_old() {
    let oidc = Oidc::new().await;
    let first = claims(&oidc.tokens(&[("max_age", "10000")]).await["id_token"]);
    oidc.advance(60);
    let code = code_of(&oidc.authorize(&[("max_age", "60")]).await);
    let (_, tokens) = oidc.exchange(&code, &[]).await;
    assert_eq!(claims(&tokens["id_token"])["auth_time"], first["auth_time"]);
    oidc.advance(1);
    let silent = oidc
        .authorize(&[("max_age", "60"), ("prompt", "none")])
        .await;
    assert_eq!(error_of(&silent), "login_required");
    let page = oidc.begin(&[("max_age", "60")]).await;
    let code = code_of(&oidc.type_password(&page).await);
    let (_, tokens) = oidc.exchange(&code, &[]).await;
    let time = claims(&tokens["id_token"])["auth_time"].as_i64().unwrap();
    assert_eq!(time, first["auth_time"].as_i64().unwrap() + 61);
    // Even a login in this second is too old.
    oidc.begin(&[("max_age", "0")]).await;
}

#[tokio::test]
async fn prompt_consent_asks_the_user() {
    let oidc = Oidc::new().await;
    oidc.code(&[]).await;
    let page = oidc
        .begin(&[("prompt", "consent"), ("scope", "openid email")])
        .await;
    let shown = oidc.browser.get(&page).await.text().await.unwrap();
    assert!(
        shown.contains("Notes") && shown.contains("read your email address"),
        "{shown}"
    );
    assert!(!shown.contains("phone number"), "{shown}");
    let refused = oidc.browser.post(&page, &[("action", "cancel")]).await;
    assert_eq!(error_of(&refused), "access_denied");
    let page = oidc.begin(&[("prompt", "consent")]).await;
    code_of(&oidc.browser.post(&page, &[("action", "consent")]).await);
}

#[tokio::test]
async fn a_hint_names_the_only_user_who_may_log_in() {
    let oidc = Oidc::new().await;
    let tokens = oidc.tokens(&[]).await;
    let hint = ("id_token_hint", text(&tokens["id_token"]));
    code_of(&oidc.authorize(&[hint, ("prompt", "none")]).await);
    // It may have expired, and must be signed.
    let (signed, _) = hint.1.rsplit_once('.').unwrap();
    let forged = format!("{signed}.AAAA");
    let response = oidc.authorize(&[("id_token_hint", &forged)]).await;
    assert_eq!(error_of(&response), "invalid_request");
    oidc.advance(365 * 24 * 3600);
    oidc.begin(&[hint]).await;

    let bob = oidc.url("/users/graphql");
    let query = "mutation($i: UserRegisterInput!) { register(userInfo: $i) { _id } }";
    let password = crate::client::encrypt(oidc.emulator.public_key_pem(), "a password of Bob");
    let info = json!({"registerInClient": oidc.emulator.user_pool_id(), "email": "bob@b.cn", "password": password});
    let request = oidc.browser.http.post(bob);
    let request = request.json(&json!({"query": query, "variables": {"i": info}}));
    assert_eq!(request.send().await.unwrap().status(), StatusCode::OK);
    let page = oidc.begin(&[hint]).await;
    let fields = [
        ("action", "password"),
        ("account", "BOB@b.cn"),
        ("password", "a password of Bob"),
    ];
    let other = oidc.browser.post(&page, &fields).await;
    assert_eq!(error_of(&other), "login_required");
    let silent = oidc.authorize(&[hint, ("prompt", "none")]).await;
    assert_eq!(error_of(&silent), "login_required");
}
