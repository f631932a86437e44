//! Users: a stream of all users, finding and removing one, and whether one has a role.

mod find;
mod roles;

use authing_core::legacy::operations::ListUsers;
use authing_core::legacy::types;

use crate::error::Error;
use crate::legacy::authing::Authing;
use crate::stream::ItemStream;

/// # Users
impl Authing {
    /// Returns a stream of all users of the pool, page by page, with the owner's token: [`stream`](Self::stream) of
    /// [`ListUsers`].
    ///
    /// No request is sent before the first user is read. [`ItemStream`] describes what happens if users are registered or
    /// removed in the meantime.
    ///
    /// # Errors
    ///
    /// The stream returns the errors of [`users`](Self::users) as an item, and ends after one.
    ///
    /// Documentation: 查询用户列表. On the wire: query `users`, once for each page.
    ///
    /// ```no_run
    /// # async fn example(authing: authing_client::Authing) -> Result<(), authing_client::Error> {
    /// let mut users = authing.users_stream().page_size(100);
    /// while let Some(user) = users.next().await {
    ///     println!("{:?}", user?.email);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "list")]
    pub fn users_stream(&self) -> ItemStream<ListUsers> {
        self.stream(ListUsers::new())
    }

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
