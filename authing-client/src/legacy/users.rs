//! Looking users up, listing and removing them.

mod stream;

use authing_core::legacy::operations::{ListUsers, LoginHistoryOfUser, RemoveUsers, UsersByIds};
use authing_core::legacy::{operations, types};

use crate::error::Error;
use crate::legacy::authing::Authing;
use crate::legacy::session::Session;
pub use stream::UsersStream;

/// # Users
impl Authing {
    /// Looks a user up by id, with the owner's token; `None` if the pool has no such user.
    ///
    /// # Errors
    ///
    /// Code 500 if the id is malformed: it is 24 hexadecimal digits. [`Error::InvalidInput`] if it is empty.
    ///
    /// Documentation: 查询用户数据. On the wire: query `user`.
    ///
    /// ```no_run
    /// # async fn example(authing: authing_client::Authing) -> Result<(), authing_client::Error> {
    /// match authing.user("5e4cdd055df3df65dc58b97d").await? {
    ///     Some(user) => println!("{:?}", user.email),
    ///     None => println!("no such user"),
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn user(&self, id: impl Into<String>) -> Result<Option<types::User>, Error> {
        self.execute(operations::User::new(id)).await
    }

    /// Looks up where and when a user has logged in, with the owner's token; `None` if the pool has no such user.
    ///
    /// # Errors
    ///
    /// Code 500 if the id is malformed: it is 24 hexadecimal digits. [`Error::InvalidInput`] if it is empty.
    ///
    /// Documentation: 查询用户数据. On the wire: query `user`.
    ///
    /// ```no_run
    /// # async fn example(authing: authing_client::Authing) -> Result<(), authing_client::Error> {
    /// if let Some(history) = authing.login_history("5e4cdd055df3df65dc58b97d").await? {
    ///     for login in history.logins.map(|logins| logins.list).unwrap_or_default() {
    ///         println!("{:?} from {:?}", login.date, login.ip);
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "userLoginHistory")]
    #[doc(alias = "userLocation")]
    pub async fn login_history(
        &self,
        user_id: impl Into<String>,
    ) -> Result<Option<types::LoginHistory>, Error> {
        self.execute(LoginHistoryOfUser::new(user_id)).await
    }

    /// Lists one page of the pool's users, with the owner's token.
    ///
    /// `page` counts from 1, and `count` is how many users a page has; the service's defaults are 1 and 10. For all users,
    /// see [`users_stream`](Self::users_stream).
    ///
    /// # Errors
    ///
    /// [`Error`] if the service can't be asked.
    ///
    /// Documentation: 查询用户列表. On the wire: query `users`.
    ///
    /// ```no_run
    /// # async fn example(authing: authing_client::Authing) -> Result<(), authing_client::Error> {
    /// let page = authing.users(1, 10).await?;
    /// println!("{} of {} users", page.list.len(), page.total_count);
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "list")]
    #[doc(alias = "list_users")]
    pub async fn users(&self, page: i32, count: i32) -> Result<types::UserPage, Error> {
        self.execute(ListUsers::new().page(page).count(count)).await
    }

    /// Gives all of the pool's users one after the other, page by page, with the owner's token.
    ///
    /// Nothing is sent before the first user is asked for. [`UsersStream`] says what becomes of users that are registered
    /// or removed meanwhile.
    ///
    /// # Errors
    ///
    /// Those of [`users`](Self::users), as an item of the stream, which ends then.
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
    pub fn users_stream(&self) -> UsersStream {
        UsersStream::new(self.clone())
    }

    /// Looks users up by their ids, up to 80 at once, with the owner's token. Ids that the pool does not know are passed
    /// over.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`] if there is no id, one that is empty, or more than 80 (the service's code 2030).
    ///
    /// Documentation: none; the official SDKs have it as `userPatch`. On the wire: query `userPatch`.
    ///
    /// ```no_run
    /// # async fn example(authing: authing_client::Authing) -> Result<(), authing_client::Error> {
    /// let ids = ["5e4cdd055df3df65dc58b97d", "5aec1ea610ecb800018db176"];
    /// for user in authing.users_by_ids(ids).await?.list {
    ///     println!("{:?}", user.email);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "userPatch")]
    pub async fn users_by_ids(
        &self,
        ids: impl IntoIterator<Item = impl Into<String>>,
    ) -> Result<types::UserPage, Error> {
        self.execute(UsersByIds::new(ids)).await
    }

    /// Deletes users, with the owner's token, and gives those that are gone.
    ///
    /// # Errors
    ///
    /// Codes 2209 this user may not be deleted, 2210 deletion failed, such as for lack of such a user, 2212 the root user
    /// can't be deleted, 500 a malformed id. [`Error::InvalidInput`] if there is no id, or one that is empty.
    ///
    /// Documentation: 删除用户. On the wire: mutation `removeUsers`.
    ///
    /// ```no_run
    /// # async fn example(authing: authing_client::Authing) -> Result<(), authing_client::Error> {
    /// let ids = ["5e4cdd055df3df65dc58b97d", "5aec1ea610ecb800018db176"];
    /// let removed = authing.remove_users(ids).await?;
    /// println!("{} users are gone", removed.len());
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "remove")]
    pub async fn remove_users(
        &self,
        ids: impl IntoIterator<Item = impl Into<String>>,
    ) -> Result<Vec<types::RemovedUser>, Error> {
        self.execute(RemoveUsers::new(ids)).await
    }

    /// Deletes a user, with the owner's token, and gives what is gone.
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

/// # Users
impl Session {
    /// Looks a user up by id, with this user's token; `None` if the pool has no such user.
    ///
    /// The service's documents advise the owner's token for this: [`Authing::user`].
    ///
    /// # Errors
    ///
    /// As [`Authing::user`], and codes 2020, 2206 and 2207 if the service refuses the token.
    ///
    /// Documentation: 查询用户数据. On the wire: query `user`.
    ///
    /// ```no_run
    /// # async fn example(session: authing_client::Session) -> Result<(), authing_client::Error> {
    /// let user = session.user("5e4cdd055df3df65dc58b97d").await?;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn user(&self, id: impl Into<String>) -> Result<Option<types::User>, Error> {
        self.execute(operations::User::new(id)).await
    }
}
