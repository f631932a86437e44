//! The calls of the legacy API.

use authing_core::legacy::{operations, types};
use reqwest::{Client, RequestBuilder};
use rsa::PublicKey;
use serde::{Deserialize, Serialize};

use super::{encrypted, http_client, key, send};
use crate::Failure;
use crate::calls::{Call, Caller};
use crate::responses::{EMAIL, SECRET, USER_ID, USER_POOL_ID};

/// The client of such a program.
#[derive(Debug)]
pub struct Legacy {
    client: Client,
    url: String,
    key: PublicKey,
    token: String,
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

impl Legacy {
    /// Fetches the owner's token.
    ///
    /// # Errors
    ///
    /// Any error of the request or the response.
    pub async fn connect(url: &str, authority: Option<&str>) -> Result<Self, Failure> {
        let client = http_client(authority)?;
        let url = format!("{url}/graphql");
        let variables = TokenVariables {
            secret: SECRET,
            client_id: USER_POOL_ID,
        };
        let data: TokenData =
            send::<operations::GetOwnerToken, _>(client.post(&url), variables).await?;
        Ok(Self {
            client,
            url,
            key: key()?,
            token: data.token,
        })
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
        let data: UsersData = send::<operations::ListUsers, _>(self.post(), variables).await?;
        Ok(data.users)
    }

    fn post(&self) -> RequestBuilder {
        self.client.post(&self.url).bearer_auth(&self.token)
    }
}

impl Caller for Legacy {
    type User = types::User;

    async fn call(&self, call: Call) -> Result<types::User, Failure> {
        match call {
            Call::User => {
                let variables = UserVariables {
                    id: USER_ID,
                    register_in_client: USER_POOL_ID,
                };
                let data: UserData = send::<operations::GetUser, _>(self.post(), variables).await?;
                Ok(data.user.ok_or("no such user")?)
            }
            Call::Login => {
                let variables = LoginVariables {
                    email: EMAIL,
                    password: encrypted(&self.key)?,
                    register_in_client: USER_POOL_ID,
                };
                let data: LoginData =
                    send::<operations::LoginByEmail, _>(self.post(), variables).await?;
                Ok(data.login)
            }
        }
    }
}
