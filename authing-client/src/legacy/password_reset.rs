//! Setting a new password in place of a forgotten one.

use authing_core::Secret;
use authing_core::legacy::operations::{
    ChangePassword, SendResetPasswordEmail, VerifyResetPasswordCode,
};
use authing_core::legacy::types;

use crate::error::Error;
use crate::legacy::authing::Authing;

/// # Forgotten passwords
///
/// Three steps, none of which needs a token: a mail with a code, a check of the code, and a new password. The check is for
/// forms that want to say so before they ask for a password; the last step checks the code too. The service may say no in
/// an answer that is no error; here that is [`Error::Api`] like any other refusal.
///
/// A user who knows the password changes it with [`Session::update_user`](crate::Session::update_user).
impl Authing {
    /// Mails a user who forgot the password a code: the first of three steps.
    ///
    /// # Errors
    ///
    /// Codes 2004 no such user, 2204 malformed email, 2021 no template for the mail, 3013 and 3014 the mail could not be
    /// sent. [`Error::InvalidInput`] if `email` is empty.
    ///
    /// Documentation: none; the official SDKs have it as `sendResetPasswordEmail`. On the wire: mutation
    /// `sendResetPasswordEmail`.
    ///
    /// ```no_run
    /// # async fn example(authing: authing_client::Authing) -> Result<(), authing_client::Error> {
    /// authing.send_reset_password_email("test@testmail.com").await?;
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "sendResetPasswordEmail")]
    pub async fn send_reset_password_email(&self, email: impl Into<String>) -> Result<(), Error> {
        self.execute(SendResetPasswordEmail::new(email))
            .await
            .map(drop)
    }

    /// Checks the code that [`send_reset_password_email`](Self::send_reset_password_email) mailed: the second of three
    /// steps.
    ///
    /// # Errors
    ///
    /// Codes 2001 wrong code, 2300 expired code, 2004 no such user. [`Error::InvalidInput`] for an empty `email` or `code`.
    ///
    /// Documentation: none; the official SDKs have it as `verifyResetPasswordVerifyCode`. On the wire: mutation
    /// `verifyResetPasswordVerifyCode`.
    ///
    /// ```no_run
    /// # async fn example(authing: authing_client::Authing) -> Result<(), authing_client::Error> {
    /// authing.verify_reset_password_code("test@testmail.com", "123456").await?;
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "verifyResetPasswordVerifyCode")]
    pub async fn verify_reset_password_code(
        &self,
        email: impl Into<String>,
        code: impl Into<Secret>,
    ) -> Result<(), Error> {
        self.execute(VerifyResetPasswordCode::new(email, code))
            .await
            .map(drop)
    }

    /// Sets a new password with the code that [`send_reset_password_email`](Self::send_reset_password_email) mailed, and
    /// gives the user: the last of three steps.
    ///
    /// # Errors
    ///
    /// Codes 2001 wrong code, 2300 expired code, 2004 no such user, 2029 password shorter than 6 characters, 2016 the
    /// password was encrypted with another key than the service's, 2218 the user has no email. [`Error::InvalidInput`] for
    /// an empty `email` or `code`, and for a `password` that is empty or too long.
    ///
    /// Documentation: none; the official SDKs have it as `changePassword`. On the wire: mutation `changePassword`.
    ///
    /// ```no_run
    /// # async fn example(authing: authing_client::Authing) -> Result<(), authing_client::Error> {
    /// authing.send_reset_password_email("test@testmail.com").await?;
    /// authing.change_password("test@testmail.com", "123456", "the new password").await?;
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "changePassword")]
    pub async fn change_password(
        &self,
        email: impl Into<String>,
        code: impl Into<Secret>,
        password: impl Into<Secret>,
    ) -> Result<types::User, Error> {
        self.execute(ChangePassword::new(email, code, password))
            .await
    }
}
