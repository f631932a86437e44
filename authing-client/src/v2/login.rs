//! Logging in.

use authing_core::Secret;
use authing_core::v2::operations::{
    LoginByAd, LoginByEmail, LoginByEmailCode, LoginByLdap, LoginByPhoneCode, LoginByPhonePassword,
    LoginBySubAccount, LoginByUsername,
};
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
/// - a password is encrypted with the service's public key; a key of 1024 bits takes at most 117 bytes of UTF-8;
/// - the returned token is valid for 14 days, unless the app is configured otherwise;
/// - if a second step is needed (codes 1635 and 1636), [`Error::mfa`] returns the challenge; if a new password is needed
///   (codes 1639 and 2058), [`Error::reset_token`] returns the token for setting it;
/// - codes in common: 2005 user locked, 2057 locked after failed attempts, 2000 a captcha is needed and 2001 it was wrong.
impl AuthenticationClient {
    /// Logs a user in with email address and password.
    ///
    /// # Errors
    ///
    /// Codes 2004 no such user, 2006 wrong password, 2333 either of the two, 2042 email address not verified, and those
    /// [in common](#logging-in). [`Error::InvalidInput`] for an empty `email`, and for a `password` that is empty or too
    /// long.
    ///
    /// On the wire: mutation `loginByEmail`.
    ///
    /// ```no_run
    /// # async fn example(auth: authing_client::v2::AuthenticationClient) -> Result<(), authing_client::Error> {
    /// let login = match auth.login_by_email("test@testmail.com", "testpassword").await {
    ///     Err(error) if error.needs_mfa() => return Ok(println!("{:?}", error.mfa())),
    ///     other => other?,
    /// };
    /// let session = login.session();
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "loginByEmail")]
    #[doc(alias = "使用邮箱登录")]
    pub async fn login_by_email(
        &self,
        email: impl Into<String>,
        password: impl Into<Secret>,
    ) -> Result<Login, Error> {
        self.login(LoginByEmail::new(email, password)).await
    }

    /// Logs a user in with login name and password.
    ///
    /// # Errors
    ///
    /// The same as [`login_by_email`](Self::login_by_email), except code 2042.
    ///
    /// On the wire: mutation `loginByUsername`.
    #[doc(alias = "loginByUsername")]
    #[doc(alias = "使用用户名登录")]
    pub async fn login_by_username(
        &self,
        username: impl Into<String>,
        password: impl Into<Secret>,
    ) -> Result<Login, Error> {
        self.login(LoginByUsername::new(username, password)).await
    }

    /// Logs a user in with mobile phone number and password.
    ///
    /// # Errors
    ///
    /// The same as [`login_by_email`](Self::login_by_email), except code 2042.
    ///
    /// On the wire: mutation `loginByPhonePassword`.
    #[doc(alias = "loginByPhonePassword")]
    #[doc(alias = "使用手机号密码登录")]
    pub async fn login_by_phone_password(
        &self,
        phone: impl Into<String>,
        password: impl Into<Secret>,
    ) -> Result<Login, Error> {
        self.login(LoginByPhonePassword::new(phone, password)).await
    }

    /// Logs a user in with mobile phone number and the code that was sent to it. If no user has this number, the service
    /// registers one.
    ///
    /// # Errors
    ///
    /// Code 2001 wrong code, and those [in common](#logging-in). [`Error::InvalidInput`] for an empty `phone` or `code`.
    ///
    /// On the wire: mutation `loginByPhoneCode`.
    #[doc(alias = "loginByPhoneCode")]
    #[doc(alias = "使用手机号验证码登录")]
    pub async fn login_by_phone_code(
        &self,
        phone: impl Into<String>,
        code: impl Into<Secret>,
    ) -> Result<Login, Error> {
        self.login(LoginByPhoneCode::new(phone, code)).await
    }

    /// Logs a user in with a sub-account and its password.
    ///
    /// # Errors
    ///
    /// The same as [`login_by_email`](Self::login_by_email), except code 2042.
    ///
    /// On the wire: mutation `loginBySubAccount`.
    #[doc(alias = "loginBySubAccount")]
    #[doc(alias = "使用子账户登录")]
    pub async fn login_by_sub_account(
        &self,
        account: impl Into<String>,
        password: impl Into<Secret>,
    ) -> Result<Login, Error> {
        self.login(LoginBySubAccount::new(account, password)).await
    }

    /// Logs a user in with email address and the code that was sent to it.
    ///
    /// # Errors
    ///
    /// Code 2001 wrong code, and those [in common](#logging-in). [`Error::InvalidInput`] for an empty `email` or `code`.
    ///
    /// On the wire: `POST /api/v2/login/email-code`.
    #[doc(alias = "loginByEmailCode")]
    pub async fn login_by_email_code(
        &self,
        email: impl Into<String>,
        code: impl Into<Secret>,
    ) -> Result<Login, Error> {
        self.login(LoginByEmailCode::new(email, code)).await
    }

    /// Logs a user in with the login name and password of the LDAP directory that the user pool is connected to. The
    /// password is sent unencrypted inside TLS.
    ///
    /// # Errors
    ///
    /// The same as [`login_by_email`](Self::login_by_email), except code 2042.
    ///
    /// On the wire: `POST /api/v2/ldap/verify-user`.
    #[doc(alias = "loginByLdap")]
    #[doc(alias = "使用 LDAP 用户名登录")]
    pub async fn login_by_ldap(
        &self,
        username: impl Into<String>,
        password: impl Into<Secret>,
    ) -> Result<Login, Error> {
        self.login(LoginByLdap::new(username, password)).await
    }

    /// Logs a user in with the login name and password of Active Directory, at a
    /// [host of its own](super::AuthenticationBuilder::websocket_host). The password is sent unencrypted inside TLS.
    ///
    /// # Errors
    ///
    /// The same as [`login_by_email`](Self::login_by_email), except code 2042. [`Error::Config`] if the host is not known.
    ///
    /// On the wire: `POST /api/v2/ad/verify-user`.
    #[doc(alias = "loginByAd")]
    #[doc(alias = "使用 AD 用户名登录")]
    pub async fn login_by_ad(
        &self,
        username: impl Into<String>,
        password: impl Into<Secret>,
    ) -> Result<Login, Error> {
        self.login(LoginByAd::new(username, password)).await
    }

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
