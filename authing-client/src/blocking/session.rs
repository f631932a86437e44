//! Acting as an end user, call by call.

use std::fmt;
use std::time::SystemTime;

use authing_core::legacy::{AcceptsUser, Legacy, types};
use authing_core::{Operation, Secret};

use super::authing::Authing;
use super::runtime;
use crate::error::Error;
use crate::token::jwt;

/// A user who has just logged in.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Login {
    /// The user, token included.
    pub user: types::User,
    session: Session,
}

impl Login {
    /// The user's token, for example to hand it to the user's browser.
    #[must_use]
    pub fn token(&self) -> &Secret {
        self.session.token()
    }

    /// When the user's token expires; `None` if the token is no JWT that says so. Its signature is not verified: see
    /// [`crate::Login::expires_at`].
    #[must_use]
    pub fn expires_at(&self) -> Option<SystemTime> {
        jwt::unverified_expiry(self.token().expose())
    }

    /// Acts as this user. Several calls give the same session.
    #[must_use]
    pub fn session(&self) -> Session {
        self.session.clone()
    }

    /// The user alone.
    #[must_use]
    pub fn into_user(self) -> types::User {
        self.user
    }
}

impl From<crate::Login> for Login {
    fn from(login: crate::Login) -> Self {
        Self {
            session: login.session().into(),
            user: login.into_user(),
        }
    }
}

/// One end user's login, whose calls wait for their answers: [`crate::Session`] for programs that are not asynchronous.
///
/// It comes from a [`Login`], or from [`Authing::session`]. It never renews the user's token.
#[derive(Clone)]
pub struct Session {
    pub(super) inner: crate::Session,
}

impl Session {
    /// Sends any operation that needs the user's token, or a token of either kind.
    ///
    /// # Errors
    ///
    /// Those of the asynchronous [`execute`](crate::Session::execute), and [`Error::BlockingInAsync`] in an asynchronous task.
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

    /// The id of the user whose token this is, as the token's content says it; `None` if the token is no JWT, or names no
    /// user.
    ///
    /// Nothing is checked: see [`crate::Session::user_id`].
    #[must_use]
    pub fn user_id(&self) -> Option<String> {
        self.inner.user_id()
    }

    /// The user's id, for an operation that needs it.
    pub(super) fn own_id(&self, operation: &'static str) -> Result<String, Error> {
        self.inner.own_id(operation)
    }

    /// The user's token, for example to hand it to the user's browser.
    #[must_use]
    pub fn token(&self) -> &Secret {
        self.inner.token()
    }

    /// The client that this session belongs to.
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
