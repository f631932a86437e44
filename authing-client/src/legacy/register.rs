//! Registering users.

use authing_core::Secret;
use authing_core::legacy::operations::{Register, RegisterByPhone};
use authing_core::legacy::types;

use crate::error::Error;
use crate::legacy::authing::Authing;

/// # Registering
///
/// The operation values [`Register`] and [`RegisterByPhone`] take more: names, addresses, an invitation code. Neither needs
/// a token.
impl Authing {
    /// Registers a user with email address and password, and gives the new user, without a token.
    ///
    /// # Errors
    ///
    /// Codes 2003 malformed email, 2026 user exists already, 2029 password shorter than 6 characters, 2016 the password was
    /// encrypted with another key than the service's, 2031 registration is closed, 2100 registering too often.
    /// [`Error::InvalidInput`] for an empty `email`, and for a `password` that is empty or too long.
    ///
    /// Documentation: 注册. On the wire: mutation `register`.
    ///
    /// ```no_run
    /// # async fn example(authing: authing_client::Authing) -> Result<(), authing_client::Error> {
    /// let user = authing.register("test@testmail.com", "testpassword").await?;
    /// println!("the new user's id is {}", user.id);
    /// # Ok(())
    /// # }
    /// ```
    pub async fn register(
        &self,
        email: impl Into<String>,
        password: impl Into<Secret>,
    ) -> Result<types::User, Error> {
        self.execute(Register::new(email, password)).await
    }

    /// Registers a user with mobile phone number, password and the code that
    /// [`send_register_code`](Self::send_register_code) sent there, and gives the new user, without a token.
    ///
    /// # Errors
    ///
    /// Codes 2001 wrong code, 2300 expired code, 2026 user exists already, 2028 malformed phone number, 2029 password shorter
    /// than 6 characters, 2016, 2031 and 2100 as for [`register`](Self::register). [`Error::InvalidInput`] for an empty
    /// `phone` or `code`, and for a `password` that is empty or too long.
    ///
    /// Documentation: 使用手机号注册. On the wire: mutation `register`.
    ///
    /// ```no_run
    /// # async fn example(authing: authing_client::Authing) -> Result<(), authing_client::Error> {
    /// authing.send_register_code("13800138000").await?;
    /// let user = authing.register_by_phone("13800138000", "testpassword", "123456").await?;
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "registerByPhone")]
    pub async fn register_by_phone(
        &self,
        phone: impl Into<String>,
        password: impl Into<Secret>,
        code: impl Into<Secret>,
    ) -> Result<types::User, Error> {
        self.execute(RegisterByPhone::new(phone, password, code))
            .await
    }
}
