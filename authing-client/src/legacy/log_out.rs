//! Logging out.

use authing_core::Operation;
use authing_core::legacy::operations::LogOut;
use authing_core::legacy::types;

use crate::error::Error;
use crate::legacy::authing::Authing;
use crate::legacy::session::Session;

/// # Logging out
impl Authing {
    /// Logs a user out everywhere, with the owner's token, and gives the user: the service no longer takes the user's
    /// token.
    ///
    /// [`verify_token`](Self::verify_token), which asks nobody, goes on taking it until it expires.
    ///
    /// # Errors
    ///
    /// Code 2004 if there is no such user. [`Error::InvalidInput`] if `user_id` is empty.
    ///
    /// Documentation: none; the official SDKs have it as `logout`. On the wire: mutation `updateUser`.
    ///
    /// ```no_run
    /// # async fn example(authing: authing_client::Authing) -> Result<(), authing_client::Error> {
    /// authing.log_out("5e4cdd055df3df65dc58b97d").await?;
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "logout")]
    pub async fn log_out(&self, user_id: impl Into<String>) -> Result<types::User, Error> {
        self.execute(LogOut::new(user_id)).await
    }
}

/// # Logging out
impl Session {
    /// Logs this user out everywhere, with the user's own token, and gives the user: the service no longer takes the token.
    ///
    /// The user's id is read from the token.
    ///
    /// # Errors
    ///
    /// Codes 2020, 2206 and 2207 if the service refuses the token. [`Error::InvalidInput`] with the field `token` if the
    /// token is no JWT that names its user.
    ///
    /// Documentation: none; the official SDKs have it as `logout`. On the wire: mutation `updateUser`.
    ///
    /// ```no_run
    /// # async fn example(session: authing_client::Session) -> Result<(), authing_client::Error> {
    /// session.log_out().await?;
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "logout")]
    pub async fn log_out(&self) -> Result<types::User, Error> {
        let id = self.own_id(LogOut::NAME)?;
        self.execute(LogOut::new(id)).await
    }
}
