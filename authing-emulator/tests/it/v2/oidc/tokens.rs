//! What a token is good for: rejection, introspection, revocation, validation.

use std::time::{Duration, SystemTime};

use authing_emulator::{Clock, ListenAddress};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use reqwest::StatusCode;
use serde_json::{Value, json};

use super::{ADA, APP, Oidc, SECRET, app, assert_error, body, claims, seeded, text};

const OTHER: &str = "5e0a1ea610ecb800018db102";

async fn validate(oidc: &Oidc, name: &str, token: &str) -> Value {
    let url = oidc.url(&format!("/api/v2/oidc/validate_token?{name}={token}"));
    let (status, claims) = body(oidc.browser.http.get(url).send().await.unwrap()).await;
    assert_eq!(status, StatusCode::OK);
    claims
}

#[tokio::test]
async fn forged_foreign_and_expired_tokens_are_rejected() {
    let oidc = Oidc::new().await;
    let tokens = oidc.tokens(&[]).await;
    let token = text(&tokens["access_token"]);
    let (signed, signature) = token.rsplit_once('.').unwrap();
    let payload = signed.split_once('.').unwrap().1;
    let none = URL_SAFE_NO_PAD.encode(r#"{"alg":"none"}"#);
    let mut others = claims(&tokens["access_token"]);
    others["sub"] = "5e0a1ea610ecb800018db999".into();
    let others = URL_SAFE_NO_PAD.encode(others.to_string());
    let (header, _) = signed.split_once('.').unwrap();
    // Another emulator's key.
    let foreign = Oidc::new().await.tokens(&[]).await;
    for wrong in [
        format!("{none}.{payload}."),
        format!("{none}.{payload}.{signature}"),
        format!("{header}.{others}.{signature}"),
        format!("{signed}."),
        text(&foreign["access_token"]).to_owned(),
        text(&tokens["id_token"]).to_owned(),
        // The key under which it is stored.
        text(&claims(&tokens["access_token"])["jti"]).to_owned(),
        format!("jti:{}", text(&claims(&tokens["access_token"])["jti"])),
        "undefined".to_owned(),
    ] {
        assert_error(&oidc.me(&wrong).await, 401, "invalid_token");
        assert!(!oidc.is_active(&wrong).await, "{wrong}");
        assert_eq!(validate(&oidc, "access_token", &wrong).await["code"], 400);
    }
    let response = oidc.browser.http.get(oidc.url("/oidc/me")).bearer_auth("x");
    let response = response.send().await.unwrap();
    let challenge = response.headers()["www-authenticate"].to_str().unwrap();
    assert!(challenge.starts_with("Bearer ") && challenge.contains("error=\"invalid_token\""));
    let without = oidc
        .browser
        .http
        .get(oidc.url("/oidc/me"))
        .send()
        .await
        .unwrap();
    assert_eq!(without.status(), StatusCode::UNAUTHORIZED);
    assert_eq!(
        without.headers()["www-authenticate"],
        "Bearer realm=\"authing\""
    );

    assert_eq!(oidc.me(token).await.0, StatusCode::OK);
    oidc.advance(1_209_600);
    assert_error(&oidc.me(token).await, 401, "invalid_token");
    assert!(!oidc.is_active(token).await);
}

#[tokio::test]
async fn a_token_ends_with_its_user_and_its_authorization() {
    let oidc = Oidc::new().await;
    let token = |tokens: &Value| text(&tokens["access_token"]).to_owned();
    let first = token(&oidc.tokens(&[]).await);
    // Locking leaves tokens valid.
    oidc.emulator.block_user(ADA).unwrap();
    assert!(oidc.is_active(&first).await);
    oidc.emulator.unblock_user(ADA).unwrap();
    oidc.emulator.log_out_user(ADA).unwrap();
    assert!(!oidc.is_active(&first).await);

    let tokens = oidc.tokens(&[]).await;
    // The operator's changes the scope only.
    let scope = "openid profile email phone address";
    oidc.emulator.authorize_app(ADA, APP, scope).unwrap();
    assert!(oidc.is_active(&token(&tokens)).await);
    let query = "mutation($a: String) { RevokeUserAuthorizedApp(appId: $a) { isRevoked scope } }";
    let request = oidc.browser.http.post(oidc.url("/users/graphql"));
    let request = request.bearer_auth(text(&tokens["id_token"]));
    let revoked = request.json(&json!({"query": query, "variables": {"a": APP}}));
    let revoked: Value = revoked.send().await.unwrap().json().await.unwrap();
    let revoked = &revoked["data"]["RevokeUserAuthorizedApp"];
    assert_eq!(revoked["scope"], "openid profile email phone address");
    assert!(!oidc.is_active(&token(&tokens)).await);

    oidc.emulator.log_out_user(ADA).unwrap();
    let last = token(&oidc.tokens(&[]).await);
    assert!(oidc.is_active(&last).await);
    oidc.emulator.delete_user(ADA).unwrap();
    assert!(!oidc.is_active(&last).await);
    assert_error(&oidc.me(&last).await, 401, "invalid_token");
}

#[tokio::test]
async fn introspection_tells_the_app_about_its_tokens_only() {
    let second = json!({"id": OTHER, "name": "Music", "secret": "another-secret"});
    let oidc = Oidc::with(seeded(json!([app(json!({})), app(second)]))).await;
    let tokens = oidc.lasting_tokens().await;
    let access = text(&tokens["access_token"]);
    let ask = async |id: &str, secret: &str, token: &str| {
        let fields = [
            ("client_id", id),
            ("client_secret", secret),
            ("token", token),
        ];
        let (status, known) = oidc.token_at("/oidc/token/introspection", &fields).await;
        assert_eq!(status, StatusCode::OK);
        known
    };
    let claims = claims(&tokens["access_token"]);
    let expected = json!({
        "active": true, "sub": ADA, "client_id": APP, "aud": APP, "iss": oidc.emulator.issuer(), "username": "ada",
        "scope": "openid email offline_access", "iat": claims["iat"], "exp": claims["exp"], "jti": claims["jti"],
        "token_type": "Bearer",
    });
    assert_eq!(ask(APP, SECRET, access).await, expected);
    let refresh = ask(APP, SECRET, text(&tokens["refresh_token"])).await;
    assert_eq!(
        (&refresh["active"], &refresh["token_type"]),
        (&json!(true), &json!("refresh_token"))
    );
    assert_eq!(
        ask(OTHER, "another-secret", access).await,
        json!({"active": false})
    );
    assert_eq!(ask(APP, SECRET, "unknown").await, json!({"active": false}));
    let missing = [("client_id", APP), ("client_secret", SECRET)];
    let missing = oidc.token_at("/oidc/token/introspection", &missing).await;
    assert_error(&missing, 400, "invalid_request");
}

#[tokio::test]
async fn a_revoked_token_is_void_and_the_response_is_empty() {
    let second = json!({"id": OTHER, "name": "Music", "secret": "another-secret"});
    let oidc = Oidc::with(seeded(json!([app(json!({})), app(second)]))).await;
    let revoke = async |id: &str, secret: &str, token: &str| {
        let fields = [
            ("client_id", id),
            ("client_secret", secret),
            ("token", token),
        ];
        let request = oidc.browser.http.post(oidc.url("/oidc/token/revocation"));
        let response = super::form(request, &fields).send().await.unwrap();
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(response.text().await.unwrap(), "");
    };
    let tokens = oidc.lasting_tokens().await;
    let (access, refresh) = (
        text(&tokens["access_token"]),
        text(&tokens["refresh_token"]),
    );
    revoke(OTHER, "another-secret", access).await;
    revoke(APP, SECRET, "unknown").await;
    assert!(oidc.is_active(access).await);
    // An access token goes alone, a refresh token with all.
    revoke(APP, SECRET, access).await;
    assert!(!oidc.is_active(access).await && oidc.is_active(refresh).await);
    assert_error(&oidc.me(access).await, 401, "invalid_token");
    revoke(APP, SECRET, access).await;

    let tokens = oidc.lasting_tokens().await;
    let (access, refresh) = (
        text(&tokens["access_token"]),
        text(&tokens["refresh_token"]),
    );
    revoke(APP, SECRET, refresh).await;
    assert!(!oidc.is_active(access).await && !oidc.is_active(refresh).await);
    let fields = [
        ("grant_type", "refresh_token"),
        ("client_id", APP),
        ("client_secret", SECRET),
        ("refresh_token", refresh),
    ];
    assert_error(&oidc.token(&fields).await, 400, "invalid_grant");
}

#[tokio::test]
async fn a_token_can_be_validated_by_anyone() {
    let oidc = Oidc::new().await;
    let tokens = oidc.tokens(&[]).await;
    for name in ["id_token", "access_token"] {
        let token = text(&tokens[name]);
        assert_eq!(validate(&oidc, name, token).await, claims(&tokens[name]));
        let other = if name == "id_token" {
            "access_token"
        } else {
            "id_token"
        };
        for wrong in [
            validate(&oidc, other, token).await,
            validate(&oidc, name, "a.b.c").await,
            validate(&oidc, "x", token).await,
        ] {
            assert_eq!(wrong["code"], 400, "{wrong}");
            assert!(wrong["message"].is_string(), "{wrong}");
        }
    }
    oidc.emulator.log_out_user(ADA).unwrap();
    for name in ["id_token", "access_token"] {
        assert_eq!(
            validate(&oidc, name, text(&tokens[name])).await["code"],
            400
        );
    }
}

#[tokio::test]
async fn sessions_and_tokens_survive_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("data");
    let builder = || seeded(json!([app(json!({}))])).data_file(&path);
    let mut oidc = Oidc::with(builder()).await;
    let address = oidc.emulator.base_url();
    let tokens = oidc.lasting_tokens().await;
    oidc.emulator.shut_down().await;
    // The same address, because the issuer contains it.
    let listen: ListenAddress = address.strip_prefix("http://").unwrap().parse().unwrap();
    oidc.emulator = builder().listen(listen).start().await.unwrap();
    assert_eq!(
        oidc.me(text(&tokens["access_token"])).await.0,
        StatusCode::OK
    );
    super::code_of(&oidc.authorize(&[("prompt", "none")]).await);
    let refresh = text(&tokens["refresh_token"]);
    let fields = [
        ("grant_type", "refresh_token"),
        ("client_id", APP),
        ("client_secret", SECRET),
        ("refresh_token", refresh),
    ];
    assert_eq!(oidc.token(&fields).await.0, StatusCode::OK);
}

#[tokio::test]
async fn tokens_have_their_times_after_2038() {
    // In the year 2040, in seconds that no integer of 32 bits can hold.
    const NOW: u64 = 2_214_000_000;
    let clock = Clock::stopped_at(SystemTime::UNIX_EPOCH + Duration::from_secs(NOW));
    let oidc = Oidc::with(seeded(json!([app(json!({}))])).clock(clock)).await;
    let tokens = oidc.tokens(&[]).await;
    let claims = claims(&tokens["id_token"]);
    assert_eq!(
        (&claims["iat"], &claims["auth_time"]),
        (&json!(NOW), &json!(NOW))
    );
    assert!(claims["exp"].as_u64() > Some(NOW), "{claims}");
    let access = text(&tokens["access_token"]);
    assert_eq!(oidc.me(access).await.1["sub"], ADA);
    assert!(oidc.is_active(access).await);
}
