//! How clients authenticate, and client credentials.

use reqwest::StatusCode;
use serde_json::{Value, json};

use super::{
    ADA, APP, CALLBACK, Oidc, SECRET, VERIFIER, app, assert_error, basic, body, challenge, changed,
    claims, exchange_fields, seeded, text,
};

const CREDENTIALS: (&str, &str) = ("grant_type", "client_credentials");

#[tokio::test]
async fn a_wrong_client_is_rejected() {
    let oidc = Oidc::new().await;
    let code = oidc.code(&[]).await;
    for changes in [
        ("client_secret", "wrong"),
        ("client_secret", ""),
        ("client_id", "5e0a1ea610ecb800018db999"),
    ] {
        let response = oidc.exchange(&code, &[changes]).await;
        assert_error(&response, 401, "invalid_client");
    }
    let unnamed = oidc.exchange(&code, &[("client_id", "")]).await;
    assert_error(&unnamed, 400, "invalid_request");
    // The code is still good.
    assert_eq!(oidc.exchange(&code, &[]).await.0, StatusCode::OK);
    let token = [
        ("token", "x"),
        ("client_id", APP),
        ("client_secret", "wrong"),
    ];
    for path in ["/oidc/token/introspection", "/oauth/token/revocation"] {
        assert_error(&oidc.token_at(path, &token).await, 401, "invalid_client");
    }
}

#[tokio::test]
async fn an_id_token_is_exchanged_for_tokens_with_another_scope() {
    let second =
        json!({"id": "5e0a1ea610ecb800018db102", "name": "Music", "secret": "another-secret"});
    let oidc = Oidc::with(seeded(json!([app(json!({})), app(second)]))).await;
    let mine = oidc.tokens(&[("scope", "openid")]).await;
    let fields = [
        (
            "grant_type",
            "http://authing.cn/oidc/grant_type/authing_token",
        ),
        ("client_id", APP),
        ("redirect_uri", CALLBACK),
        ("token", text(&mine["id_token"])),
        ("scope", "openid email offline_access"),
    ];
    let ask = async |changes: &[(&str, &str)]| oidc.token(&changed(&fields, changes)).await;
    let (status, tokens) = ask(&[]).await;
    assert_eq!(status, StatusCode::OK, "{tokens}");
    assert_eq!(
        (&tokens["scope"], tokens.get("refresh_token")),
        (&json!("openid email"), None)
    );
    assert_eq!(claims(&tokens["id_token"])["email"], "ada@b.cn");
    let (_, me) = oidc.me(text(&tokens["access_token"])).await;
    assert_eq!(me["email"], "ada@b.cn");
    let (_, oauth) = oidc.token_at("/oauth/token", &fields).await;
    assert_eq!(
        (&oauth["scope"], oauth.get("id_token")),
        (&json!("user"), None)
    );

    for (change, code) in [
        (("token", "x"), "invalid_grant"),
        (("token", text(&mine["access_token"])), "invalid_grant"),
        (("client_id", "5e0a1ea610ecb800018db102"), "invalid_grant"),
        (
            ("redirect_uri", "http://127.0.0.1:9/other"),
            "invalid_grant",
        ),
        (("redirect_uri", ""), "invalid_request"),
        (("token", ""), "invalid_request"),
        (("scope", "email"), "invalid_scope"),
    ] {
        assert_error(&ask(&[change]).await, 400, code);
    }
    for wrong in [
        ("client_id", "5e0a1ea610ecb800018db999"),
        ("client_secret", "wrong"),
    ] {
        assert_error(&ask(&[wrong]).await, 401, "invalid_client");
    }
    oidc.emulator.block_user(ADA).unwrap();
    assert_error(&ask(&[]).await, 400, "invalid_grant");
    oidc.emulator.unblock_user(ADA).unwrap();
    oidc.emulator.log_out_user(ADA).unwrap();
    assert_error(&ask(&[]).await, 400, "invalid_grant");
    let without = json!({"grants": ["authorization_code"]});
    let oidc = Oidc::with_app(without).await;
    assert_error(&oidc.token(&fields).await, 400, "unauthorized_client");
}

#[tokio::test]
async fn a_client_can_authenticate_by_a_header() {
    let oidc = Oidc::new().await;
    let code = oidc.code(&[]).await;
    let fields = [
        ("grant_type", "authorization_code"),
        ("code", &code),
        ("redirect_uri", CALLBACK),
    ];
    let wrong = basic(&oidc, "/oidc/token", (APP, "wrong"), &fields).await;
    let challenge = wrong.headers()["www-authenticate"].to_str().unwrap();
    assert!(challenge.starts_with("Basic "), "{challenge}");
    assert_error(&body(wrong).await, 401, "invalid_client");
    let both = basic(&oidc, "/oidc/token", (APP, SECRET), &exchange_fields(&code)).await;
    assert_error(&body(both).await, 400, "invalid_request");
    let right = basic(&oidc, "/oidc/token", (APP, SECRET), &fields).await;
    assert_eq!(right.status(), StatusCode::OK);
    // The pair is not a user's token, and is not shown.
    let requests = oidc.emulator.requests();
    let last = requests.last().unwrap();
    assert_eq!(last.token(), authing_emulator::TokenKind::None);
    assert!(!format!("{last:?}").contains(SECRET));
}

#[tokio::test]
async fn a_public_client_needs_pkce_and_no_secret() {
    let oidc = Oidc::with_app(json!({"publicClient": true})).await;
    let challenge = challenge();
    let pkce = [
        ("code_challenge", challenge.as_str()),
        ("code_challenge_method", "S256"),
    ];
    let code = oidc.code(&pkce).await;
    let none = ("client_secret", "");
    let response = oidc.exchange(&code, &[none]).await;
    assert_error(&response, 400, "invalid_grant");
    let wrong = oidc.exchange(
        &code,
        &[("client_secret", "wrong"), ("code_verifier", VERIFIER)],
    );
    assert_error(&wrong.await, 401, "invalid_client");
    let (status, tokens) = oidc
        .exchange(&code, &[none, ("code_verifier", VERIFIER)])
        .await;
    assert_eq!(status, StatusCode::OK);
    let fields = [("client_id", APP), ("token", text(&tokens["access_token"]))];
    let (_, known) = oidc.token_at("/oidc/token/introspection", &fields).await;
    assert_eq!(known["active"], true);
    // Nobody else can be it.
    let itself = oidc.token(&[CREDENTIALS, ("client_id", APP)]).await;
    assert_error(&itself, 401, "invalid_client");
}

#[tokio::test]
async fn an_app_gets_a_token_for_itself() {
    let oidc = Oidc::new().await;
    let fields = [
        CREDENTIALS,
        ("client_id", APP),
        ("client_secret", SECRET),
        ("scope", "orders:read openid"),
    ];
    let (status, tokens) = oidc.token(&fields).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(
        (&tokens["scope"], &tokens["token_type"]),
        (&json!("orders:read"), &json!("Bearer"))
    );
    assert!(tokens.get("id_token").is_none() && tokens.get("refresh_token").is_none());
    let (_, without) = oidc.token(&fields[..3]).await;
    assert!(without["access_token"].is_string() && without.get("scope").is_none());
    let claims = claims(&tokens["access_token"]);
    assert_eq!((&claims["sub"], &claims["aud"]), (&json!(APP), &json!(APP)));
    let token = text(&tokens["access_token"]);
    assert!(oidc.is_active(token).await);
    assert_error(&oidc.me(token).await, 403, "insufficient_scope");
    let wrong = [CREDENTIALS, ("client_id", APP), ("client_secret", "wrong")];
    assert_error(&oidc.token(&wrong).await, 401, "invalid_client");
    let odd = [
        CREDENTIALS,
        ("client_id", APP),
        ("client_secret", SECRET),
        ("scope", "a\\b"),
    ];
    assert_error(&oidc.token(&odd).await, 400, "invalid_scope");
}

#[tokio::test]
async fn a_program_uses_an_access_key() {
    let keys = json!([
        {"key": "key", "secret": "key-secret", "tokenLifetime": 60},
        {"key": "off", "secret": "key-secret", "disabled": true},
    ]);
    let oidc = Oidc::with_app(json!({ "accessKeys": keys })).await;
    let pair = |key: &'static str, secret: &'static str| {
        [CREDENTIALS, ("client_id", key), ("client_secret", secret)]
    };
    let (status, tokens) = oidc.token(&pair("key", "key-secret")).await;
    assert_eq!(
        (status, &tokens["expires_in"]),
        (StatusCode::OK, &json!(60))
    );
    assert_eq!(claims(&tokens["access_token"])["aud"], APP);
    let token = text(&tokens["access_token"]);
    assert!(oidc.is_active(token).await);
    oidc.advance(60);
    assert!(!oidc.is_active(token).await);
    for (key, secret) in [("key", "wrong"), ("key", SECRET), ("off", "key-secret")] {
        assert_error(&oidc.token(&pair(key, secret)).await, 401, "invalid_client");
    }
    // It is not for users' logins.
    let code = oidc.code(&[]).await;
    let by_key = [("client_id", "key"), ("client_secret", "key-secret")];
    assert_error(
        &oidc.exchange(&code, &by_key).await,
        400,
        "unauthorized_client",
    );
    let fields = [
        ("client_id", "key"),
        ("client_secret", "key-secret"),
        ("token", token),
    ];
    let response = oidc.token_at("/oidc/token/introspection", &fields).await;
    assert_error(&response, 400, "unauthorized_client");
}

#[tokio::test]
async fn an_app_uses_only_its_grants() {
    let oidc = Oidc::with_app(json!({"grants": ["authorization_code"]})).await;
    let itself = [CREDENTIALS, ("client_id", APP), ("client_secret", SECRET)];
    assert_error(&oidc.token(&itself).await, 400, "unauthorized_client");
    let tokens: Value = oidc.lasting_tokens().await;
    assert!(tokens.get("refresh_token").is_none());
    assert_eq!(tokens["scope"], "openid email");
}
