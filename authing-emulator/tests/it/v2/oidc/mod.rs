//! The OpenID provider.

mod authorization;
mod browser;
mod claims;
mod clients;
mod codes;
mod discovery;
mod interaction;
mod logout;
mod new_password;
mod oauth;
mod refresh;
mod responses;
mod second_factor;
mod sessions;
mod settings;
mod tokens;

use std::time::Duration;

use authing_emulator::{Builder, Emulator, Seed};
use reqwest::{Response, StatusCode};
use serde_json::{Value, json};

use self::browser::{Browser, form};
use self::responses::{
    assert_error, basic, body, challenge, changed, claims, code_of, error_of, error_page,
    exchange_fields, location, of, parameters, part, text,
};
use crate::client::{PASSWORD, builder};

const APP: &str = "5e0a1ea610ecb800018db100";
const SECRET: &str = "a-secret-of-the-app";
const CALLBACK: &str = "http://127.0.0.1:9/callback";
const ADA: &str = "5e0a1ea610ecb800018db101";
/// Of RFC 7636, appendix B.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

/// An emulator with an app and the user Ada, and a browser.
struct Oidc {
    emulator: Emulator,
    browser: Browser,
}

/// The seed's app, with other members.
fn app(members: Value) -> Value {
    let mut app = json!({
        "id": APP, "kind": "oidc", "name": "Notes", "secret": SECRET, "redirectUris": [CALLBACK],
        "logoutRedirectUris": ["http://127.0.0.1:9/bye"],
    });
    let Value::Object(members) = members else {
        panic!("an object is expected")
    };
    app.as_object_mut().unwrap().extend(members);
    app
}

fn seeded(apps: Value) -> Builder {
    with_user(apps, json!({}))
}

/// With a user who has an authenticator app.
fn with_totp() -> Builder {
    let mfa = json!({"enable": true, "shareKey": "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"});
    with_user(json!([app(json!({}))]), json!({ "mfa": mfa }))
}

fn with_user(apps: Value, members: Value) -> Builder {
    let mut seed = json!({
        "apps": apps,
        "users": [{
            "id": ADA, "username": "ada", "email": "ada@b.cn", "emailVerified": true, "phone": "13800000000",
            "password": PASSWORD, "updatedAt": "Sat Jan 27 2018 13:55:25 GMT+0800 (CST)",
            "profile": {"nickname": "Ada", "givenName": "Augusta", "photo": "https://a.b/ada.png",
                "locality": "London", "country": "GB"},
        }],
    });
    let Value::Object(members) = members else {
        panic!("an object is expected")
    };
    seed["users"][0].as_object_mut().unwrap().extend(members);
    builder().seed(Seed::from_json(&seed.to_string()).unwrap())
}

impl Oidc {
    async fn new() -> Self {
        Self::with_app(json!({})).await
    }

    /// With other members of the app.
    async fn with_app(members: Value) -> Self {
        Self::with(seeded(json!([app(members)]))).await
    }

    async fn with(builder: Builder) -> Self {
        Self {
            emulator: builder.start().await.unwrap(),
            browser: Browser::new(),
        }
    }

    fn url(&self, path: &str) -> String {
        self.emulator.base_url() + path
    }

    fn advance(&self, seconds: u64) {
        self.emulator.clock().advance(Duration::from_secs(seconds));
    }

    /// Returns the URL of a request with the usual parameters, some of which are replaced or, if empty, removed.
    fn auth_url(&self, changes: &[(&str, &str)]) -> String {
        self.auth_url_of("/oidc", changes)
    }

    fn auth_url_of(&self, protocol: &str, changes: &[(&str, &str)]) -> String {
        let usual = [
            ("client_id", APP),
            ("redirect_uri", CALLBACK),
            ("response_type", "code"),
            ("scope", "openid profile email phone address"),
            ("state", "a state & more"),
            ("nonce", "a nonce"),
        ];
        let is_changed = |name: &str| changes.iter().any(|(changed, _)| *changed == name);
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(usual.iter().filter(|(name, _)| !is_changed(name)));
        query.extend_pairs(changes.iter().filter(|(_, value)| !value.is_empty()));
        self.url(&format!("{protocol}/auth?{}", query.finish()))
    }

    async fn authorize(&self, changes: &[(&str, &str)]) -> Response {
        self.browser.get(&self.auth_url(changes)).await
    }

    /// Begins a login, and returns the URL of its page.
    async fn begin(&self, changes: &[(&str, &str)]) -> String {
        let response = self.authorize(changes).await;
        self.page_of(&response)
    }

    fn page_of(&self, response: &Response) -> String {
        assert_eq!(response.status(), StatusCode::SEE_OTHER);
        let page = location(response);
        assert!(page.starts_with("/oidc/interaction/"), "{page}");
        self.url(&page)
    }

    /// Types Ada's password on a page.
    async fn type_password(&self, page: &str) -> Response {
        let fields = [
            ("action", "password"),
            ("account", "ada"),
            ("password", PASSWORD),
        ];
        self.browser.post(page, &fields).await
    }

    /// Logs Ada in, even in a session, and returns the code.
    async fn code(&self, changes: &[(&str, &str)]) -> String {
        let page = self.begin(&changed(&[("prompt", "login")], changes)).await;
        code_of(&self.type_password(&page).await)
    }

    async fn token(&self, fields: &[(&str, &str)]) -> (StatusCode, Value) {
        self.token_at("/oidc/token", fields).await
    }

    async fn token_at(&self, path: &str, fields: &[(&str, &str)]) -> (StatusCode, Value) {
        let response = form(self.browser.http.post(self.url(path)), fields).send();
        body(response.await.unwrap()).await
    }

    /// Exchanges a code in the usual way, with some fields replaced or, if empty, removed.
    async fn exchange(&self, code: &str, changes: &[(&str, &str)]) -> (StatusCode, Value) {
        self.token(&changed(&exchange_fields(code), changes)).await
    }

    /// Logs Ada in, and returns the tokens.
    async fn tokens(&self, changes: &[(&str, &str)]) -> Value {
        let code = self.code(changes).await;
        let (status, tokens) = self.exchange(&code, &[]).await;
        assert_eq!(status, StatusCode::OK, "{tokens}");
        tokens
    }

    /// Tokens with a refresh token.
    async fn lasting_tokens(&self) -> Value {
        let scope = ("scope", "openid email offline_access");
        let page = self.begin(&[scope, ("prompt", "login consent")]).await;
        let asked = self.type_password(&page).await;
        assert_eq!(self.page_of(&asked), page);
        let allowed = self.browser.post(&page, &[("action", "consent")]).await;
        let (status, tokens) = self.exchange(&code_of(&allowed), &[]).await;
        assert_eq!(status, StatusCode::OK, "{tokens}");
        tokens
    }

    async fn me(&self, token: &str) -> (StatusCode, Value) {
        let request = self.browser.http.get(self.url("/oidc/me"));
        body(request.bearer_auth(token).send().await.unwrap()).await
    }

    async fn is_active(&self, token: &str) -> bool {
        let fields = [
            ("client_id", APP),
            ("client_secret", SECRET),
            ("token", token),
        ];
        let (status, known) = self.token_at("/oidc/token/introspection", &fields).await;
        assert_eq!(status, StatusCode::OK, "{known}");
        known["active"].as_bool().unwrap()
    }
}
