//! The calls with this client.

use authing_client::v2::{AuthenticationClient, ManagementClient, operations};
use authing_client::{Authing, Builder};
use authing_core::{legacy, v2};

use crate::Failure;
use crate::calls::{Call, Caller};
use crate::responses::{APP_ID, EMAIL, PASSWORD, SECRET, USER_ID, USER_POOL_ID};

/// Returns the builder of a client for the service at this URL, which can have its own certificate authority.
pub fn builder(url: &str, authority: Option<&str>) -> Builder {
    let builder = Authing::builder(USER_POOL_ID, SECRET).host(url);
    match authority {
        Some(file) => builder.root_certificate_file(file),
        None => builder,
    }
}

/// Connects a client of the legacy API.
///
/// # Errors
///
/// The errors of the client.
pub async fn connect_legacy(url: &str, authority: Option<&str>) -> Result<Authing, Failure> {
    Ok(builder(url, authority).connect().await?)
}

impl Caller for Authing {
    type User = legacy::types::User;

    async fn call(&self, call: Call) -> Result<Self::User, Failure> {
        match call {
            Call::User => Ok(self.get_user(USER_ID).await?.ok_or("no such user")?),
            Call::Login => Ok(self.login_by_email(EMAIL, PASSWORD).await?.user),
        }
    }
}

/// The two clients of the v2 API.
#[derive(Debug)]
pub struct V2 {
    management: ManagementClient,
    authentication: AuthenticationClient,
}

/// Connects the clients of the v2 API.
///
/// # Errors
///
/// The errors of the clients.
pub async fn connect_v2(url: &str, authority: Option<&str>) -> Result<V2, Failure> {
    let mut management = ManagementClient::builder(USER_POOL_ID, SECRET).host(url);
    let mut authentication = AuthenticationClient::builder(APP_ID).host(url);
    if let Some(file) = authority {
        management = management.root_certificate_file(file);
        authentication = authentication.root_certificate_file(file);
    }
    Ok(V2 {
        management: management.connect().await?,
        authentication: authentication.build()?,
    })
}

impl Caller for V2 {
    type User = v2::types::User;

    async fn call(&self, call: Call) -> Result<Self::User, Failure> {
        match call {
            Call::User => {
                let lookup = operations::FindUser::new().email(EMAIL);
                Ok(self
                    .management
                    .find_user(lookup)
                    .await?
                    .ok_or("no such user")?)
            }
            Call::Login => {
                let login = self.authentication.login_by_email(EMAIL, PASSWORD);
                Ok(login.await?.user)
            }
        }
    }
}
