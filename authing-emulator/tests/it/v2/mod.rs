//! The v2 API.

mod access;
mod account;
mod custom_data;
mod endpoint;
mod mfa;
mod oidc;
mod orgs;
mod passwords;
mod rest;
mod roles;
mod settings;
mod shared;
mod tokens;
mod users;

use reqwest::header::HeaderMap;
use serde_json::{Value, json};

use crate::client::{Fixture, GraphQlResponse, PASSWORD};

/// The fields of a user in these tests.
const USER: &str = "fragment U on User { id arn status userPoolId username email emailVerified phone phoneVerified unionid
    openid nickname registerSource photo password token tokenExpiredAt loginsCount lastLogin lastIP signedUp blocked
    isDeleted company name city province createdAt updatedAt externalId phoneCountryCode newlyCreated
    identities { provider userIdInIdp isSocial } }";

const LOGINS: [&str; 3] = ["Email", "Username", "PhonePassword"];

/// A client of the v2 API.
pub(crate) struct V2(pub(crate) Fixture);

impl V2 {
    async fn new() -> Self {
        Self(Fixture::new().await)
    }

    async fn send(
        &self,
        headers: &[(&str, &str)],
        query: &str,
        variables: Value,
    ) -> GraphQlResponse {
        let request = self.0.http.post(self.0.emulator.graphql_v2_url());
        let headers = headers.iter().map(|(name, value)| {
            let name = name.parse::<reqwest::header::HeaderName>().unwrap();
            (name, value.parse().unwrap())
        });
        let query = match query.contains("...U") {
            true => format!("{query} {USER}"),
            false => query.to_owned(),
        };
        let request = request
            .headers(headers.collect::<HeaderMap>())
            .json(&json!({"query": query, "variables": variables}));
        let response = request.send().await.unwrap();
        GraphQlResponse {
            status: response.status(),
            body: response.json().await.unwrap(),
        }
    }

    /// Sends a request for the app, without a token.
    async fn app(&self, query: &str, variables: Value) -> GraphQlResponse {
        let headers = [("x-authing-app-id", self.0.emulator.app_id())];
        self.send(&headers, query, variables).await
    }

    /// Sends a request for the app with a user's token.
    async fn by(&self, token: &str, query: &str, variables: Value) -> GraphQlResponse {
        let bearer = format!("Bearer {token}");
        let headers = [
            ("x-authing-app-id", self.0.emulator.app_id()),
            ("authorization", bearer.as_str()),
        ];
        self.send(&headers, query, variables).await
    }

    async fn management_token(&self) -> String {
        let query = "query($id: String!, $secret: String!) { accessToken(userPoolId: $id, secret: $secret) { accessToken exp iat } }";
        let pair = json!({"id": self.0.pool(), "secret": self.0.emulator.secret()});
        let token = self.send(&[], query, pair).await.data("accessToken");
        token["accessToken"].as_str().unwrap().to_owned()
    }

    /// Sends a request with the management token.
    async fn manage(&self, query: &str, variables: Value) -> GraphQlResponse {
        let bearer = format!("Bearer {}", self.management_token().await);
        let headers = [
            ("x-authing-userpool-id", self.0.pool()),
            ("authorization", bearer.as_str()),
        ];
        self.send(&headers, query, variables).await
    }

    /// Sends a request with the management token, and returns the value of its root field.
    async fn managed(&self, query: &str, variables: Value) -> Value {
        only(self.manage(query, variables).await)
    }

    /// Registers in one of the ways, with the password.
    async fn register(&self, way: &str, mut input: Value) -> GraphQlResponse {
        let password = self.0.encrypt(PASSWORD);
        let input = input.as_object_mut().unwrap();
        input.entry("password").or_insert(password.into());
        let query = format!(
            "mutation($input: RegisterBy{way}Input!) {{ registerBy{way}(input: $input) {{ ...U }} }}"
        );
        self.app(&query, json!({ "input": input })).await
    }

    /// Registers a user and returns the id.
    async fn user(&self, username: &str) -> String {
        let user = only(
            self.register("Username", json!({"username": username}))
                .await,
        );
        text(&user["id"])
    }

    /// Registers a user, logs it in, and returns the id and the token.
    async fn session(&self, username: &str) -> (String, String) {
        let input = json!({"username": username, "forceLogin": true});
        let user = only(self.register("Username", input).await);
        (text(&user["id"]), text(&user["token"]))
    }

    /// Logs in in one of the ways, with the password.
    async fn login(&self, way: &str, mut input: Value) -> GraphQlResponse {
        if way != "PhoneCode" {
            let password = self.0.encrypt(PASSWORD);
            let input = input.as_object_mut().unwrap();
            input.entry("password").or_insert(password.into());
        }
        let query = format!(
            "mutation($input: LoginBy{way}Input!) {{ loginBy{way}(input: $input) {{ ...U }} }}"
        );
        self.app(&query, json!({ "input": input })).await
    }

    /// Asks for the image of a captcha, and returns its text and the cookie of its session.
    async fn captcha(&self, session: Option<&str>) -> (String, String) {
        let url = format!("{}/api/v2/security/captcha", self.0.emulator.base_url());
        let request = self.0.http.get(&url);
        let request = match session {
            Some(session) => request.header("cookie", session),
            None => request,
        };
        let response = request.send().await.unwrap();
        assert_eq!(response.headers()["content-type"], "image/svg+xml");
        let cookie = response.headers()["set-cookie"].to_str().unwrap();
        let (cookie, attributes) = cookie.split_once(';').unwrap();
        assert!(attributes.contains("HttpOnly"), "{attributes}");
        (self.0.last_code(&url), cookie.to_owned())
    }

    /// Sends a code to a phone, and returns it.
    async fn phone_code(&self, phone: &str) -> String {
        let response = self.send_sms(json!({ "phone": phone })).await;
        assert_eq!(response["code"], 200, "{response}");
        self.0.last_code(phone)
    }

    async fn send_sms(&self, body: Value) -> Value {
        let url = format!("{}/api/v2/sms/send", self.0.emulator.base_url());
        let request = self.0.http.post(url).json(&body);
        let request = request.header("x-authing-app-id", self.0.emulator.app_id());
        request.send().await.unwrap().json().await.unwrap()
    }

    /// Sends a mail of a scene, and returns the code in it.
    async fn mail_code(&self, email: &str, scene: &str) -> String {
        let query = "mutation($email: String!, $scene: EmailScene!) { sendEmail(email: $email, scene: $scene) { code } }";
        let variables = json!({"email": email, "scene": scene});
        assert_eq!(only(self.app(query, variables).await)["code"], 200);
        self.0.last_code(email)
    }
}

/// Returns the value of the only root field; panics if there was an error.
pub(crate) fn only(response: GraphQlResponse) -> Value {
    assert_eq!(response.body.get("errors"), None, "{response:?}");
    let data = response.body["data"].as_object().unwrap();
    assert_eq!(data.len(), 1, "{data:?}");
    data.values().next().unwrap().clone()
}

/// Returns the only error's object, and checks the response's form.
fn error(response: &GraphQlResponse) -> Value {
    assert_eq!(response.status, 200, "{response:?}");
    let [error] = response.body["errors"].as_array().unwrap().as_slice() else {
        panic!("one error is expected: {response:?}");
    };
    let field = error["path"][0].as_str().unwrap();
    let data = &response.body["data"];
    assert!(
        data.is_null() || *data == json!({ field: null }),
        "{response:?}"
    );
    assert!(error["message"]["message"].is_string(), "{response:?}");
    error["message"].clone()
}

fn code(response: &GraphQlResponse) -> i64 {
    error(response)["code"].as_i64().unwrap()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

/// Returns a member of every object in a list.
fn each<'a>(list: &'a Value, member: &str) -> Vec<&'a Value> {
    let list = list.as_array().unwrap().iter();
    list.map(|item| &item[member]).collect()
}
