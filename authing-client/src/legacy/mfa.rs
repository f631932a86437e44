//! Turning the second factor on and off.

use authing_core::Operation;
use authing_core::legacy::operations::ChangeMfa;
use authing_core::legacy::types;

use crate::error::Error;
use crate::legacy::session::Session;

/// # The second factor
impl Session {
    /// Turns this user's second factor on, and returns it with the key that an authenticator app is set up with.
    ///
    /// From then on a login without a code is rejected with code 1635. The token says who the user is.
    /// [`ChangeMfa`](crate::operations::ChangeMfa) can make a new key, too; [`execute`](Self::execute) sends it.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`] with the field `token` if the token names no user; codes 2004 no such user, 2020 no token, 2206
    /// token expired, 2207 token wrong.
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

    /// Turns this user's second factor off, and returns it as it is then. The token says who the user is.
    ///
    /// # Errors
    ///
    /// As [`enable_mfa`](Self::enable_mfa).
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
