//! The blocking counterparts of the hand-written asynchronous methods.

use authing_core::Secret;
use authing_core::v2::types::ServiceMessage;

use super::authentication::AuthenticationClient;
use super::login::{Login, RecoveredLogin};
use super::session::UserSession;
use crate::blocking::facade::facade;
use crate::error::{Error, MfaChallenge};

facade! {
    "crate::v2";

    /// # Logging in
    impl AuthenticationClient {
        /// Logs a user in with email address and password.
        #[doc(alias = "loginByEmail")]
        #[doc(alias = "使用邮箱登录")]
        fn login_by_email(
            &self,
            email: impl Into<String>,
            password: impl Into<Secret>,
        ) -> Result<Login, Error>;

        /// Logs a user in with login name and password.
        #[doc(alias = "loginByUsername")]
        #[doc(alias = "使用用户名登录")]
        fn login_by_username(
            &self,
            username: impl Into<String>,
            password: impl Into<Secret>,
        ) -> Result<Login, Error>;

        /// Logs a user in with mobile phone number and password.
        #[doc(alias = "loginByPhonePassword")]
        #[doc(alias = "使用手机号密码登录")]
        fn login_by_phone_password(
            &self,
            phone: impl Into<String>,
            password: impl Into<Secret>,
        ) -> Result<Login, Error>;

        /// Logs a user in with mobile phone number and the code that was sent to it. If no user has this number, the
        /// service registers one.
        #[doc(alias = "loginByPhoneCode")]
        #[doc(alias = "使用手机号验证码登录")]
        fn login_by_phone_code(
            &self,
            phone: impl Into<String>,
            code: impl Into<Secret>,
        ) -> Result<Login, Error>;

        /// Logs a user in with a sub-account and its password.
        #[doc(alias = "loginBySubAccount")]
        #[doc(alias = "使用子账户登录")]
        fn login_by_sub_account(
            &self,
            account: impl Into<String>,
            password: impl Into<Secret>,
        ) -> Result<Login, Error>;

        /// Logs a user in with email address and the code that was sent to it.
        #[doc(alias = "loginByEmailCode")]
        fn login_by_email_code(
            &self,
            email: impl Into<String>,
            code: impl Into<Secret>,
        ) -> Result<Login, Error>;

        /// Logs a user in with the login name and password of the LDAP directory that the user pool is connected to.
        #[doc(alias = "loginByLdap")]
        #[doc(alias = "使用 LDAP 用户名登录")]
        fn login_by_ldap(
            &self,
            username: impl Into<String>,
            password: impl Into<Secret>,
        ) -> Result<Login, Error>;

        /// Logs a user in with the login name and password of Active Directory, at a host of its own.
        #[doc(alias = "loginByAd")]
        #[doc(alias = "使用 AD 用户名登录")]
        fn login_by_ad(
            &self,
            username: impl Into<String>,
            password: impl Into<Secret>,
        ) -> Result<Login, Error>;

        /// Completes a login that needs a second step with the recovery code of the user's authenticator app. The service
        /// replaces the recovery code: the user must keep the new one.
        fn complete_mfa_by_recovery_code(
            &self,
            challenge: &MfaChallenge,
            recovery_code: impl Into<Secret>,
        ) -> Result<RecoveredLogin, Error>;
    }

    /// # Logging out
    impl UserSession {
        /// Logs the user out of the client's app: the token is no longer valid.
        #[doc(alias = "logout")]
        #[doc(alias = "退出登录")]
        fn log_out(&self) -> Result<ServiceMessage, Error>;
    }
}
