//! The REST paths of the v2 API.

mod access;
mod account;
mod apps;
mod at_once;
mod management;
mod mfa;
mod required;
mod seeds;
mod tenants;
mod tokens;

use reqwest::Method;
use serde_json::{Value, json};

use super::V2;

/// The sender of a request.
#[derive(Clone, Copy)]
enum By<'a> {
    /// The app, without a token.
    App,
    /// The app, with a user's token or an MFA token.
    Token(&'a str),
    /// The user pool, with the management token.
    Owner,
}

impl V2 {
    /// Sends a request to a path, `GET /api/v2/users/me`, and returns the envelope.
    async fn rest(&self, by: By<'_>, endpoint: &str, body: Value) -> Value {
        let (method, path) = endpoint.split_once(' ').unwrap();
        let url = format!("{}{path}", self.0.emulator.base_url());
        let request = self.0.http.request(method.parse::<Method>().unwrap(), url);
        let app = ("x-authing-app-id", self.0.emulator.app_id());
        let request = match by {
            By::App => request.header(app.0, app.1),
            By::Token(token) => request.header(app.0, app.1).bearer_auth(token),
            By::Owner => request.bearer_auth(self.management_token().await),
        };
        let request = if body.is_null() {
            request
        } else {
            request.json(&body)
        };
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), 200, "{endpoint}");
        response.json().await.unwrap()
    }

    /// The same, and returns the data; panics if there was an error.
    async fn ok(&self, by: By<'_>, endpoint: &str, body: Value) -> Value {
        let envelope = self.rest(by, endpoint, body).await;
        assert_eq!(envelope["code"], 200, "{endpoint}: {envelope}");
        assert!(envelope["message"].is_string(), "{envelope}");
        envelope["data"].clone()
    }

    /// The same for a request that is rejected. Returns the code.
    async fn rejected(&self, by: By<'_>, endpoint: &str, body: Value) -> i64 {
        let envelope = self.rest(by, endpoint, body).await;
        assert!(envelope["message"].is_string(), "{envelope}");
        let code = envelope["code"].as_i64().unwrap();
        assert_ne!(code, 200, "{endpoint}: {envelope}");
        code
    }
}

/// No body.
const NONE: Value = Value::Null;

fn totp(code: &str) -> Value {
    json!({ "totp": code })
}
