//! Logging in and registering, codes, passwords and email addresses.

use authing_core::Secret;
use authing_core::legacy::types;

use super::Authing;
use crate::blocking::Login;
use crate::error::Error;

facade! {
    /// # Logging in
    impl Authing {
        /// Logs a user in with email address and password.
        #[doc(alias = "loginByEmail")]
        fn login_by_email(
            &self,
            email: impl Into<String>,
            password: impl Into<Secret>,
        ) -> Result<Login, Error>;

        /// Logs a user in with login name and password.
        #[doc(alias = "loginByUsername")]
        fn login_by_username(
            &self,
            username: impl Into<String>,
            password: impl Into<Secret>,
        ) -> Result<Login, Error>;

        /// Logs a user in with mobile phone number and password.
        #[doc(alias = "loginByPhonePassword")]
        fn login_by_phone_password(
            &self,
            phone: impl Into<String>,
            password: impl Into<Secret>,
        ) -> Result<Login, Error>;

        /// Logs a user in with mobile phone number and the code that [`send_login_code`](Self::send_login_code)
        /// sent there.
        #[doc(alias = "loginByPhoneCode")]
        fn login_by_phone_code(
            &self,
            phone: impl Into<String>,
            code: impl Into<Secret>,
        ) -> Result<Login, Error>;

        /// Logs a user in with the username and password of an LDAP directory.
        #[doc(alias = "loginByLDAP")]
        fn login_by_ldap(
            &self,
            username: impl Into<String>,
            password: impl Into<Secret>,
        ) -> Result<Login, Error>;
    }

    /// # Registering
    impl Authing {
        /// Registers a user with email address and password, and gives the new user, without a token.
        fn register(
            &self,
            email: impl Into<String>,
            password: impl Into<Secret>,
        ) -> Result<types::User, Error>;

        /// Registers a user with mobile phone number, password and the code that
        /// [`send_register_code`](Self::send_register_code) sent there, and gives the new user, without a token.
        #[doc(alias = "registerByPhone")]
        fn register_by_phone(
            &self,
            phone: impl Into<String>,
            password: impl Into<Secret>,
            code: impl Into<Secret>,
        ) -> Result<types::User, Error>;
    }

    /// # Codes by SMS
    impl Authing {
        /// Has a code sent to a mobile phone, to log in with: see
        /// [`login_by_phone_code`](Self::login_by_phone_code).
        #[doc(alias = "getVerificationCode")]
        #[doc(alias = "sendOneTimePhoneCode")]
        fn send_login_code(&self, phone: impl AsRef<str>) -> Result<(), Error>;

        /// Has a code sent to a mobile phone, to register with: see [`register_by_phone`](Self::register_by_phone).
        #[doc(alias = "sendRegisterPhoneCode")]
        fn send_register_code(&self, phone: impl AsRef<str>) -> Result<(), Error>;
    }

    /// # Forgotten passwords
    impl Authing {
        /// Mails a user who forgot the password a code: the first of three steps.
        #[doc(alias = "sendResetPasswordEmail")]
        fn send_reset_password_email(&self, email: impl Into<String>) -> Result<(), Error>;

        /// Checks the code that [`send_reset_password_email`](Self::send_reset_password_email) mailed: the second
        /// of three steps.
        #[doc(alias = "verifyResetPasswordVerifyCode")]
        fn verify_reset_password_code(
            &self,
            email: impl Into<String>,
            code: impl Into<Secret>,
        ) -> Result<(), Error>;

        /// Sets a new password with the code that [`send_reset_password_email`](Self::send_reset_password_email)
        /// mailed, and gives the user: the last of three steps.
        #[doc(alias = "changePassword")]
        fn change_password(
            &self,
            email: impl Into<String>,
            code: impl Into<Secret>,
            password: impl Into<Secret>,
        ) -> Result<types::User, Error>;
    }

    /// # Email addresses
    impl Authing {
        /// Has the code mailed that [`Session::update_email`](crate::Session::update_email) needs, with the owner's token.
        #[doc(alias = "sendChangeEmailVerifyCode")]
        fn send_change_email_code(&self, email: impl Into<String>) -> Result<(), Error>;

        /// Mails a user the link that verifies the email address and activates the account. It needs no token.
        #[doc(alias = "sendVerifyEmail")]
        #[doc(alias = "sendActivationEmail")]
        fn send_verification_email(&self, email: impl Into<String>) -> Result<(), Error>;
    }

    /// # Logging out
    impl Authing {
        /// Logs a user out everywhere, with the owner's token, and gives the user: the service no longer takes the
        /// user's token.
        #[doc(alias = "logout")]
        fn log_out(&self, user_id: impl Into<String>) -> Result<types::User, Error>;
    }
}
