//! OAuth 2.0: opaque tokens, and no ID tokens.

use reqwest::StatusCode;
use serde_json::json;

use super::{ADA, APP, Oidc, SECRET, assert_error, body, code_of, exchange_fields, form, text};

impl Oidc {
    async fn oauth_code(&self, scope: &str) -> String {
        let url = self.auth_url_of("/oauth", &[("scope", scope), ("nonce", "")]);
        let response = self.browser.get(&url).await;
        match response.headers()["location"]
            .to_str()
            .unwrap()
            .starts_with('/')
        {
            true => code_of(&self.type_password(&self.page_of(&response)).await),
            false => code_of(&response),
        }
    }
}

#[tokio::test]
async fn oauth_gives_opaque_tokens() {
    let oidc = Oidc::new().await;
    for scope in ["user", ""] {
        let code = oidc.oauth_code(scope).await;
        let (status, tokens) = oidc.token_at("/oauth/token", &exchange_fields(&code)).await;
        assert_eq!(status, StatusCode::OK, "{tokens}");
        let token = text(&tokens["access_token"]);
        assert!(
            token.len() == 40 && token.bytes().all(|byte| byte.is_ascii_hexdigit()),
            "{token}"
        );
        let expected = json!({"access_token": token, "token_type": "Bearer", "expires_in": 1_209_600, "scope": "user"});
        assert_eq!(tokens, expected);

        let request = oidc
            .browser
            .http
            .get(oidc.url(&format!("/oauth/me?access_token={token}")));
        let (status, me) = body(request.send().await.unwrap()).await;
        assert_eq!(status, StatusCode::OK);
        assert_eq!(
            (&me["sub"], &me["email"], &me["nickname"]),
            (&json!(ADA), &json!("ada@b.cn"), &json!("Ada"))
        );
        // It is not a token of the other protocol.
        assert_error(&oidc.me(token).await, 401, "invalid_token");
        let (_, known) = {
            let fields = [
                ("client_id", APP),
                ("client_secret", SECRET),
                ("token", token),
            ];
            oidc.token_at("/oauth/token/introspection", &fields).await
        };
        assert_eq!(
            (&known["active"], &known["scope"]),
            (&json!(true), &json!("user"))
        );
        assert!(known.get("jti").is_none());
    }
}

#[tokio::test]
async fn an_opaque_token_can_be_revoked_and_expires() {
    let oidc = Oidc::new().await;
    let token = async || {
        let code = oidc.oauth_code("user").await;
        let (_, tokens) = oidc.token_at("/oauth/token", &exchange_fields(&code)).await;
        text(&tokens["access_token"]).to_owned()
    };
    let first = token().await;
    let fields = [
        ("client_id", APP),
        ("client_secret", SECRET),
        ("token", first.as_str()),
    ];
    let request = form(
        oidc.browser.http.post(oidc.url("/oauth/token/revocation")),
        &fields,
    );
    let response = request.send().await.unwrap();
    assert_eq!(
        (response.status(), response.text().await.unwrap()),
        (StatusCode::OK, String::new())
    );
    assert!(!oidc.is_active(&first).await);
    let second = token().await;
    oidc.advance(1_209_599);
    assert!(oidc.is_active(&second).await);
    oidc.advance(1);
    assert!(!oidc.is_active(&second).await);
}

#[tokio::test]
async fn oauth_codes_are_not_codes_of_oidc() {
    let oidc = Oidc::new().await;
    let code = oidc.oauth_code("user").await;
    assert_error(&oidc.exchange(&code, &[]).await, 400, "invalid_grant");
}
