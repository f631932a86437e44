//! Sessions of end users.

use std::fmt;
use std::sync::Arc;

use authing_core::legacy::{AcceptsUser, Legacy};
use authing_core::{Operation, PagedOperation, Secret};

use crate::call::credentials::Credentials;
use crate::call::options::Options;
use crate::error::Error;
use crate::exact;
use crate::legacy::authing::Authing;
use crate::stream::ItemStream;
use crate::token::bearer::no_user_id;
use crate::token::jwt;

/// A session of one end user: sends operations with that user's token.
///
/// Created by a [`Login`](crate::Login), or by [`Authing::session`] from a token sent by a browser. It is cheap to
/// clone, independent of other sessions, and never refreshes the user's token: when the service rejects the token
/// (codes 2020, 2206 and 2207), the user must log in again.
///
/// The token that an operation needs is part of its type. An operation that acts as an end user is sent by a session:
///
/// ```no_run
/// # async fn example(authing: authing_client::Authing) -> Result<(), authing_client::Error> {
/// use authing_client::operations::CheckLoginStatus;
///
/// let session = authing.session("eyJhbGciOi…");
/// let status = session.execute(CheckLoginStatus::new()).await?;
/// # Ok(())
/// # }
/// ```
///
/// and does not compile on a client, which has only the owner token:
///
/// ```compile_fail,E0277
/// # async fn example(authing: authing_client::Authing) -> Result<(), authing_client::Error> {
/// use authing_client::operations::CheckLoginStatus;
///
/// let status = authing.execute(CheckLoginStatus::new()).await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Session {
    authing: Authing,
    token: Arc<Secret>,
}

impl Session {
    pub(crate) fn new(authing: Authing, token: Secret) -> Self {
        Self {
            authing,
            token: Arc::new(exact::trimmed(token)),
        }
    }

    /// Sends any operation that needs the user's token, or a token of either kind.
    ///
    /// # Errors
    ///
    /// [`Error`]: each operation documents the codes to expect. A token that is empty, in quotes, a whole
    /// `Authorization` header, or not a valid HTTP header value is [`Error::InvalidInput`] with the field `token`;
    /// nothing is sent.
    ///
    /// ```no_run
    /// # async fn example(session: authing_client::Session) -> Result<(), authing_client::Error> {
    /// use authing_client::operations::UpdateEmail;
    ///
    /// let user = session.execute(UpdateEmail::new("new@testmail.com", "123456")).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn execute<O>(&self, operation: O) -> Result<O::Output, Error>
    where
        O: Operation<Api = Legacy>,
        O::Token: AcceptsUser,
    {
        self.authing
            .executor()
            .execute(operation, Credentials::User(&self.token))
            .await
    }

    /// Returns a stream of all items of a list operation, page by page, as this user: like [`Authing::stream`], for operations
    /// that need the user's token or accept any token.
    ///
    /// ```no_run
    /// # async fn example(session: authing_client::Session) -> Result<(), authing_client::Error> {
    /// use authing_client::operations::ListUsersOfRole;
    ///
    /// let mut members = session.stream(ListUsersOfRole::new("5d5e2f3b4c1e7a0001c2d3e4"));
    /// while let Some(assignment) = members.next().await {
    ///     println!("{:?}", assignment?.user);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// An operation that needs the owner's token does not compile here:
    ///
    /// ```compile_fail,E0277
    /// # fn example(session: authing_client::Session) {
    /// use authing_client::operations::ListRoles;
    ///
    /// let roles = session.stream(ListRoles::new());
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// The stream returns the operation's errors as an item, and ends after one.
    #[doc(alias = "all_pages")]
    #[doc(alias = "paginate")]
    #[doc(alias = "paginator")]
    #[doc(alias = "pagination")]
    #[doc(alias = "分页")]
    pub fn stream<O>(&self, operation: O) -> ItemStream<O>
    where
        O: PagedOperation<Api = Legacy>,
        O::Token: AcceptsUser,
    {
        let session = self.clone();
        ItemStream::new(operation, move |page| {
            let session = session.clone();
            async move { session.execute(page).await }
        })
    }

    /// Returns the user's id from the token's content, or `None` if the token is not a JWT or has no user id.
    ///
    /// The token is not verified, so anyone could have made up its content. Use the id to fill in a variable, where the
    /// service checks the token anyway. To authenticate a user, call [`Authing::verify_token`] or
    /// [`login_status`](Self::login_status).
    ///
    /// ```
    /// # fn example(session: authing_client::Session) {
    /// use authing_client::operations::UpdateUser;
    ///
    /// let update = session.user_id().map(|id| UpdateUser::new(id).nickname("Test"));
    /// # }
    /// ```
    #[must_use]
    pub fn user_id(&self) -> Option<String> {
        let payload = jwt::unverified_payload(self.token.expose())?;
        let id = payload.get("data")?.get("id")?.as_str()?;
        (!id.trim().is_empty()).then(|| id.to_owned())
    }

    /// Returns the user's id, for an operation that needs it.
    pub(crate) fn own_id(&self, operation: &'static str) -> Result<String, Error> {
        self.user_id()
            .ok_or_else(|| no_user_id(operation, &self.token))
    }

    /// Returns the user's token, for example to pass it to the user's browser.
    #[must_use]
    pub fn token(&self) -> &Secret {
        &self.token
    }

    pub(crate) fn with(&self, change: impl FnOnce(&mut Options)) -> Self {
        Self {
            authing: self.authing.with(change),
            token: Arc::clone(&self.token),
        }
    }

    /// Returns the client that this session belongs to.
    #[must_use]
    pub fn authing(&self) -> &Authing {
        &self.authing
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session")
            .field("user_pool_id", &self.authing.user_pool_id())
            .field("token", &self.token)
            .finish()
    }
}
