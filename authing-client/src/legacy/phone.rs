//! Mobile phone numbers.

use authing_core::Secret;
use authing_core::legacy::operations::UpdatePhone;
use authing_core::legacy::types;

use crate::error::Error;
use crate::legacy::session::Session;

/// # Phone number
impl Session {
    /// Changes this user's mobile phone number, with the code that
    /// [`Authing::send_login_code`](crate::Authing::send_login_code) sent to the new one, and gives the user as it is then.
    ///
    /// Whose number it is, the token says. A pool that has the old number verified too takes its code with
    /// [`UpdatePhone::old_phone`] and [`UpdatePhone::old_code`], through [`execute`](Self::execute).
    ///
    /// # Errors
    ///
    /// Codes 2001 wrong code, 2300 expired code, 2026 the number is another user's, 2028 malformed number, 2020, 2206 and
    /// 2207 if the service refuses the token. [`Error::InvalidInput`] for an empty `phone` or `code`.
    ///
    /// Documentation: 更新 Phone 信息. On the wire: mutation `updatePhone`.
    ///
    /// ```no_run
    /// # async fn example(session: authing_client::Session) -> Result<(), authing_client::Error> {
    /// session.authing().send_login_code("13900139000").await?;
    /// let user = session.update_phone("13900139000", "123456").await?;
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "updatePhone")]
    pub async fn update_phone(
        &self,
        phone: impl Into<String>,
        code: impl Into<Secret>,
    ) -> Result<types::User, Error> {
        self.execute(UpdatePhone::new(phone, code)).await
    }
}
