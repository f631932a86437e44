//! Logging in.

use authing_core::v2::{LoginOperation, types};

use super::authentication::AuthenticationClient;
use super::session::UserSession;
use crate::error::Error;
use crate::login::{login_methods, token_of};

/// A user who has just logged in.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Login {
    /// The user, including the token.
    pub user: types::User,
    pub(super) session: UserSession,
}

login_methods!(Login, UserSession, types::User);

/// # Logging in
///
/// A login returns a [`Login`] and changes nothing in the client. The methods have in common:
///
/// - a password is encrypted with the service's public key, except for LDAP and Active Directory; a key of 1024 bits takes
///   at most 117 bytes of UTF-8;
/// - the returned token is valid for 14 days, unless the app is configured otherwise;
/// - if a second step is needed (codes 1635 and 1636), [`Error::mfa`] returns the challenge; if a new password is needed
///   (codes 1639 and 2058), [`Error::reset_token`] returns the token for setting it.
impl AuthenticationClient {
    /// Logs a user in with any [`LoginOperation`].
    ///
    /// Use it for logins with more arguments than the named methods have: a captcha, the end user's IP address, custom
    /// data.
    ///
    /// # Errors
    ///
    /// The errors of the operation, and [`Error::Decode`] if the response has no token.
    ///
    /// ```no_run
    /// # async fn example(auth: authing_client::v2::AuthenticationClient) -> Result<(), authing_client::Error> {
    /// use authing_client::v2::operations::LoginByEmail;
    ///
    /// let login = LoginByEmail::new("test@testmail.com", "testpassword").client_ip("203.0.113.7");
    /// let login = auth.login(login).await?;
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "登录")]
    pub async fn login<O: LoginOperation>(&self, operation: O) -> Result<Login, Error> {
        let user = self.execute(operation).await?;
        let session = self.session(token_of::<O>(user.token.as_ref())?);
        Ok(Login { user, session })
    }
}
