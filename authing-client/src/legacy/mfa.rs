//! Turning the second factor on and off.

use authing_core::Operation;
use authing_core::legacy::operations::ChangeMfa;
use authing_core::legacy::types;

use crate::error::Error;
use crate::legacy::session::Session;

/// # The second factor
impl Session {
    /// Turns on this user's second factor and returns it with the key that sets up an authenticator app.
    ///
    /// From then on, logins without a code are rejected with code 1635. The token identifies the user. To generate a
    /// new key, [`execute`](Self::execute) a [`ChangeMfa`](crate::operations::ChangeMfa).
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`] with the field `token` if the token has no user id; codes 2004 no such user, 2020 no
    /// token, 2206 token expired, 2207 token invalid.
    ///
    /// Documentation: 更改 MFA 信息. On the wire: mutation `changeMFA`, with the user's token.
    ///
    /// ```no_run
    /// # async fn example(login: authing_client::Login) -> Result<(), authing_client::Error> {
    /// let mfa = login.session().enable_mfa().await?;
    /// let account = login.user.email.as_deref().unwrap_or_default();
    /// let qr_code = mfa.provisioning_uri("Our Shop", account);
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "changeMFA")]
    pub async fn enable_mfa(&self) -> Result<types::Mfa, Error> {
        self.change_mfa(true).await
    }

    /// Turns off this user's second factor and returns the updated second factor. The token identifies the user.
    ///
    /// # Errors
    ///
    /// The same as [`enable_mfa`](Self::enable_mfa).
    ///
    /// Documentation: 更改 MFA 信息. On the wire: mutation `changeMFA`, with the user's token.
    ///
    /// ```no_run
    /// # async fn example(session: authing_client::Session) -> Result<(), authing_client::Error> {
    /// session.disable_mfa().await?;
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "changeMFA")]
    pub async fn disable_mfa(&self) -> Result<types::Mfa, Error> {
        self.change_mfa(false).await
    }

    async fn change_mfa(&self, enable: bool) -> Result<types::Mfa, Error> {
        let id = self.own_id(ChangeMfa::NAME)?;
        self.execute(ChangeMfa::new(id, enable)).await
    }
}
