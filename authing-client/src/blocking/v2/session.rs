//! Blocking sessions of end users.

use std::fmt;

use authing_core::v2::{AcceptsUser, V2};
use authing_core::{Operation, PagedOperation, Secret};

use super::authentication::AuthenticationClient;
use crate::blocking::item_iter::ItemIter;
use crate::blocking::runtime;
use crate::call::options::Options;
use crate::error::Error;

/// A session of one end user whose calls block: [`v2::UserSession`](crate::v2::UserSession) for synchronous programs.
///
/// Created by a [`Login`](super::Login) or by [`AuthenticationClient::session`]. It never refreshes the user's token.
///
/// ```no_run
/// # fn example(auth: authing_client::blocking::v2::AuthenticationClient) -> Result<(), authing_client::Error> {
/// let session = auth.session("eyJhbGciOi…"); // the part after `Bearer ` in the header
/// if let Some(user) = session.get_current_user()? {
///     println!("{:?}", user.email);
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct UserSession {
    pub(super) inner: crate::v2::UserSession,
}

impl UserSession {
    pub(super) fn new(inner: crate::v2::UserSession) -> Self {
        Self { inner }
    }

    /// Sends any operation that needs the user's token, or a token of either kind.
    ///
    /// # Errors
    ///
    /// The errors of the asynchronous [`execute`](crate::v2::UserSession::execute), and [`Error::BlockingInAsync`] in an
    /// asynchronous task.
    ///
    /// ```no_run
    /// # fn example(session: authing_client::blocking::v2::UserSession) -> Result<(), authing_client::Error> {
    /// use authing_client::v2::operations::UpdatePhone;
    ///
    /// let user = session.execute(UpdatePhone::new("13800138000", "1234"))?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn execute<O>(&self, operation: O) -> Result<O::Output, Error>
    where
        O: Operation<Api = V2>,
        O::Token: AcceptsUser,
    {
        runtime::wait(self.inner.execute(operation))
    }

    /// Returns an iterator over all items of a list operation, page by page, as this user: the blocking version of
    /// [`stream`](crate::v2::UserSession::stream).
    ///
    /// # Errors
    ///
    /// The iterator returns the operation's errors, and [`Error::BlockingInAsync`] in an asynchronous task, as an item, and
    /// ends after one.
    #[doc(alias = "all_pages")]
    #[doc(alias = "paginate")]
    #[doc(alias = "paginator")]
    #[doc(alias = "stream")]
    #[doc(alias = "pagination")]
    #[doc(alias = "分页")]
    pub fn iter<O>(&self, operation: O) -> ItemIter<O>
    where
        O: PagedOperation<Api = V2>,
        O::Token: AcceptsUser,
    {
        ItemIter::new(self.inner.stream(operation))
    }

    /// Returns the user's id from the token's content, or `None` if the token is not a JWT or has no user id.
    ///
    /// The token is not verified: see [`v2::UserSession::user_id`](crate::v2::UserSession::user_id).
    #[must_use]
    pub fn user_id(&self) -> Option<String> {
        self.inner.user_id()
    }

    /// Returns the user's id, for an operation that needs it.
    pub(super) fn own_id(&self, operation: &'static str) -> Result<String, Error> {
        self.inner.own_id(operation)
    }

    /// Returns the user's token, for example to pass it to the user's browser.
    #[must_use]
    pub fn token(&self) -> &Secret {
        self.inner.token()
    }

    /// Returns the client that this session belongs to.
    #[must_use]
    pub fn client(&self) -> AuthenticationClient {
        AuthenticationClient::new(self.inner.client().clone())
    }

    pub(super) fn with(&self, change: impl FnOnce(&mut Options)) -> Self {
        Self::new(self.inner.with(change))
    }
}

impl fmt::Debug for UserSession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.fmt(f)
    }
}
