//! A minimal call without an SDK: reqwest and serde.
//!
//! It sends the same document and variables, and reads the response into the same types.

use authing_core::Operation;
use authing_core::legacy::{operations, types};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use getrandom::SysRng;
use reqwest::{Certificate, Client};
use rsa::pkcs8::DecodePublicKey;
use rsa::{Pkcs1v15Encrypt, PublicKey};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::Failure;
use crate::calls::{Call, Caller};
use crate::responses::{EMAIL, PASSWORD, SECRET, USER_ID, USER_POOL_ID};

/// The key that the public service documents.
pub const KEY: &str = include_str!("../../authing-client/src/crypto/default_public_key.pem");

/// The client of such a program.
#[derive(Debug, Clone)]
pub struct Bare {
    client: Client,
    url: String,
    key: PublicKey,
    token: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Body<V> {
    query: &'static str,
    variables: V,
    operation_name: &'static str,
}

/// A response without any checks.
#[derive(Debug, Deserialize)]
pub struct Envelope<D> {
    /// The requested data.
    pub data: D,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct TokenVariables {
    secret: &'static str,
    client_id: &'static str,
}

#[derive(Deserialize)]
struct TokenData {
    #[serde(rename = "getAccessTokenByAppSecret")]
    token: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct UserVariables {
    id: &'static str,
    register_in_client: &'static str,
}

/// The response to a lookup.
#[derive(Debug, Deserialize)]
pub struct UserData {
    /// The user, if it exists.
    pub user: Option<types::User>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LoginVariables {
    email: &'static str,
    password: String,
    register_in_client: &'static str,
}

#[derive(Deserialize)]
struct LoginData {
    login: types::User,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct UsersVariables {
    register_in_client: &'static str,
    page: usize,
    count: usize,
}

#[derive(Deserialize)]
struct UsersData {
    users: types::UserPage,
}

impl Bare {
    /// Fetches the owner's token.
    ///
    /// # Errors
    ///
    /// Any error of the request or the response.
    pub async fn connect(url: &str, authority: Option<&str>) -> Result<Self, Failure> {
        let mut client = Client::builder();
        if let Some(file) = authority {
            let pem = std::fs::read(file)?;
            client = client.tls_certs_merge([Certificate::from_pem(&pem)?]);
        }
        let mut bare = Self {
            client: client.build()?,
            url: format!("{url}/graphql"),
            key: PublicKey::from_public_key_pem(KEY)?,
            token: String::new(),
        };
        let data: TokenData = bare
            .send(
                operations::GetOwnerToken::DOCUMENT,
                operations::GetOwnerToken::NAME,
                TokenVariables {
                    secret: SECRET,
                    client_id: USER_POOL_ID,
                },
            )
            .await?;
        bare.token = data.token;
        Ok(bare)
    }

    /// Returns one page of users.
    ///
    /// # Errors
    ///
    /// Any error of the request or the response.
    pub async fn page(&self, page: usize, count: usize) -> Result<types::UserPage, Failure> {
        let variables = UsersVariables {
            register_in_client: USER_POOL_ID,
            page,
            count,
        };
        let data: UsersData = self
            .send(
                operations::ListUsers::DOCUMENT,
                operations::ListUsers::NAME,
                variables,
            )
            .await?;
        Ok(data.users)
    }

    async fn send<V: Serialize, D: DeserializeOwned>(
        &self,
        query: &'static str,
        operation_name: &'static str,
        variables: V,
    ) -> Result<D, Failure> {
        let mut request = self.client.post(&self.url).json(&Body {
            query,
            variables,
            operation_name,
        });
        if !self.token.is_empty() {
            request = request.bearer_auth(&self.token);
        }
        let response: Envelope<D> = request.send().await?.json().await?;
        Ok(response.data)
    }
}

impl Caller for Bare {
    async fn call(&self, call: Call) -> Result<types::User, Failure> {
        match call {
            Call::User => {
                let variables = UserVariables {
                    id: USER_ID,
                    register_in_client: USER_POOL_ID,
                };
                let data: UserData = self
                    .send(
                        operations::GetUser::DOCUMENT,
                        operations::GetUser::NAME,
                        variables,
                    )
                    .await?;
                Ok(data.user.ok_or("no such user")?)
            }
            Call::Login => {
                let encrypted =
                    self.key
                        .encrypt(&mut SysRng, Pkcs1v15Encrypt, PASSWORD.as_bytes())?;
                let variables = LoginVariables {
                    email: EMAIL,
                    password: STANDARD.encode(encrypted),
                    register_in_client: USER_POOL_ID,
                };
                let data: LoginData = self
                    .send(
                        operations::LoginByEmail::DOCUMENT,
                        operations::LoginByEmail::NAME,
                        variables,
                    )
                    .await?;
                Ok(data.login)
            }
        }
    }
}
