//! Social logins.

use authing_core::legacy::operations::{
    BindSocialLogin, SocialBindings, SocialProviders, UnbindSocialLogin,
};
use authing_core::legacy::types;

use crate::error::Error;
use crate::legacy::authing::Authing;
use crate::legacy::session::Session;

/// # Social logins
impl Authing {
    /// Lists the social login providers of the pool, those that are not enabled included. It needs no token.
    ///
    /// # Errors
    ///
    /// [`Error`] if the service can't be asked.
    ///
    /// Documentation: none; the official SDKs have it as `readOAuthList`. On the wire: query `ReadOauthList`, to the oauth
    /// address.
    ///
    /// ```no_run
    /// # async fn example(authing: authing_client::Authing) -> Result<(), authing_client::Error> {
    /// let providers = authing.social_providers().await?;
    /// for provider in providers.iter().filter(|provider| provider.enabled == Some(true)) {
    ///     println!("{:?}: {:?}", provider.name, provider.url);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "readOAuthList")]
    pub async fn social_providers(&self) -> Result<Vec<types::SocialProvider>, Error> {
        self.execute(SocialProviders::new()).await
    }

    /// Lists the pool's social login providers, and whether a user has bound an account of each, with the owner's token.
    ///
    /// # Errors
    ///
    /// Code 2214 the bound accounts could not be read. [`Error::InvalidInput`] if `user_id` is empty.
    ///
    /// Documentation: 读取 UserOAuthList. On the wire: query `notBindOAuthList`, to the oauth address.
    ///
    /// ```no_run
    /// # async fn example(authing: authing_client::Authing) -> Result<(), authing_client::Error> {
    /// for provider in authing.social_bindings("5e4cdd055df3df65dc58b97d").await? {
    ///     println!("{:?}: {:?}", provider.provider, provider.bound);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "readUserOAuthList")]
    #[doc(alias = "notBindOAuthList")]
    pub async fn social_bindings(
        &self,
        user_id: impl Into<String>,
    ) -> Result<Vec<types::SocialBindingStatus>, Error> {
        self.execute(SocialBindings::new(user_id)).await
    }
}

/// # Social logins
impl Session {
    /// Binds a social account to this user, who can log in with it from then on.
    ///
    /// `provider` is for example `github`, `unionid` the id that the provider gives the user, and `user_info` what the
    /// provider said of the user, as JSON text.
    ///
    /// # Errors
    ///
    /// Codes 2213 an account of this provider is bound already, 2215 this account is bound to another user, 2020, 2206 and
    /// 2207 if the service refuses the token. [`Error::InvalidInput`] for an argument that is empty.
    ///
    /// Documentation: 绑定 Oauth. On the wire: mutation `bindOtherOAuth`.
    ///
    /// ```no_run
    /// # async fn example(session: authing_client::Session) -> Result<(), authing_client::Error> {
    /// session.bind_social_login("github", "1234567", r#"{"login":"test"}"#).await?;
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "bindOAuth")]
    #[doc(alias = "bindOtherOAuth")]
    pub async fn bind_social_login(
        &self,
        provider: impl Into<String>,
        unionid: impl Into<String>,
        user_info: impl Into<String>,
    ) -> Result<types::SocialBinding, Error> {
        self.execute(BindSocialLogin::new(provider, unionid, user_info))
            .await
    }

    /// Takes this user's social account of a provider away, and gives what was bound.
    ///
    /// # Errors
    ///
    /// Codes 2216 no account of this provider is bound, 2217 the last way to log in can't be taken away, 2020, 2206 and 2207
    /// if the service refuses the token. [`Error::InvalidInput`] if `provider` is empty.
    ///
    /// Documentation: 解绑 Oauth. On the wire: mutation `unbindOtherOAuth`.
    ///
    /// ```no_run
    /// # async fn example(session: authing_client::Session) -> Result<(), authing_client::Error> {
    /// session.unbind_social_login("github").await?;
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "unbindOAuth")]
    #[doc(alias = "unbindOtherOAuth")]
    pub async fn unbind_social_login(
        &self,
        provider: impl Into<String>,
    ) -> Result<types::SocialBinding, Error> {
        self.execute(UnbindSocialLogin::new(provider)).await
    }
}
