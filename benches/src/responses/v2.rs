//! The responses of the v2 API.

use bytes::Bytes;
use serde_json::{Value, json};

use super::{EMAIL, TOKEN, USER_ID, USER_POOL_ID, schema, written};
use crate::Failure;
use crate::bare::KEY;

/// The responses, serialized once.
#[derive(Debug)]
pub(super) struct V2 {
    token: Bytes,
    user: Bytes,
    login: Bytes,
    public_key: Bytes,
    schema: Bytes,
}

impl V2 {
    pub(super) fn new() -> Result<Self, Failure> {
        let token = json!({"accessToken": TOKEN, "iat": 1_585_456_789, "exp": 4_102_444_800_u32});
        let key = json!({"code": 200, "message": "ok", "data": {"publicKey": KEY}});
        Ok(Self {
            token: written(&json!({"accessToken": token})),
            user: written(&json!({"findUser": user()})),
            login: written(&json!({"loginByEmail": user()})),
            public_key: key.to_string().into(),
            schema: schema::introspected()?.into(),
        })
    }

    /// Returns the response to a request with this body. An unknown request gets a management token.
    pub(super) fn to(&self, body: &[u8]) -> Bytes {
        let body = std::str::from_utf8(body).unwrap_or_default();
        let has = |text: &str| body.contains(text);
        let response = if has("findUser(") {
            &self.user
        } else if has("loginByEmail(") {
            &self.login
        } else if has("__schema") {
            &self.schema
        } else {
            &self.token
        };
        response.clone()
    }

    pub(super) fn is_token(&self, response: &[u8]) -> bool {
        response == self.token
    }

    pub(super) fn public_key(&self) -> Bytes {
        self.public_key.clone()
    }
}

/// Returns a user of typical size with every field that the SDKs select.
fn user() -> Value {
    let mut user = json!({
        "id": USER_ID,
        "arn": format!("arn:cn:authing:{USER_POOL_ID}:user:{USER_ID}"),
        "userPoolId": USER_POOL_ID,
        "status": "Activated",
        "username": "test",
        "email": EMAIL,
        "emailVerified": true,
        "phone": "13800138000",
        "phoneVerified": false,
        "nickname": "张三",
        "registerSource": ["basic:email"],
        "photo": "https://usercontents.authing.cn/user-avatars/5e7f3a8b9c2d1e0f4a5b6c7d.png",
        "password": "5f4dcc3b5aa765d61d8327deb882cf99",
        "token": TOKEN,
        "tokenExpiredAt": "2022-01-27T05:55:25.000Z",
        "loginsCount": 42,
        "lastLogin": "2022-01-12T05:55:25.000Z",
        "lastIP": "203.0.113.7",
        "signedUp": "2021-01-01T05:55:25.000Z",
        "blocked": false,
        "isDeleted": false,
        "browser": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)",
        "company": "a company",
        "gender": "U",
        "createdAt": "2021-01-01T05:55:25.000Z",
        "updatedAt": "2022-01-12T05:55:25.000Z",
        "identities": [],
    });
    if let Some(fields) = user.as_object_mut() {
        fields.extend(UNSET.map(|field| (field.to_owned(), Value::Null)));
    }
    user
}

const UNSET: [&str; 25] = [
    "unionid",
    "openid",
    "oauth",
    "device",
    "name",
    "givenName",
    "familyName",
    "middleName",
    "profile",
    "preferredUsername",
    "website",
    "birthdate",
    "zoneinfo",
    "locale",
    "address",
    "formatted",
    "streetAddress",
    "locality",
    "region",
    "postalCode",
    "city",
    "province",
    "country",
    "externalId",
    "phoneCountryCode",
];
