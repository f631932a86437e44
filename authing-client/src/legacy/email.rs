//! Email addresses: changing and verifying them.

use authing_core::Secret;
use authing_core::legacy::operations::{
    SendChangeEmailCode, SendVerificationEmail, UnbindEmail, UpdateEmail,
};
use authing_core::legacy::types;

use crate::error::Error;
use crate::legacy::authing::Authing;
use crate::legacy::session::Session;

/// # Email addresses
///
/// The service may say no to sending a mail in an answer that is no error; here that is [`Error::Api`] like any other
/// refusal. Its own words on success are in the answer of the operation, through [`execute`](Self::execute).
impl Authing {
    /// Has the code mailed that [`Session::update_email`](crate::Session::update_email) needs, with the owner's token.
    ///
    /// # Errors
    ///
    /// Codes 2200 email taken, 2204 malformed email, 2208 the new email equals the old one, 2021 no template for the mail,
    /// 3013 and 3014 the mail could not be sent. [`Error::InvalidInput`] if `email` is empty.
    ///
    /// Documentation: 更改用户邮箱: 发送邮箱验证码. On the wire: mutation `sendChangeEmailVerifyCode`.
    ///
    /// ```no_run
    /// # async fn example(authing: authing_client::Authing) -> Result<(), authing_client::Error> {
    /// authing.send_change_email_code("new@testmail.com").await?;
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "sendChangeEmailVerifyCode")]
    pub async fn send_change_email_code(&self, email: impl Into<String>) -> Result<(), Error> {
        self.execute(SendChangeEmailCode::new(email))
            .await
            .map(drop)
    }

    /// Mails a user the link that verifies the email address and activates the account. It needs no token.
    ///
    /// # Errors
    ///
    /// Codes 2004 no such user, 2204 malformed email, 2022 no template for the mail, 3013 and 3014 the mail could not be
    /// sent. [`Error::InvalidInput`] if `email` is empty.
    ///
    /// Documentation: none; the official SDKs have it as `sendVerifyEmail` and `sendActivationEmail`. On the wire: mutation
    /// `sendVerifyEmail`.
    ///
    /// ```no_run
    /// # async fn example(authing: authing_client::Authing) -> Result<(), authing_client::Error> {
    /// authing.send_verification_email("test@testmail.com").await?;
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "sendVerifyEmail")]
    #[doc(alias = "sendActivationEmail")]
    pub async fn send_verification_email(&self, email: impl Into<String>) -> Result<(), Error> {
        self.execute(SendVerificationEmail::new(email))
            .await
            .map(drop)
    }
}

/// # Email address
impl Session {
    /// Has the code mailed that [`update_email`](Self::update_email) needs, with this user's token.
    ///
    /// # Errors
    ///
    /// As [`Authing::send_change_email_code`], and codes 2020, 2206 and 2207 if the service refuses the token.
    ///
    /// Documentation: 更改用户邮箱: 发送邮箱验证码. On the wire: mutation `sendChangeEmailVerifyCode`.
    ///
    /// ```no_run
    /// # async fn example(session: authing_client::Session) -> Result<(), authing_client::Error> {
    /// session.send_change_email_code("new@testmail.com").await?;
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "sendChangeEmailVerifyCode")]
    pub async fn send_change_email_code(&self, email: impl Into<String>) -> Result<(), Error> {
        self.execute(SendChangeEmailCode::new(email))
            .await
            .map(drop)
    }

    /// Changes this user's email address, with the code that
    /// [`send_change_email_code`](Self::send_change_email_code) mailed to the new one, and gives the user as it is then.
    ///
    /// Whose address it is, the token says. A pool that has the old address verified too takes its code with
    /// [`UpdateEmail::old_email`] and [`UpdateEmail::old_code`], through [`execute`](Self::execute).
    ///
    /// # Errors
    ///
    /// Codes 2001 wrong code, 2300 expired code, 2200 email taken, 2204 malformed email, 2208 the new email equals the old
    /// one, 2020, 2206 and 2207 if the service refuses the token. [`Error::InvalidInput`] for an empty `email` or `code`.
    ///
    /// Documentation: 更改用户邮箱: 执行邮箱更换. On the wire: mutation `updateEmail`.
    ///
    /// ```no_run
    /// # async fn example(session: authing_client::Session) -> Result<(), authing_client::Error> {
    /// session.send_change_email_code("new@testmail.com").await?;
    /// let user = session.update_email("new@testmail.com", "123456").await?;
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "updateEmail")]
    pub async fn update_email(
        &self,
        email: impl Into<String>,
        code: impl Into<Secret>,
    ) -> Result<types::User, Error> {
        self.execute(UpdateEmail::new(email, code)).await
    }

    /// Takes this user's email address away, and gives the user as it is then.
    ///
    /// # Errors
    ///
    /// Codes 2217 the last way to log in can't be taken away, 2219 there is no email, 2020, 2206 and 2207 if the service
    /// refuses the token.
    ///
    /// Documentation: 解绑邮箱 UnbindEmail. On the wire: mutation `unbindEmail`.
    ///
    /// ```no_run
    /// # async fn example(session: authing_client::Session) -> Result<(), authing_client::Error> {
    /// let user = session.unbind_email().await?;
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "unbindEmail")]
    pub async fn unbind_email(&self) -> Result<types::User, Error> {
        self.execute(UnbindEmail::new()).await
    }
}
