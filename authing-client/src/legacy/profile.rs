//! Changing a user's data.

use authing_core::legacy::operations::UpdateUser;
use authing_core::legacy::types;

use crate::error::Error;
use crate::legacy::authing::Authing;
use crate::legacy::session::Session;

/// # Profiles
impl Authing {
    /// Changes a user's data, with the owner's token, and gives the user as it is then.
    ///
    /// [`UpdateUser`] has a method for each field, and for most a second one that clears it. What is neither set nor
    /// cleared stays as it is.
    ///
    /// # Errors
    ///
    /// Codes 2004 no such user, 2018 this may not be changed, 2026 user exists already, 2029 password shorter than 6
    /// characters, 2016 the password was encrypted with another key than the service's, 2200 email taken, 2201 old password
    /// missing, 2203 old password wrong, 2204 malformed email. [`Error::InvalidInput`] for an empty id, and for a
    /// `password` without an `old_password`, or one of them empty or too long.
    ///
    /// Documentation: 修改用户资料. On the wire: mutation `updateUser`.
    ///
    /// ```no_run
    /// # async fn example(authing: authing_client::Authing) -> Result<(), authing_client::Error> {
    /// use authing_client::operations::UpdateUser;
    ///
    /// let update = UpdateUser::new("5e4cdd055df3df65dc58b97d")
    ///     .nickname("Test")
    ///     .clear_company();
    /// let user = authing.update_user(update).await?;
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "update")]
    pub async fn update_user(&self, update: UpdateUser) -> Result<types::User, Error> {
        self.execute(update).await
    }
}

/// # Profiles
impl Session {
    /// Changes a user's data, with this user's token, and gives the user as it is then.
    ///
    /// Users may change their own data: [`user_id`](Self::user_id) tells the id.
    ///
    /// # Errors
    ///
    /// As [`Authing::update_user`], and codes 2202 if it is another user's data, 2020, 2206 and 2207 if the service refuses
    /// the token.
    ///
    /// Documentation: 修改用户资料. On the wire: mutation `updateUser`.
    ///
    /// ```no_run
    /// # async fn example(login: authing_client::Login) -> Result<(), authing_client::Error> {
    /// use authing_client::operations::UpdateUser;
    ///
    /// let update = UpdateUser::new(&login.user.id)
    ///     .password("the new password")
    ///     .old_password("testpassword");
    /// login.session().update_user(update).await?;
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "update")]
    pub async fn update_user(&self, update: UpdateUser) -> Result<types::User, Error> {
        self.execute(update).await
    }
}
