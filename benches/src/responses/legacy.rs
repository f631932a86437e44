//! The responses of the legacy API.

use bytes::Bytes;
use serde_json::{Value, json};

use super::{EMAIL, PAGE_SIZE, TOKEN, USER_ID, USER_POOL_ID, written};

/// The responses, serialized once.
#[derive(Debug)]
pub struct Legacy {
    token: Bytes,
    client: Bytes,
    user: Bytes,
    login: Bytes,
    /// An even and an odd page, so that consecutive pages have different users.
    pages: [Bytes; 2],
    empty_page: Bytes,
    users: usize,
}

impl Legacy {
    /// Returns the responses of a service with this number of users.
    #[must_use]
    pub fn new(users: usize) -> Self {
        Self {
            token: written(&json!({"getAccessTokenByAppSecret": TOKEN})),
            client: written(&json!({"getClientWhenSdkInit": {
                "accessToken": TOKEN,
                "clientInfo": {"_id": USER_POOL_ID, "name": "a pool", "jwtExpired": 1_296_000, "isDeleted": false},
            }})),
            user: written(&json!({"user": user(USER_ID)})),
            login: written(&json!({"login": user(USER_ID)})),
            pages: [page(0, users), page(1, users)],
            empty_page: written(&json!({"users": {"totalCount": users, "list": []}})),
            users,
        }
    }

    /// Returns the response to a request with this body. An unknown request gets the response to a lookup.
    #[must_use]
    pub fn to(&self, body: &[u8]) -> Bytes {
        // Every client writes the root field and its arguments in the same way.
        let body = std::str::from_utf8(body).unwrap_or_default();
        let has = |text: &str| body.contains(text);
        if has("users(") {
            self.page(body)
        } else if has(" user(") {
            self.user.clone()
        } else if has("getAccessTokenByAppSecret") {
            self.token.clone()
        } else if has("getClientWhenSdkInit") {
            self.client.clone()
        } else {
            self.login.clone()
        }
    }

    pub(super) fn is_token(&self, response: &[u8]) -> bool {
        response == self.token
    }

    /// Returns the response to a lookup.
    #[must_use]
    pub fn user(&self) -> Bytes {
        self.user.clone()
    }

    /// Returns a page of a hundred users.
    #[must_use]
    pub fn full_page(&self) -> Bytes {
        self.pages[0].clone()
    }

    fn page(&self, body: &str) -> Bytes {
        let number = body
            .split_once("\"page\":")
            .map(|(_, rest)| rest.trim_start())
            .and_then(|rest| {
                let end = rest.find(|it: char| !it.is_ascii_digit())?;
                rest.get(..end)?.parse::<usize>().ok()
            })
            .unwrap_or(1);
        if number > self.users.div_ceil(PAGE_SIZE) {
            return self.empty_page.clone();
        }
        let [even, odd] = &self.pages;
        if number.is_multiple_of(2) { even } else { odd }.clone()
    }
}

fn page(number: usize, total: usize) -> Bytes {
    let list: Vec<Value> = (0..PAGE_SIZE)
        .map(|index| user(&format!("5e7f3a8b9c2d1e0f4a{number:02x}{index:04x}")))
        .collect();
    written(&json!({"users": {"totalCount": total, "list": list}}))
}

/// Returns a user of typical size with every field that the official SDKs select.
fn user(id: &str) -> Value {
    json!({
        "_id": id,
        "email": EMAIL,
        "emailVerified": true,
        "unionid": null,
        "openid": null,
        "oauth": null,
        "username": "test",
        "nickname": "张三",
        "phone": "13800138000",
        "company": "a company",
        "photo": "https://usercontents.authing.cn/user-avatars/5e7f3a8b9c2d1e0f4a5b6c7d.png",
        "browser": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)",
        "registerInClient": USER_POOL_ID,
        "registerMethod": "default:username-password",
        "token": TOKEN,
        "tokenExpiredAt": "Sat Jan 27 2018 13:55:25 GMT+0800 (CST)",
        "loginsCount": 42,
        "lastLogin": "Fri Jan 12 2018 13:55:25 GMT+0800 (CST)",
        "lastIP": "203.0.113.7",
        "signedUp": "Mon Jan 01 2018 13:55:25 GMT+0800 (CST)",
        "blocked": false,
        "isDeleted": false,
        "metadata": "{\"theme\":\"dark\"}",
    })
}
