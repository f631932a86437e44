//! A minimal client for these tests. It shares no code with the SDK or the emulator.

use std::time::{Duration, SystemTime};

use authing_emulator::{Builder, Clock, Emulator, Randomness};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqwest::{IntoUrl, Response, StatusCode};
use rsa::pkcs8::DecodePublicKey as _;
use rsa::{Pkcs1v15Encrypt, PublicKey};
use serde_json::{Value, json};

pub(crate) const PASSWORD: &str = "testpassword";
/// Sat Jan 27 2018 13:55:25 GMT+0800 (CST)
const START: u64 = 1_517_032_525;

/// An emulator with a stopped clock, and a client for it.
pub(crate) struct Fixture {
    pub(crate) emulator: Emulator,
    pub(crate) http: reqwest::Client,
}

/// A GraphQL response with its HTTP status.
#[derive(Debug)]
pub(crate) struct GraphQlResponse {
    pub(crate) status: StatusCode,
    pub(crate) body: Value,
}

impl GraphQlResponse {
    /// Returns the value of a root field; panics if there was an error.
    pub(crate) fn data(&self, field: &str) -> Value {
        assert_eq!(self.body.get("errors"), None, "{self:?}");
        self.body["data"][field].clone()
    }

    /// Returns the code of the only error, and checks the error's whole form.
    pub(crate) fn code(&self) -> i64 {
        assert_eq!(self.status, StatusCode::OK, "{self:?}");
        let [error] = self.body["errors"].as_array().unwrap().as_slice() else {
            panic!("one error is expected: {self:?}");
        };
        let field = error["path"][0].as_str().unwrap();
        assert_eq!(self.body["data"], json!({ field: null }), "{self:?}");
        assert!(error["locations"][0]["line"].is_u64(), "{self:?}");
        let message = error["message"].as_object().unwrap();
        assert!(
            message["message"].is_string() && message.contains_key("data"),
            "{self:?}"
        );
        message["code"].as_i64().unwrap()
    }
}

/// Returns a client that ignores the proxies of the environment: the emulator is on this machine.
pub(crate) fn http() -> reqwest::Client {
    reqwest::Client::builder().no_proxy().build().unwrap()
}

pub(crate) async fn get(url: impl IntoUrl) -> reqwest::Result<Response> {
    http().get(url).send().await
}

pub(crate) fn builder() -> Builder {
    let start = SystemTime::UNIX_EPOCH + Duration::from_secs(START);
    Emulator::builder().clock(Clock::stopped_at(start))
}

impl Fixture {
    pub(crate) async fn new() -> Self {
        Self::with(builder()).await
    }

    pub(crate) async fn with(builder: Builder) -> Self {
        Self {
            emulator: builder.start().await.unwrap(),
            http: http(),
        }
    }

    pub(crate) fn pool(&self) -> &str {
        self.emulator.user_pool_id()
    }

    pub(crate) fn advance(&self, seconds: u64) {
        self.emulator.clock().advance(Duration::from_secs(seconds));
    }

    pub(crate) fn encrypt(&self, password: &str) -> String {
        encrypt(self.emulator.public_key_pem(), password)
    }

    pub(crate) async fn call(&self, query: &str, variables: Value) -> GraphQlResponse {
        self.call_as("", query, variables).await
    }

    /// Sends a request with a token, or with an empty header.
    pub(crate) async fn call_as(
        &self,
        token: &str,
        query: &str,
        variables: Value,
    ) -> GraphQlResponse {
        let header = if token.is_empty() {
            String::new()
        } else {
            format!("Bearer {token}")
        };
        let body = json!({"query": query, "variables": variables, "operationName": null});
        let request = self
            .http
            .post(self.emulator.users_url())
            .header("authorization", header);
        let response = request.json(&body).send().await.unwrap();
        GraphQlResponse {
            status: response.status(),
            body: response.json().await.unwrap(),
        }
    }

    /// Registers with these fields, the pool's id and the password.
    pub(crate) async fn register(&self, fields: Value) -> GraphQlResponse {
        let mut info = json!({"registerInClient": self.pool(), "password": self.encrypt(PASSWORD)});
        merge(&mut info, fields);
        let query = "mutation R($info: UserRegisterInput!) { register(userInfo: $info) {
            _id email phone phoneVerified emailVerified username nickname photo password token registerMethod
            registerInClient loginsCount signedUp lastLogin blocked isDeleted company } }";
        self.call(query, json!({ "info": info })).await
    }

    /// Registers a user and returns the id.
    pub(crate) async fn user(&self, email: &str) -> String {
        let user = self
            .register(json!({ "email": email }))
            .await
            .data("register");
        user["_id"].as_str().unwrap().to_owned()
    }

    /// Logs in with these arguments and the pool's id.
    pub(crate) async fn login(&self, arguments: Value) -> GraphQlResponse {
        let mut variables = json!({"pool": self.pool()});
        merge(&mut variables, arguments);
        let query = "mutation L($pool: String!, $email: String, $username: String, $phone: String, $phoneCode: Int,
            $unionid: String, $openid: String, $password: String, $lastIP: String, $MFACode: String, $verifyCode: String, $browser: String, $device: String) {
            login(registerInClient: $pool, email: $email, username: $username, phone: $phone, phoneCode: $phoneCode,
                unionid: $unionid, openid: $openid, password: $password, lastIP: $lastIP, MFACode: $MFACode, verifyCode: $verifyCode, browser: $browser, device: $device) {
                _id email phone username token tokenExpiredAt loginsCount lastLogin lastIP browser device password } }";
        self.call(query, variables).await
    }

    /// Logs in by email and returns the token.
    pub(crate) async fn token_of(&self, email: &str) -> String {
        let login = self
            .login(json!({"email": email, "password": self.encrypt(PASSWORD)}))
            .await;
        login.data("login")["token"].as_str().unwrap().to_owned()
    }

    pub(crate) async fn owner_token(&self) -> String {
        let query = "query($secret: String, $id: String) { getAccessTokenByAppSecret(secret: $secret, clientId: $id) }";
        let pair = json!({"secret": self.emulator.secret(), "id": self.pool()});
        let token = self
            .call(query, pair)
            .await
            .data("getAccessTokenByAppSecret");
        token.as_str().unwrap().to_owned()
    }

    pub(crate) async fn get(&self, url: &str) -> (StatusCode, Value) {
        let response = self.http.get(url).send().await.unwrap();
        (response.status(), response.json().await.unwrap())
    }

    /// Requests a code, and returns the code in the response.
    pub(crate) async fn send_code(&self, path: &str, phone: &str) -> i64 {
        let url = format!(
            "{}/users/{path}/{phone}/{}",
            self.emulator.base_url(),
            self.pool()
        );
        let (status, body) = self.get(&url).await;
        assert_eq!(status, StatusCode::OK);
        assert!(body["message"].is_string());
        body["code"].as_i64().unwrap()
    }

    /// Changes a user's data.
    pub(crate) async fn update(&self, token: &str, id: &str, fields: Value) -> GraphQlResponse {
        let mut options = json!({"_id": id, "registerInClient": self.pool()});
        merge(&mut options, fields);
        let query = "mutation($o: UserUpdateInput!) { updateUser(options: $o) {
            _id email emailVerified phone phoneVerified username nickname company photo oauth token tokenExpiredAt
            loginsCount lastLogin lastIP signedUp blocked isDeleted password updatedAt } }";
        self.call_as(token, query, json!({ "o": options })).await
    }

    /// Creates a user with a phone, and no other name.
    pub(crate) async fn phone_user(&self, phone: &str) -> String {
        self.send_code("notification/send_register_smscode", phone)
            .await;
        let code = self.last_code(phone);
        let user = json!({"phone": phone, "phoneCode": code});
        let user = self.register(user).await.data("register");
        user["_id"].as_str().unwrap().to_owned()
    }

    pub(crate) fn last_code(&self, phone: &str) -> String {
        self.emulator.last_code(phone).unwrap()
    }
}

/// Encrypts a password as a client does.
pub(crate) fn encrypt(public_key_pem: &str, password: &str) -> String {
    let key = PublicKey::from_public_key_pem(public_key_pem).unwrap();
    // The padding needs no secure randomness here.
    let encrypted = key.encrypt(&mut getrandom::SysRng, Pkcs1v15Encrypt, password.as_bytes());
    STANDARD.encode(encrypted.unwrap())
}

pub(crate) fn seeded(seed: u64) -> Builder {
    builder().randomness(Randomness::seeded(seed))
}

fn merge(into: &mut Value, from: Value) {
    let Value::Object(from) = from else {
        panic!("an object is expected")
    };
    into.as_object_mut().unwrap().extend(from);
}
