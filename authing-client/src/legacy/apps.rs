//! Revoking the authorization of an app.

use authing_core::Operation;
use authing_core::legacy::operations::RevokeAuthorizedApp;
use authing_core::legacy::types;

use crate::error::Error;
use crate::legacy::authing::Authing;
use crate::legacy::session::Session;

/// # Authorized apps
impl Authing {
    /// Revokes an app's access to a user's account, with the owner token. Returns whether the app is now revoked.
    ///
    /// To get the whole authorization, [`execute`](Self::execute) the operation.
    ///
    /// # Errors
    ///
    /// Codes 2011 and 2221 no such app. [`Error::InvalidInput`] if one of the ids is empty.
    ///
    /// Documentation: 撤回用户对某个 SSO 应用的授权. On the wire: mutation `RevokeUserAuthorizedApp`.
    ///
    /// ```no_run
    /// # async fn example(authing: authing_client::Authing) -> Result<(), authing_client::Error> {
    /// let (user_id, app_id) = ("5e4cdd055df3df65dc58b97d", "5d5e2f3b4c1e7a0001c2d3e4");
    /// assert!(authing.revoke_authorized_app(user_id, app_id).await?);
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "revokeAuthedApp")]
    #[doc(alias = "RevokeUserAuthorizedApp")]
    pub async fn revoke_authorized_app(
        &self,
        user_id: impl Into<String>,
        app_id: impl Into<String>,
    ) -> Result<bool, Error> {
        let revoke = RevokeAuthorizedApp::new(user_id, app_id);
        self.execute(revoke).await.map(is_revoked)
    }
}

/// # Authorized apps
impl Session {
    /// Revokes an app's access to this user's account. Returns whether the app is now revoked.
    ///
    /// The user's id is read from the token.
    ///
    /// # Errors
    ///
    /// Codes 2011 and 2221 no such app, 2020, 2206 and 2207 if the service rejects the token. [`Error::InvalidInput`]
    /// if `app_id` is empty, and with the field `token` if the token is not a JWT with a user id.
    ///
    /// Documentation: 撤回用户对某个 SSO 应用的授权. On the wire: mutation `RevokeUserAuthorizedApp`.
    ///
    /// ```no_run
    /// # async fn example(session: authing_client::Session) -> Result<(), authing_client::Error> {
    /// assert!(session.revoke_authorized_app("5d5e2f3b4c1e7a0001c2d3e4").await?);
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "revokeAuthedApp")]
    #[doc(alias = "RevokeUserAuthorizedApp")]
    pub async fn revoke_authorized_app(&self, app_id: impl Into<String>) -> Result<bool, Error> {
        let id = self.own_id(RevokeAuthorizedApp::NAME)?;
        let revoke = RevokeAuthorizedApp::new(id, app_id);
        self.execute(revoke).await.map(is_revoked)
    }
}

/// The service reports it as a string.
fn is_revoked(authorization: types::AppAuthorization) -> bool {
    let revoked = authorization.revoked.as_deref().unwrap_or_default();
    revoked.eq_ignore_ascii_case("true")
}
