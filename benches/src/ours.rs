//! The call with this client.

use authing_client::{Authing, Builder};
use authing_core::legacy::types::User;

use crate::Failure;
use crate::calls::{Call, Caller};
use crate::responses::{EMAIL, PASSWORD, SECRET, USER_ID, USER_POOL_ID};

/// Returns the builder of a client for the service at this URL.
pub fn builder(url: &str) -> Builder {
    Authing::builder(USER_POOL_ID, SECRET).host(url)
}

/// Connects to the service at this URL, which can have its own certificate authority.
///
/// # Errors
///
/// The errors of the client.
pub async fn connect(url: &str, authority: Option<&str>) -> Result<Authing, Failure> {
    let mut builder = builder(url);
    if let Some(file) = authority {
        builder = builder.root_certificate_file(file);
    }
    Ok(builder.connect().await?)
}

impl Caller for Authing {
    async fn call(&self, call: Call) -> Result<User, Failure> {
        match call {
            Call::User => Ok(self.user(USER_ID).await?.ok_or("no such user")?),
            Call::Login => Ok(self.login_by_email(EMAIL, PASSWORD).await?.user),
        }
    }
}
