//! The second step of a login.

use authing_core::Secret;
use authing_core::v2::operations::VerifyRecoveryCode;
use authing_core::v2::{MfaOperation, types};

use super::authentication::AuthenticationClient;
use super::login::Login;
use super::session::UserSession;
use crate::error::{Error, MfaChallenge};
use crate::login::{login_methods, token_of};

/// A user who has just logged in with a recovery code.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct RecoveredLogin {
    /// The user, including the token, and the new recovery code, which the user must keep.
    pub user: types::RecoveredUser,
    session: UserSession,
}

login_methods!(RecoveredLogin, UserSession, types::RecoveredUser);

/// # The second step of a login
impl AuthenticationClient {
    /// Completes a login that needs a second step.
    ///
    /// - `challenge`: the result of [`Error::mfa`] of the login. It is valid for six minutes, and stays valid after a
    ///   wrong code.
    /// - `operation`: [`VerifyTotp`](super::operations::VerifyTotp), [`VerifySmsMfa`](super::operations::VerifySmsMfa),
    ///   [`VerifyEmailMfa`](super::operations::VerifyEmailMfa) or [`VerifyFace`](super::operations::VerifyFace), as the
    ///   challenge's [`methods`](MfaChallenge::methods) say.
    ///
    /// # Errors
    ///
    /// Codes 6001 wrong code of the authenticator app, 2001 wrong code of the SMS or email, 2021 the challenge has expired;
    /// [`Error::Decode`] if the response has no token.
    ///
    /// On the wire: the operation, with the challenge's token.
    ///
    /// ```no_run
    /// # async fn example(
    /// #     auth: authing_client::v2::AuthenticationClient,
    /// #     challenge: authing_client::MfaChallenge,
    /// # ) -> Result<(), authing_client::Error> {
    /// use authing_client::v2::operations::VerifyTotp;
    ///
    /// let login = auth.complete_mfa(&challenge, VerifyTotp::new("123456")).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn complete_mfa<O: MfaOperation>(
        &self,
        challenge: &MfaChallenge,
        operation: O,
    ) -> Result<Login, Error> {
        let user = self.session(&challenge.token).execute(operation).await?;
        let session = self.session(token_of::<O>(user.token.as_ref())?);
        Ok(Login { user, session })
    }

    /// Completes a login that needs a second step with the recovery code of the user's authenticator app. The service
    /// replaces the recovery code: the user must keep the new one.
    ///
    /// - `challenge`: see [`complete_mfa`](Self::complete_mfa).
    ///
    /// # Errors
    ///
    /// Codes 6002 wrong code, 2021 the challenge has expired; [`Error::Decode`] if the response has no token.
    ///
    /// On the wire: `POST /api/v2/mfa/totp/recovery`, with the challenge's token.
    pub async fn complete_mfa_by_recovery_code(
        &self,
        challenge: &MfaChallenge,
        recovery_code: impl Into<Secret>,
    ) -> Result<RecoveredLogin, Error> {
        let operation = VerifyRecoveryCode::new(recovery_code);
        let user = self.session(&challenge.token).execute(operation).await?;
        let token = token_of::<VerifyRecoveryCode>(user.token.as_ref())?;
        let session = self.session(token);
        Ok(RecoveredLogin { user, session })
    }
}
