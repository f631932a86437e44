//! The fixed responses of the benchmark service.

use bytes::Bytes;
use serde_json::{Value, json};

/// The user pool of all clients.
pub const USER_POOL_ID: &str = "5e4cdd055df3df65dc58b97d";
/// Its secret, which the service does not check.
pub const SECRET: &str = "3d9a1c5b7e2f48a6b0c4d8e2f6a1b3c5";
/// The user that is looked up.
pub const USER_ID: &str = "5e7f3a8b9c2d1e0f4a5b6c7d";
/// The user that logs in.
pub const EMAIL: &str = "test@testmail.com";
/// The user's password.
pub const PASSWORD: &str = "testpassword";
/// The number of users on a page.
pub const PAGE_SIZE: usize = 100;

/// A token with three parts that expires in 2100. The official JavaScript SDK parses it.
const OWNER_TOKEN: &str = concat!(
    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.",
    "eyJkYXRhIjp7InVzZXJQb29sSWQiOiI1ZTRjZGQwNTVkZjNkZjY1ZGM1OGI5N2QifSwiaWF0IjoxNTg1NDU2Nzg5LCJleHAiOjQxMDI0NDQ4MDB9.",
    "c2lnbmVkIGJ5IG5vYm9keSwgY2hlY2tlZCBieSBub2JvZHkuLi4",
);

/// The responses, serialized once.
#[derive(Debug)]
pub struct Responses {
    token: Bytes,
    client: Bytes,
    user: Bytes,
    login: Bytes,
    /// An even and an odd page, so that consecutive pages have different users.
    pages: [Bytes; 2],
    empty_page: Bytes,
    users: usize,
}

impl Responses {
    /// Returns the responses of a service with this number of users.
    #[must_use]
    pub fn new(users: usize) -> Self {
        Self {
            token: written(&json!({"getAccessTokenByAppSecret": OWNER_TOKEN})),
            client: written(&json!({"getClientWhenSdkInit": {
                "accessToken": OWNER_TOKEN,
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

fn written(data: &Value) -> Bytes {
    json!({"data": data}).to_string().into()
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
        "token": OWNER_TOKEN,
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
