//! The blocking counterparts of the hand-written asynchronous methods.

use authing_core::Secret;
use authing_core::v2::types::ServiceMessage;

use super::authentication::AuthenticationClient;
use super::login::RecoveredLogin;
use super::session::UserSession;
use crate::blocking::facade::facade;
use crate::error::{Error, MfaChallenge};

facade! {
    "crate::v2";

    /// # Logging in
    impl AuthenticationClient {
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
