//! The user pool itself.

use authing_core::Secret;
use authing_core::legacy::operations::GetClientInfo;
use authing_core::legacy::types;

use crate::error::Error;
use crate::legacy::authing::Authing;

/// # The user pool
impl Authing {
    /// Returns the pool's details and a new owner token, authenticating with id and secret.
    ///
    /// # Errors
    ///
    /// [`Error::Api`] if the service rejects the id and secret.
    ///
    /// Documentation: 初始化. On the wire: query `getClientWhenSdkInit`.
    ///
    /// ```no_run
    /// # async fn example(authing: authing_client::Authing) -> Result<(), authing_client::Error> {
    /// let info = authing.client_info().await?;
    /// println!("{:?}", info.user_pool.and_then(|pool| pool.name));
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "getClientWhenSdkInit")]
    #[doc(alias = "初始化")]
    pub async fn client_info(&self) -> Result<types::ClientInfo, Error> {
        self.execute(GetClientInfo::new(&self.executor().shared.secret))
            .await
    }

    /// Returns the owner token: the cached one, or a new one if there is no valid one.
    ///
    /// The client uses it automatically. Call this only for requests outside the SDK: the token grants full access to
    /// the pool.
    ///
    /// # Errors
    ///
    /// [`Error::CredentialsRejected`] if the service rejects the id and secret.
    ///
    /// Documentation: 初始化. On the wire: query `getAccessTokenByAppSecret`.
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
        Ok(self.owner().get().await?.bearer().token.clone())
    }
}
