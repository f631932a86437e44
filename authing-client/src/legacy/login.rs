//! Logging in.

use authing_core::Secret;
use authing_core::legacy::operations::{
    LoginByEmail, LoginByLdap, LoginByPhoneCode, LoginByPhonePassword, LoginByUnionid,
    LoginByUsername,
};
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
    /// Logs a user in with email address and password.
    ///
    /// # Errors
    ///
    /// Codes 2003 malformed email, 2004 no such user, 2005 user locked, 2006 wrong password, 2016 the password was
    /// encrypted with a key other than the service's, 2000 and 2001 a captcha is needed or was wrong, 1635 an MFA code
    /// is needed, 2002 the monthly quota is used up. [`Error::InvalidInput`] for an empty `email`, and for a `password`
    /// that is empty or too long.
    ///
    /// Documentation: 使用邮箱密码登录. On the wire: mutation `login`.
    ///
    /// ```no_run
    /// # async fn example(authing: authing_client::Authing) -> Result<(), authing_client::Error> {
    /// let login = authing.login_by_email("test@testmail.com", "testpassword").await?;
    /// println!("{:?} has logged in {:?} times", login.user.email, login.user.logins_count);
    /// let session = login.session();
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "loginByEmail")]
    #[doc(alias = "使用邮箱密码登录")]
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
    /// The same as [`login_by_email`](Self::login_by_email), except code 2003.
    ///
    /// Documentation: 使用用户名密码登录. On the wire: mutation `login`.
    ///
    /// ```no_run
    /// # async fn example(authing: authing_client::Authing) -> Result<(), authing_client::Error> {
    /// let login = authing.login_by_username("test", "testpassword").await?;
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "loginByUsername")]
    #[doc(alias = "使用用户名密码登录")]
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
    /// The same as [`login_by_email`](Self::login_by_email), except code 2003.
    ///
    /// Documentation: 使用手机号密码登陆. On the wire: mutation `login`.
    ///
    /// ```no_run
    /// # async fn example(authing: authing_client::Authing) -> Result<(), authing_client::Error> {
    /// let login = authing.login_by_phone_password("13800138000", "testpassword").await?;
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "loginByPhonePassword")]
    #[doc(alias = "使用手机号密码登陆")]
    pub async fn login_by_phone_password(
        &self,
        phone: impl Into<String>,
        password: impl Into<Secret>,
    ) -> Result<Login, Error> {
        self.login(LoginByPhonePassword::new(phone, password)).await
    }

    /// Logs a user in with mobile phone number and the code sent by [`send_login_code`](Self::send_login_code).
    ///
    /// The code is a string of digits. The service declares it as a number, so leading zeros are not transmitted.
    ///
    /// # Errors
    ///
    /// Codes 2001 wrong code, 2300 expired code, 2004 no such user, 2005 user locked, 2028 malformed phone number, 1635
    /// an MFA code is needed, 2002 the monthly quota is used up. [`Error::InvalidInput`] for an empty `phone`, and for
    /// a `code` that is not a number.
    ///
    /// Documentation: 使用短信验证码登陆. On the wire: mutation `login`.
    ///
    /// ```no_run
    /// # async fn example(authing: authing_client::Authing) -> Result<(), authing_client::Error> {
    /// authing.send_login_code("13800138000").await?;
    /// let login = authing.login_by_phone_code("13800138000", "123456").await?;
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "loginByPhoneCode")]
    #[doc(alias = "使用短信验证码登陆")]
    pub async fn login_by_phone_code(
        &self,
        phone: impl Into<String>,
        code: impl Into<Secret>,
    ) -> Result<Login, Error> {
        self.login(LoginByPhoneCode::new(phone, code)).await
    }

    /// Logs a user in with the username and password of an LDAP directory.
    ///
    /// Unlike in the other logins, the password is not encrypted: the service expects plain text here, so only TLS
    /// protects it.
    ///
    /// # Errors
    ///
    /// Codes 2004 no such user, 2005 user locked, 2006 wrong password, 2002 the monthly quota is used up.
    /// [`Error::InvalidInput`] for an empty `username` or `password`.
    ///
    /// Documentation: 使用 LDAP 登陆. On the wire: mutation `LoginByLDAP`.
    ///
    /// ```no_run
    /// # async fn example(authing: authing_client::Authing) -> Result<(), authing_client::Error> {
    /// let login = authing.login_by_ldap("test", "testpassword").await?;
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "loginByLDAP")]
    #[doc(alias = "使用 LDAP 登陆")]
    pub async fn login_by_ldap(
        &self,
        username: impl Into<String>,
        password: impl Into<Secret>,
    ) -> Result<Login, Error> {
        self.login(LoginByLdap::new(username, password)).await
    }

    /// Logs a user in by the union ID at a social login provider, such as WeChat, without a password.
    ///
    /// Verify with the provider who the user is before you call this: the service can't. It is sent with the owner token.
    /// For an `openid` as well, pass a [`LoginByUnionid`] to [`login`](Self::login);
    /// [`register_by_unionid`](Self::register_by_unionid) registers such a user.
    ///
    /// # Errors
    ///
    /// Codes 2004 no such user, 2005 user locked, 2000 and 2001 a captcha is needed or was wrong, 1635 an MFA code is
    /// needed, 2002 the monthly quota is used up. [`Error::InvalidInput`] for an empty `unionid`.
    ///
    /// Documentation: 使用邮箱密码登录, with `unionid` in place of email and password. On the wire: mutation `login`.
    ///
    /// ```no_run
    /// # async fn example(authing: authing_client::Authing) -> Result<(), authing_client::Error> {
    /// use authing_client::operations::LoginByUnionid;
    ///
    /// let login = authing.login_by_unionid("o6_bmasdasdsad6_2sgVt7hMZOPfL").await?;
    /// let with_openid = LoginByUnionid::new("o6_bmasdasdsad6_2sgVt7hMZOPfL").openid("OPENID");
    /// let login = authing.login(with_openid).await?;
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "loginByUnionid")]
    #[doc(alias = "loginByUnionId")]
    pub async fn login_by_unionid(&self, unionid: impl Into<String>) -> Result<Login, Error> {
        self.login(LoginByUnionid::new(unionid)).await
    }

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
