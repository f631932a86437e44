//! The user pool itself.

use authing_core::Secret;
use authing_core::legacy::operations::GetClientInfo;
use authing_core::legacy::types;

use crate::error::Error;
use crate::legacy::authing::Authing;

/// # The user pool
impl Authing {
    /// Says what the user pool is, with its id and secret in place of a token, and gives an owner's token besides.
    ///
    /// # Errors
    ///
    /// [`Error::Api`] if the service does not know the pair of id and secret.
    ///
    /// Documentation: construction of the client. On the wire: query `getClientWhenSdkInit`.
    ///
    /// ```no_run
    /// # async fn example(authing: authing_client::Authing) -> Result<(), authing_client::Error> {
    /// let info = authing.client_info().await?;
    /// println!("{:?}", info.user_pool.and_then(|pool| pool.name));
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "getClientWhenSdkInit")]
    pub async fn client_info(&self) -> Result<types::ClientInfo, Error> {
        self.execute(GetClientInfo::new(&self.executor().secret))
            .await
    }

    /// The owner's token: the one that this client has, or a new one if there is none that is valid.
    ///
    /// The client uses it by itself. This is for what it does not do, and for programs that have other ways to the service:
    /// whoever has the token can do everything to the pool.
    ///
    /// # Errors
    ///
    /// [`Error::CredentialsRefused`] if the service does not know the pair of id and secret.
    ///
    /// Documentation: construction of the client. On the wire: query `getAccessTokenByAppSecret`.
    ///
    /// ```no_run
    /// # async fn example(authing: authing_client::Authing) -> Result<(), authing_client::Error> {
    /// let header = format!("Bearer {}", authing.owner_token().await?.expose());
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "auth")]
    #[doc(alias = "getAccessTokenByAppSecret")]
    pub async fn owner_token(&self) -> Result<Secret, Error> {
        Ok(self.owner().get().await?.secret().clone())
    }
}
