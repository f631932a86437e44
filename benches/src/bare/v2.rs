//! The calls of the v2 API.

use authing_core::v2::{operations, types};
use reqwest::{Client, RequestBuilder};
use rsa::PublicKey;
use serde::{Deserialize, Serialize};

use super::{encrypted, http_client, key, send};
use crate::Failure;
use crate::calls::{Call, Caller};
use crate::responses::{APP_ID, EMAIL, SECRET, USER_POOL_ID};

/// The client of such a program. It names the user pool or the app, as the API requires, and not itself.
#[derive(Debug)]
pub struct V2 {
    client: Client,
    url: String,
    key: PublicKey,
    token: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct TokenVariables {
    user_pool_id: &'static str,
    secret: &'static str,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct TokenData {
    access_token: Token,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Token {
    access_token: String,
}

#[derive(Serialize)]
struct UserVariables {
    email: &'static str,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct UserData {
    find_user: Option<types::User>,
}

#[derive(Serialize)]
struct LoginVariables {
    email: &'static str,
    password: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct LoginData {
    login_by_email: types::User,
}

impl V2 {
    /// Fetches the management token.
    ///
    /// # Errors
    ///
    /// Any error of the request or the response.
    pub async fn connect(url: &str, authority: Option<&str>) -> Result<Self, Failure> {
        let client = http_client(authority)?;
        let url = format!("{url}/graphql/v2");
        let variables = TokenVariables {
            user_pool_id: USER_POOL_ID,
            secret: SECRET,
        };
        let data: TokenData =
            send::<operations::GetManagementToken, _>(client.post(&url), variables).await?;
        Ok(Self {
            client,
            url,
            key: key()?,
            token: data.access_token.access_token,
        })
    }

    fn post(&self, header: &'static str, id: &'static str) -> RequestBuilder {
        self.client.post(&self.url).header(header, id)
    }
}

impl Caller for V2 {
    type User = types::User;

    async fn call(&self, call: Call) -> Result<types::User, Failure> {
        match call {
            Call::User => {
                let request = self.post("x-authing-userpool-id", USER_POOL_ID);
                let request = request.bearer_auth(&self.token);
                let variables = UserVariables { email: EMAIL };
                let data: UserData = send::<operations::FindUser, _>(request, variables).await?;
                Ok(data.find_user.ok_or("no such user")?)
            }
            Call::Login => {
                let request = self.post("x-authing-app-id", APP_ID);
                let variables = LoginVariables {
                    email: EMAIL,
                    password: encrypted(&self.key)?,
                };
                let data: LoginData =
                    send::<operations::LoginByEmail, _>(request, variables).await?;
                Ok(data.login_by_email)
            }
        }
    }
}
