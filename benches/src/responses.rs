//! The fixed responses of the benchmark service, by API.

pub mod legacy;
mod schema;
mod v2;

use bytes::Bytes;
use serde_json::{Value, json};

use crate::Failure;

/// The user pool of all clients.
pub const USER_POOL_ID: &str = "5e4cdd055df3df65dc58b97d";
/// Its secret, which the service does not check.
pub const SECRET: &str = "3d9a1c5b7e2f48a6b0c4d8e2f6a1b3c5";
/// The app that users log in to.
pub const APP_ID: &str = "5f4cdd055df3df65dc58b97e";
/// The user that is looked up.
pub const USER_ID: &str = "5e7f3a8b9c2d1e0f4a5b6c7d";
/// The user that logs in.
pub const EMAIL: &str = "test@testmail.com";
/// The user's password.
pub const PASSWORD: &str = "testpassword";
/// The number of users on a page.
pub const PAGE_SIZE: usize = 100;

/// A token with three parts that expires in 2100. The official JavaScript SDKs parse it.
const TOKEN: &str = concat!(
    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.",
    "eyJkYXRhIjp7InVzZXJQb29sSWQiOiI1ZTRjZGQwNTVkZjNkZjY1ZGM1OGI5N2QifSwiaWF0IjoxNTg1NDU2Nzg5LCJleHAiOjQxMDI0NDQ4MDB9.",
    "c2lnbmVkIGJ5IG5vYm9keSwgY2hlY2tlZCBieSBub2JvZHkuLi4",
);

/// The responses, serialized once.
#[derive(Debug)]
pub struct Responses {
    legacy: legacy::Legacy,
    v2: v2::V2,
}

impl Responses {
    /// Returns the responses of a service with this number of users.
    ///
    /// # Errors
    ///
    /// If the v2 API's schema is invalid.
    pub fn new(users: usize) -> Result<Self, Failure> {
        Ok(Self {
            legacy: legacy::Legacy::new(users),
            v2: v2::V2::new()?,
        })
    }

    /// Returns the response to a POST of this body.
    #[must_use]
    pub fn to(&self, path: &str, body: &[u8]) -> Bytes {
        match path {
            "/graphql/v2" => self.v2.to(body),
            _ => self.legacy.to(body),
        }
    }

    /// Returns whether a response is a token for the client's own calls.
    #[must_use]
    pub fn is_token(&self, response: &[u8]) -> bool {
        self.legacy.is_token(response) || self.v2.is_token(response)
    }

    /// Returns the public key of the v2 API.
    #[must_use]
    pub fn public_key(&self) -> Bytes {
        self.v2.public_key()
    }
}

fn written(data: &Value) -> Bytes {
    json!({"data": data}).to_string().into()
}
