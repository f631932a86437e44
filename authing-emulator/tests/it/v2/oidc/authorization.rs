//! Authorization requests.

use reqwest::StatusCode;
use serde_json::json;

use super::{
    APP, CALLBACK, Oidc, VERIFIER, challenge, code_of, error_of, error_page, form, location, of,
    parameters,
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
    assert_eq!(of(&parameters(&without), "state"), None);
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
