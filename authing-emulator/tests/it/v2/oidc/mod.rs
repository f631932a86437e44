//! The OpenID provider.

mod authorization;
mod claims;
mod clients;
mod codes;
mod discovery;
mod interaction;
mod logout;
mod oauth;
mod refresh;
mod settings;
mod tokens;

use std::time::Duration;

use authing_emulator::{Builder, Emulator, Seed};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use reqwest::header::{COOKIE, LOCATION, SET_COOKIE};
use reqwest::{RequestBuilder, Response, StatusCode};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

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

/// A browser without redirects, so that a test sees each of them.
struct Browser {
    http: reqwest::Client,
    cookies: std::sync::Mutex<Vec<(String, String)>>,
}

fn client() -> reqwest::Client {
    let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none());
    http.build().unwrap()
}

impl Browser {
    fn new() -> Self {
        Self {
            http: client(),
            cookies: std::sync::Mutex::default(),
        }
    }

    /// Sends a request with the cookies, and keeps those of the response.
    async fn send(&self, request: RequestBuilder) -> Response {
        let cookies = self.cookies.lock().unwrap().clone();
        let pairs: Vec<_> = cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let request = request.header(COOKIE, pairs.join("; "));
        let response = request.send().await.unwrap();
        for set in response.headers().get_all(SET_COOKIE) {
            let set = set.to_str().unwrap();
            assert!(set.contains("; HttpOnly; SameSite=Lax"), "{set}");
            let (name, value) = set.split(';').next().unwrap().split_once('=').unwrap();
            let mut cookies = self.cookies.lock().unwrap();
            cookies.retain(|(known, _)| known != name);
            if !set.contains("Max-Age=0") {
                cookies.push((name.to_owned(), value.to_owned()));
            }
        }
        response
    }

    async fn get(&self, url: &str) -> Response {
        self.send(self.http.get(url)).await
    }

    async fn post(&self, url: &str, fields: &[(&str, &str)]) -> Response {
        self.send(form(self.http.post(url), fields)).await
    }
}

fn form(request: RequestBuilder, fields: &[(&str, &str)]) -> RequestBuilder {
    let body = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish();
    request
        .header("content-type", "application/x-www-form-urlencoded")
        .body(body)
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

fn exchange_fields(code: &str) -> Vec<(&str, &str)> {
    vec![
        ("grant_type", "authorization_code"),
        ("client_id", APP),
        ("client_secret", SECRET),
        ("code", code),
        ("redirect_uri", CALLBACK),
    ]
}

fn changed<'a>(
    fields: &[(&'a str, &'a str)],
    changes: &[(&'a str, &'a str)],
) -> Vec<(&'a str, &'a str)> {
    let is_changed = |name: &str| changes.iter().any(|(changed, _)| *changed == name);
    let kept = fields.iter().filter(|(name, _)| !is_changed(name));
    let new = changes.iter().filter(|(_, value)| !value.is_empty());
    kept.chain(new).copied().collect()
}

async fn body(response: Response) -> (StatusCode, Value) {
    let status = response.status();
    assert_eq!(response.headers()["cache-control"], "no-store");
    (status, response.json().await.unwrap())
}

fn location(response: &Response) -> String {
    let location = response.headers().get(LOCATION);
    let location = location.unwrap_or_else(|| panic!("no redirect: {response:?}"));
    location.to_str().unwrap().to_owned()
}

/// Returns the parameters of a response at the app's redirect URI.
fn answer(response: &Response) -> Vec<(String, String)> {
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    let location = location(response);
    let (uri, query) = location.split_once('?').unwrap();
    assert_eq!(uri, CALLBACK);
    form_urlencoded::parse(query.as_bytes())
        .into_owned()
        .collect()
}

fn of(answer: &[(String, String)], name: &str) -> Option<String> {
    let mut found = answer.iter().filter(|(known, _)| known == name);
    let value = found.next().map(|(_, value)| value.clone());
    assert!(found.next().is_none(), "{name} is given twice");
    value
}

/// Returns the code that the app gets, and checks that it gets its state.
fn code_of(response: &Response) -> String {
    let answer = answer(response);
    assert_eq!(
        of(&answer, "state").as_deref(),
        Some("a state & more"),
        "{answer:?}"
    );
    assert_eq!(answer.len(), 2, "{answer:?}");
    of(&answer, "code").unwrap()
}

/// Returns the error that the app gets, and checks that it gets its state.
fn error_of(response: &Response) -> String {
    let answer = answer(response);
    assert_eq!(
        of(&answer, "state").as_deref(),
        Some("a state & more"),
        "{answer:?}"
    );
    assert!(of(&answer, "error_description").is_some_and(|text| !text.is_empty()));
    assert_eq!(answer.len(), 3, "{answer:?}");
    of(&answer, "error").unwrap()
}

/// Checks that a request is rejected on a page, and not redirected. Returns the page.
async fn error_page(response: Response) -> String {
    assert_eq!(response.status(), StatusCode::BAD_REQUEST);
    assert!(!response.headers().contains_key(LOCATION));
    assert_eq!(
        response.headers()["content-type"],
        "text/html; charset=utf-8"
    );
    response.text().await.unwrap()
}

/// Checks an error of the token endpoint.
fn assert_error(response: &(StatusCode, Value), status: u16, code: &str) {
    let (got, body) = response;
    assert_eq!(
        (got.as_u16(), &body["error"]),
        (status, &json!(code)),
        "{body}"
    );
    assert!(body["error_description"].is_string(), "{body}");
}

/// Returns a part of a token, which is not verified.
fn part(token: &Value, index: usize) -> Value {
    let part = token.as_str().unwrap().split('.').nth(index).unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
}

fn claims(token: &Value) -> Value {
    part(token, 1)
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

fn challenge() -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(VERIFIER))
}

/// Sends a form with a header for the client's id and secret.
async fn basic(oidc: &Oidc, path: &str, pair: (&str, &str), fields: &[(&str, &str)]) -> Response {
    let request = oidc.browser.http.post(oidc.url(path));
    let request = form(request, fields).basic_auth(pair.0, Some(pair.1));
    request.send().await.unwrap()
}
