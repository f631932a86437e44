//! Logging out.

use reqwest::{Response, StatusCode};
use serde_json::json;

use super::{APP, Browser, Oidc, app, code_of, error_of, error_page, form, location, seeded, text};

const BYE: &str = "http://127.0.0.1:9/bye";

impl Oidc {
    async fn end(&self, fields: &[(&str, &str)]) -> Response {
        let query = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        self.browser
            .get(&self.url(&format!("/oidc/session/end?{query}")))
            .await
    }

    async fn has_session(&self) -> bool {
        let response = self.authorize(&[("prompt", "none")]).await;
        location(&response).contains("?code=")
    }
}

#[tokio::test]
async fn a_logout_ends_the_session_and_redirects_to_the_app() {
    let oidc = Oidc::new().await;
    let tokens = oidc.tokens(&[]).await;
    let hint = ("id_token_hint", text(&tokens["id_token"]));
    let bye = ("post_logout_redirect_uri", BYE);
    let response = oidc.end(&[hint, bye, ("state", "a b")]).await;
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    assert_eq!(location(&response), format!("{BYE}?state=a+b"));
    assert!(!oidc.has_session().await);
    // Tokens stay valid, and without a session there is nothing to end.
    assert!(oidc.is_active(text(&tokens["access_token"])).await);
    assert_eq!(location(&oidc.end(&[("client_id", APP), bye]).await), BYE);

    oidc.code(&[]).await;
    // An expired token is a hint, too.
    oidc.advance(13 * 24 * 3600);
    let request = form(
        oidc.browser.http.post(oidc.url("/oidc/session/end")),
        &[hint, bye],
    );
    assert_eq!(location(&oidc.browser.send(request).await), BYE);
    assert!(!oidc.has_session().await);
}

#[tokio::test]
async fn a_logout_without_an_app_shows_a_page() {
    let oidc = Oidc::new().await;
    oidc.code(&[]).await;
    let response = oidc.end(&[]).await;
    assert_eq!(response.status(), StatusCode::OK);
    assert!(response.text().await.unwrap().contains("Logged out"));
    assert!(!oidc.has_session().await);
}

#[tokio::test]
async fn a_logout_redirects_nowhere_else() {
    const OTHER: &str = "5e0a1ea610ecb800018db102";
    let second =
        json!({"id": OTHER, "name": "Music", "logoutRedirectUris": ["http://127.0.0.1:9/music"]});
    let oidc = Oidc::with(seeded(json!([app(json!({})), app(second)]))).await;
    let tokens = oidc.tokens(&[]).await;
    let token = text(&tokens["id_token"]);
    let (signed, _) = token.rsplit_once('.').unwrap();
    let forged = format!("{signed}.AAAA");
    let hint = ("id_token_hint", token);
    let bye = ("post_logout_redirect_uri", BYE);
    for fields in [
        vec![bye],
        vec![
            hint,
            ("post_logout_redirect_uri", "http://127.0.0.1:9/bye2"),
        ],
        vec![hint, ("post_logout_redirect_uri", "https://evil.example")],
        // Another app's.
        vec![
            hint,
            ("post_logout_redirect_uri", "http://127.0.0.1:9/music"),
        ],
        vec![("id_token_hint", forged.as_str()), bye],
        vec![("id_token_hint", text(&tokens["access_token"])), bye],
        vec![hint, ("client_id", OTHER), bye],
        vec![("client_id", "5e0a1ea610ecb800018db999"), bye],
        vec![hint, bye, bye],
    ] {
        error_page(oidc.end(&fields).await).await;
        assert!(oidc.has_session().await, "{fields:?}");
    }
}

#[tokio::test]
async fn an_id_token_ends_only_its_users_session() {
    let oidc = Oidc::new().await;
    let bob = Browser::new();
    let tokens = oidc.tokens(&[]).await;
    let query = "mutation($i: UserRegisterInput!) { register(userInfo: $i) { _id } }";
    let password = crate::client::encrypt(oidc.emulator.public_key_pem(), "a password of Bob");
    let info = json!({"registerInClient": oidc.emulator.user_pool_id(), "email": "bob@b.cn", "password": password});
    let request = oidc.browser.http.post(oidc.url("/users/graphql"));
    let request = request.json(&json!({"query": query, "variables": {"i": info}}));
    request.send().await.unwrap();
    let page = bob.get(&oidc.auth_url(&[])).await;
    let page = oidc.page_of(&page);
    let fields = [
        ("action", "password"),
        ("account", "bob@b.cn"),
        ("password", "a password of Bob"),
    ];
    code_of(&bob.post(&page, &fields).await);
    let url = format!(
        "/oidc/session/end?id_token_hint={}",
        text(&tokens["id_token"])
    );
    error_page(bob.get(&oidc.url(&url)).await).await;
    code_of(&bob.get(&oidc.auth_url(&[("prompt", "none")])).await);
    assert!(oidc.has_session().await);
}

#[tokio::test]
async fn the_plain_logout_redirects_to_a_registered_uri() {
    let oidc = Oidc::new().await;
    oidc.code(&[]).await;
    let leave = async |query: &str| {
        oidc.browser
            .get(&oidc.url(&format!("/login/profile/logout{query}")))
            .await
    };
    error_page(leave("?redirect_uri=https://evil.example").await).await;
    assert!(oidc.has_session().await);
    // The official SDKs do not escape it.
    assert_eq!(
        location(&leave("?redirect_uri=http://127.0.0.1:9/bye").await),
        BYE
    );
    let silent = oidc.authorize(&[("prompt", "none")]).await;
    assert_eq!(error_of(&silent), "login_required");
    assert_eq!(leave("").await.status(), StatusCode::OK);
}
