//! Blocking sessions of end users.

use std::fmt;

use authing_core::legacy::{AcceptsUser, Legacy, types};
use authing_core::{Operation, PagedOperation, Secret};

use super::authing::Authing;
use crate::blocking::item_iter::ItemIter;
use crate::blocking::runtime;
use crate::call::options::Options;
use crate::error::Error;
use crate::login::login_methods;

/// A user who has just logged in.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Login {
    /// The user, including the token.
    pub user: types::User,
    session: Session,
}

login_methods!(Login, Session, types::User);

impl From<crate::Login> for Login {
    fn from(login: crate::Login) -> Self {
        Self {
            session: login.session().into(),
            user: login.into_user(),
        }
    }
}

/// A session of one end user whose calls block: [`crate::Session`] for synchronous programs.
///
/// Created by a [`Login`] or by [`Authing::session`]. It never refreshes the user's token.
#[derive(Clone)]
pub struct Session {
    pub(super) inner: crate::Session,
}

impl Session {
    /// Sends any operation that needs the user's token, or a token of either kind.
    ///
    /// # Errors
    ///
    /// The errors of the asynchronous [`execute`](crate::Session::execute), and [`Error::BlockingInAsync`] in an
    /// asynchronous task.
    ///
    /// ```no_run
    /// # fn example(session: authing_client::blocking::Session) -> Result<(), authing_client::Error> {
    /// use authing_client::operations::UpdateEmail;
    ///
    /// let user = session.execute(UpdateEmail::new("new@testmail.com", "123456"))?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn execute<O>(&self, operation: O) -> Result<O::Output, Error>
    where
        O: Operation<Api = Legacy>,
        O::Token: AcceptsUser,
    {
        runtime::wait(self.inner.execute(operation))
    }

    /// Returns an iterator over all items of a list operation, page by page, as this user: the blocking version of
    /// [`stream`](crate::Session::stream).
    ///
    /// # Errors
    ///
    /// The iterator returns the operation's errors, and [`Error::BlockingInAsync`] in an asynchronous task, as an item, and ends
    /// after one.
    #[doc(alias = "all_pages")]
    #[doc(alias = "paginate")]
    #[doc(alias = "paginator")]
    #[doc(alias = "stream")]
    #[doc(alias = "pagination")]
    #[doc(alias = "分页")]
    pub fn iter<O>(&self, operation: O) -> ItemIter<O>
    where
        O: PagedOperation<Api = Legacy>,
        O::Token: AcceptsUser,
    {
        ItemIter::new(self.inner.stream(operation))
    }

    /// Returns the user's id from the token's content, or `None` if the token is not a JWT or has no user id.
    ///
    /// The token is not verified: see [`crate::Session::user_id`].
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

    pub(super) fn with(&self, change: impl FnOnce(&mut Options)) -> Self {
        self.inner.with(change).into()
    }

    /// Returns the client that this session belongs to.
    #[must_use]
    pub fn authing(&self) -> Authing {
        Authing::new(self.inner.authing().clone())
    }
}

impl From<crate::Session> for Session {
    fn from(inner: crate::Session) -> Self {
        Self { inner }
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.fmt(f)
    }
}
