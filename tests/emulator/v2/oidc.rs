//! OpenID Connect: a browser logs in at the emulator's login page, and the client gets its tokens.

mod browser;
mod flow;
mod oauth;
mod openidconnect;
mod tokens;

use std::time::SystemTime;

use authing_client::v2::AuthenticationClient;
use authing_client::v2::oidc::{Authorization, Oidc, Tokens};
use authing_emulator::{Clock, Emulator, Seed};
use serde_json::json;

use self::browser::Browser;
use crate::support::PASSWORD;

const APP: &str = "5e0a1ea610ecb800018db100";
const SECRET: &str = "xyzzy-secret-of-the-app";
const CALLBACK: &str = "http://127.0.0.1:9/callback";
const BYE: &str = "http://127.0.0.1:9/bye?x=1";
const ADA: &str = "5e0a1ea610ecb800018db101";

/// An emulator with an app and the user Ada, a client of the app, and a browser.
struct Provider {
    emulator: Emulator,
    client: AuthenticationClient,
    browser: Browser,
}

impl Provider {
    /// With ID tokens that are signed with this algorithm.
    async fn new(algorithm: &str) -> Self {
        let seed = json!({
            "apps": [
                {"id": APP, "kind": "oidc", "name": "Notes", "secret": SECRET, "redirectUris": [CALLBACK],
                    "logoutRedirectUris": [BYE], "idTokenAlgorithm": algorithm},
                {"id": "5e0a1ea610ecb800018db200", "kind": "oidc", "name": "Other", "secret": "another secret",
                    "redirectUris": [CALLBACK]},
            ],
            "users": [{"id": ADA, "username": "ada", "email": "ada@b.cn", "password": PASSWORD}],
        });
        let emulator = Emulator::builder()
            .seed(Seed::from_json(&seed.to_string()).unwrap())
            .clock(Clock::stopped_at(SystemTime::now()))
            .start()
            .await
            .unwrap();
        let client = client(&emulator, APP, SECRET);
        Self {
            emulator,
            client,
            browser: Browser::new(),
        }
    }

    fn oidc(&self) -> Oidc {
        self.client.oidc()
    }

    /// Begins a login.
    fn begin(&self, scope: &str) -> Authorization {
        let oidc = self.oidc();
        let request = oidc.authorize(CALLBACK).scope(scope);
        request.begin().unwrap()
    }

    /// Ada logs in on the page; returns the query string with which the browser returns.
    async fn log_in(&self, login: &Authorization) -> String {
        self.browser.log_in(&login.url, "ada", PASSWORD).await
    }

    /// Ada's tokens.
    async fn tokens(&self, scope: &str) -> Tokens {
        let login = self.begin(scope);
        let query = self.log_in(&login).await;
        self.oidc().complete(&login.pending, &query).await.unwrap()
    }
}

fn client(emulator: &Emulator, app: &str, secret: &str) -> AuthenticationClient {
    AuthenticationClient::builder(app)
        .app_secret(secret)
        .host(emulator.base_url())
        .build()
        .unwrap()
}
