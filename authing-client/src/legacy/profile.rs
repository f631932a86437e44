//! A user's own profile.

use authing_core::Operation;
use authing_core::legacy::operations::{GetUser, UpdateOpenidProfile, UpdateUser};
use authing_core::legacy::types;

use crate::error::Error;
use crate::legacy::session::Session;

/// # Own profile
impl Session {
    /// Returns this session's user, or `None` if the pool no longer has it. The id is filled in from the token.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`] with the field `token` if the token has no user id; codes 2020 no token, 2206 token
    /// expired, 2207 token invalid.
    ///
    /// Documentation: 查询用户数据. On the wire: query `user`, with the user's token.
    ///
    /// ```no_run
    /// # async fn example(session: authing_client::Session) -> Result<(), authing_client::Error> {
    /// let me = session.me().await?;
    /// println!("{:?}", me.and_then(|user| user.email));
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "user")]
    pub async fn me(&self) -> Result<Option<types::User>, Error> {
        let id = self.own_id(GetUser::NAME)?;
        self.execute(GetUser::new(id)).await
    }

    /// Changes this user's data and returns the updated user. The id is filled in from the token.
    ///
    /// Fields that are neither set nor cleared are unchanged. A new `password` requires the `old_password`. To change
    /// name, gender, date of birth and postal address, call [`update_openid_profile`](Self::update_openid_profile).
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`] with the field `token` if the token has no user id; the codes of
    /// [`UpdateUser`](crate::operations::UpdateUser).
    ///
    /// Documentation: 修改用户资料. On the wire: mutation `updateUser`, with the user's token.
    ///
    /// ```no_run
    /// # async fn example(session: authing_client::Session) -> Result<(), authing_client::Error> {
    /// let user = session
    ///     .update_profile(|profile| profile.nickname("Ada").clear_company())
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "update")]
    #[doc(alias = "updateUser")]
    pub async fn update_profile(
        &self,
        change: impl FnOnce(UpdateUser) -> UpdateUser,
    ) -> Result<types::User, Error> {
        let id = self.own_id(UpdateUser::NAME)?;
        self.execute(change(UpdateUser::new(id))).await
    }

    /// Changes this user's OpenID Connect profile and returns the updated profile. The id is filled in from the token.
    ///
    /// Fields that are neither set nor cleared are unchanged. [`get_openid_profile`](Self::get_openid_profile) returns it
    /// unchanged.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`] with the field `token` if the token has no user id; the codes of
    /// [`UpdateOpenidProfile`](crate::operations::UpdateOpenidProfile).
    ///
    /// Documentation: 修改用户资料. On the wire: mutation `updateUser`, with the user's token.
    ///
    /// ```no_run
    /// # async fn example(session: authing_client::Session) -> Result<(), authing_client::Error> {
    /// let profile = session
    ///     .update_openid_profile(|profile| profile.birthdate("1815-12-10").clear_country())
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "update")]
    #[doc(alias = "updateUser")]
    pub async fn update_openid_profile(
        &self,
        change: impl FnOnce(UpdateOpenidProfile) -> UpdateOpenidProfile,
    ) -> Result<types::OpenidProfile, Error> {
        let id = self.own_id(UpdateOpenidProfile::NAME)?;
        self.execute(change(UpdateOpenidProfile::new(id))).await
    }
}
