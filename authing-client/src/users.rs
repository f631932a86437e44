//! Looking users up.

use authing_core::{operations, types};

use crate::client::Authing;
use crate::error::Error;
use crate::session::Session;

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
