//! Codes sent by SMS.

use authing_core::InvalidInput;

use crate::error::Error;
use crate::legacy::authing::Authing;

/// # Codes by SMS
///
/// The service sends these codes through REST paths, without a token. It reports failures in a response with HTTP
/// status 200; here they are [`Error::Api`] like any other error, with the service's message in its text.
impl Authing {
    /// Sends an SMS code for [`login_by_phone_code`](Self::login_by_phone_code).
    ///
    /// # Errors
    ///
    /// Code 500 with the service's reason, such as too many requests; the operation is called `send_smscode`.
    /// [`Error::InvalidInput`] if `phone` is empty or has no digits.
    ///
    /// Documentation: 发送登陆验证码. On the wire: `GET /send_smscode/{phone}/{user pool id}`.
    ///
    /// ```no_run
    /// # async fn example(authing: authing_client::Authing) -> Result<(), authing_client::Error> {
    /// authing.send_login_code("13800138000").await?;
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "getVerificationCode")]
    #[doc(alias = "sendOneTimePhoneCode")]
    pub async fn send_login_code(&self, phone: impl AsRef<str>) -> Result<(), Error> {
        self.send_code("send_smscode", &["send_smscode"], phone.as_ref())
            .await
    }

    /// Sends an SMS code for [`register_by_phone`](Self::register_by_phone).
    ///
    /// # Errors
    ///
    /// The same as [`send_login_code`](Self::send_login_code); the operation is called `send_register_smscode`.
    ///
    /// Documentation: 发送注册验证码. On the wire: `GET /notification/send_register_smscode/{phone}/{user pool id}`.
    ///
    /// ```no_run
    /// # async fn example(authing: authing_client::Authing) -> Result<(), authing_client::Error> {
    /// authing.send_register_code("13800138000").await?;
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "sendRegisterPhoneCode")]
    pub async fn send_register_code(&self, phone: impl AsRef<str>) -> Result<(), Error> {
        self.send_code(
            "send_register_smscode",
            &["notification", "send_register_smscode"],
            phone.as_ref(),
        )
        .await
    }

    async fn send_code(
        &self,
        operation: &'static str,
        path: &[&str],
        phone: &str,
    ) -> Result<(), Error> {
        let invalid = |reason| {
            Err(Error::invalid(
                operation,
                InvalidInput::new("phone", reason),
            ))
        };
        if phone.trim().is_empty() {
            return invalid("must not be empty");
        }
        // This also rejects `.` and `..`, which would lead to another path.
        if !phone.contains(char::is_numeric) {
            return invalid("must contain digits");
        }
        self.executor().send_sms_code(operation, path, phone).await
    }
}
