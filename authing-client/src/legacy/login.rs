//! Logging in.

use authing_core::legacy::{LoginOperation, types};

use crate::error::Error;
use crate::legacy::authing::Authing;
use crate::legacy::session::Session;
use crate::login::{login_methods, token_of};

/// A user who has just logged in.
///
/// ```no_run
/// # async fn example(authing: authing_client::Authing) -> Result<(), authing_client::Error> {
/// use std::time::SystemTime;
///
/// let login = authing.login_by_email("test@testmail.com", "testpassword").await?;
/// let left = login.expires_at().and_then(|end| end.duration_since(SystemTime::now()).ok());
/// let max_age = left.unwrap_or_default().as_secs();
/// let cookie = format!("token={}; Max-Age={max_age}; Secure; HttpOnly", login.token().expose());
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Login {
    /// The user, including the token.
    pub user: types::User,
    session: Session,
}

login_methods!(Login, Session, types::User);

/// # Logging in
///
/// A login returns a [`Login`] and changes nothing in the client: one program serves any number of users at once. None
/// of these methods needs a token, except [`login_by_unionid`](Self::login_by_unionid). They have in common:
///
/// - a password is encrypted with the service's public key, except for LDAP; a key of 1024 bits takes at most 117 bytes
///   of UTF-8;
/// - the returned token is valid for 15 days, unless the pool is configured otherwise;
/// - if [`Error::needs_mfa`] (code 1635) or [`Error::captcha_url`] (code 2000, and any after it) asks the user for
///   input, [`login`](Self::login) with an operation value sends it; a login may need both.
impl Authing {
    /// Logs a user in with any [`LoginOperation`].
    ///
    /// Use it for logins with more arguments than the named methods have: the answer to a captcha, an MFA code, the end
    /// user's IP address.
    ///
    /// # Errors
    ///
    /// The errors of the operation, and [`Error::Decode`] at `login.token` if the response has no token.
    ///
    /// ```no_run
    /// # async fn example(authing: authing_client::Authing) -> Result<(), authing_client::Error> {
    /// use authing_client::operations::LoginByEmail;
    ///
    /// let login = LoginByEmail::new("test@testmail.com", "testpassword").last_ip("203.0.113.7");
    /// let login = match authing.login(login.clone()).await {
    ///     Err(error) if error.needs_mfa() => authing.login(login.mfa_code("123456")).await?,
    ///     other => other?,
    /// };
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// Other operations do not compile here, even if their output is a user:
    ///
    /// ```compile_fail,E0277
    /// # async fn example(authing: authing_client::Authing) -> Result<(), authing_client::Error> {
    /// use authing_client::operations::UpdateUser;
    ///
    /// authing.login(UpdateUser::new("5e4cdd055df3df65dc58b97d").blocked(true)).await?;
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
