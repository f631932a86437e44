//! Authorization requests.

use reqwest::StatusCode;
use serde_json::json;

use super::{
    ADA, APP, Browser, CALLBACK, Oidc, VERIFIER, answer, app, challenge, claims, code_of, error_of,
    error_page, form, location, of, seeded, text,
};

#[tokio::test]
async fn an_uncertain_redirect_uri_gets_nothing() {
    let oidc = Oidc::new().await;
    for changes in [
        [("redirect_uri", "https://evil.example/callback")],
        [("redirect_uri", "http://127.0.0.1:9/callback/")],
        [("redirect_uri", "http://127.0.0.1:9/callback2")],
        [("redirect_uri", "http://127.0.0.1:9/callback?x=1")],
        [("redirect_uri", "http://127.0.0.1:9/callback#x")],
        [("redirect_uri", "http://127.0.0.1:9/CALLBACK")],
        [("redirect_uri", "http://127.0.0.1:99/callback")],
        [("redirect_uri", "http://127.0.0.1:9@evil.example/callback")],
        [("redirect_uri", "http://127.0.0.1:9/")],
        [("redirect_uri", "")],
        [("client_id", "5e0a1ea610ecb800018db999")],
        [("client_id", "")],
    ] {
        let page = error_page(oidc.authorize(&changes).await).await;
        assert!(
            page.contains("redirect_uri") || page.contains("client"),
            "{page}"
        );
        // Not even with an error that is otherwise redirected.
        let silent = oidc.authorize(&[changes[0], ("prompt", "none")]).await;
        error_page(silent).await;
    }
    let twice = oidc.auth_url(&[]) + "&redirect_uri=https%3A%2F%2Fevil.example";
    error_page(oidc.browser.get(&twice).await).await;
}

#[tokio::test]
async fn other_errors_are_redirected_with_the_state() {
    let oidc = Oidc::new().await;
    for (changes, expected) in [
        (("response_type", ""), "invalid_request"),
        (("response_type", "token"), "unsupported_response_type"),
        (
            ("response_type", "code id_token"),
            "unsupported_response_type",
        ),
        (("response_mode", "fragment"), "invalid_request"),
        (("scope", ""), "invalid_scope"),
        (("scope", "profile email"), "invalid_scope"),
        (("scope", "openid \""), "invalid_scope"),
        (("prompt", "none login"), "invalid_request"),
        (("prompt", "dance"), "invalid_request"),
        (("prompt", "none"), "login_required"),
        (("max_age", "soon"), "invalid_request"),
        (("max_age", "-1"), "invalid_request"),
        (("code_challenge", "short"), "invalid_request"),
        (("code_challenge_method", "S256"), "invalid_request"),
        (("id_token_hint", "a.b.c"), "invalid_request"),
        (("request", "a.b.c"), "request_not_supported"),
        (("request_uri", "https://a.b"), "request_uri_not_supported"),
        (("registration", "{}"), "registration_not_supported"),
    ] {
        let response = oidc.authorize(&[changes]).await;
        assert_eq!(error_of(&response), expected, "{changes:?}");
    }
    let method = [
        ("code_challenge", VERIFIER),
        ("code_challenge_method", "S512"),
    ];
    assert_eq!(error_of(&oidc.authorize(&method).await), "invalid_request");
    let twice = oidc.auth_url(&[]) + "&nonce=another";
    assert_eq!(error_of(&oidc.browser.get(&twice).await), "invalid_request");
    let without = oidc.authorize(&[("state", ""), ("prompt", "none")]).await;
    assert_eq!(of(&answer(&without), "state"), None);
}

#[tokio::test]
async fn a_login_gives_a_code_and_the_state() {
    let oidc = Oidc::new().await;
    let code = oidc.code(&[]).await;
    assert!(code.len() >= 32);
    // Unknown parameters are ignored.
    let code = oidc.authorize(&[("extra", "x"), ("login_hint", "bob"), ("ui_locales", "se")]);
    code_of(&code.await);
}

#[tokio::test]
async fn a_request_can_be_posted() {
    let oidc = Oidc::new().await;
    let url = oidc.auth_url(&[]);
    let (path, query) = url.split_once('?').unwrap();
    let fields: Vec<_> = form_urlencoded::parse(query.as_bytes())
        .into_owned()
        .collect();
    let fields: Vec<_> = fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let response = oidc
        .browser
        .send(form(oidc.browser.http.post(path), &fields))
        .await;
    let page = oidc.page_of(&response);
    code_of(&oidc.type_password(&page).await);
}

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

#[tokio::test]
async fn a_response_can_be_posted_to_the_app() {
    let oidc = Oidc::new().await;
    let mode = ("response_mode", "form_post");
    let page = oidc.begin(&[mode, ("state", "<\"&>")]).await;
    let response = oidc.type_password(&page).await;
    assert_eq!(response.status(), StatusCode::OK);
    let policy = response.headers()["content-security-policy"]
        .to_str()
        .unwrap();
    assert!(
        policy.contains("form-action http://127.0.0.1:9;"),
        "{policy}"
    );
    let html = response.text().await.unwrap();
    assert!(
        html.contains(&format!("<form method=\"post\" action=\"{CALLBACK}\">")),
        "{html}"
    );
    assert!(
        html.contains("name=\"state\" value=\"&lt;&quot;&amp;&gt;\""),
        "{html}"
    );
    let (_, rest) = html.split_once("name=\"code\" value=\"").unwrap();
    let (code, _) = rest.split_once('"').unwrap();
    assert_eq!(oidc.exchange(code, &[]).await.0, StatusCode::OK);
    let failed = oidc.authorize(&[mode, ("scope", "email")]).await;
    let html = failed.text().await.unwrap();
    assert!(
        html.contains("name=\"error\" value=\"invalid_scope\""),
        "{html}"
    );
}

#[tokio::test]
async fn a_redirect_uri_keeps_its_query_string() {
    let uri = "http://127.0.0.1:9/callback?tenant=1";
    let oidc = Oidc::with_app(json!({"redirectUris": [uri, "com.example.app:/done"]})).await;
    let page = oidc.begin(&[("redirect_uri", uri), ("state", "s")]).await;
    let location = location(&oidc.type_password(&page).await);
    assert!(
        location.starts_with("http://127.0.0.1:9/callback?tenant=1&code="),
        "{location}"
    );
    assert!(location.ends_with("&state=s"), "{location}");
    let native = oidc
        .authorize(&[("redirect_uri", "com.example.app:/done"), ("state", "s")])
        .await;
    let native = super::location(&native);
    assert!(
        native.starts_with("com.example.app:/done?code="),
        "{native}"
    );
}

#[tokio::test]
async fn an_app_can_require_pkce() {
    for members in [json!({"requirePkce": true}), json!({"publicClient": true})] {
        let oidc = Oidc::with_app(members).await;
        assert_eq!(error_of(&oidc.authorize(&[]).await), "invalid_request");
        let challenge = challenge();
        let pkce = [
            ("code_challenge", challenge.as_str()),
            ("code_challenge_method", "S256"),
        ];
        oidc.begin(&pkce).await;
    }
}

#[tokio::test]
async fn an_app_without_the_grant_gets_no_code() {
    let oidc = Oidc::with_app(json!({"grants": ["client_credentials"]})).await;
    assert_eq!(error_of(&oidc.authorize(&[]).await), "unauthorized_client");
}

#[tokio::test]
async fn ids_of_apps_ignore_case() {
    let oidc = Oidc::new().await;
    oidc.begin(&[("client_id", &APP.to_uppercase())]).await;
}
