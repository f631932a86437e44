//! Users: finding and removing one, and whether one has a role.

mod find;
mod roles;

use authing_core::legacy::types;

use crate::error::Error;
use crate::legacy::authing::Authing;

/// # Users
impl Authing {
    /// Deletes a user, with the owner's token, and returns the deleted users.
    ///
    /// # Errors
    ///
    /// As [`remove_users`](Self::remove_users).
    ///
    /// Documentation: 删除用户. On the wire: mutation `removeUsers`.
    ///
    /// ```no_run
    /// # async fn example(authing: authing_client::Authing) -> Result<(), authing_client::Error> {
    /// authing.remove_user("5e4cdd055df3df65dc58b97d").await?;
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "remove")]
    pub async fn remove_user(
        &self,
        id: impl Into<String>,
    ) -> Result<Vec<types::RemovedUser>, Error> {
        self.remove_users([id]).await
    }
}
