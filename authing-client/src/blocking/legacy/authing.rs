//! The blocking client.

use std::fmt;

use authing_core::legacy::{AcceptsOwner, Legacy, LoginOperation};
use authing_core::{Operation, PagedOperation, Secret};

use super::session::{Login, Session};
use crate::blocking::item_iter::ItemIter;
use crate::blocking::runtime;
use crate::call::options::Options;
use crate::config::endpoints::Endpoints;
use crate::error::{Error, TokenError};
use crate::legacy::builder::Builder;
use crate::legacy::health::Preflight;
use crate::token::claims::TokenClaims;
use crate::token::verifier::TokenVerifier;

/// A client of one user pool whose calls block: [`crate::Authing`] for synchronous programs.
///
/// Created by [`connect_blocking`](Builder::connect_blocking). Cloning it is cheap, and all clones share the owner
/// token and the connections.
#[derive(Clone)]
pub struct Authing {
    pub(super) inner: crate::Authing,
}

impl Authing {
    /// Starts building a client for the user pool with this id and secret, both from the pool's page in the console.
    ///
    /// Finish with [`connect_blocking`](Builder::connect_blocking) or [`build_blocking`](Builder::build_blocking).
    pub fn builder(user_pool_id: impl Into<String>, secret: impl Into<Secret>) -> Builder {
        crate::Authing::builder(user_pool_id, secret)
    }

    /// Creates a client from the environment variables listed at [`Builder::from_env`], without sending anything.
    ///
    /// # Errors
    ///
    /// [`Error::Config`], which names the variable.
    pub fn from_env() -> Result<Self, Error> {
        crate::Authing::from_env().map(Self::new)
    }

    pub(super) fn new(inner: crate::Authing) -> Self {
        Self { inner }
    }

    pub(super) fn with(&self, change: impl FnOnce(&mut Options)) -> Self {
        Self::new(self.inner.with(change))
    }

    /// Sends any operation that needs no token or the owner token.
    ///
    /// ```no_run
    /// # fn example(authing: authing_client::blocking::Authing) -> Result<(), authing_client::Error> {
    /// use authing_client::operations::Register;
    ///
    /// let user = authing.execute(Register::new("test@testmail.com", "testpassword").nickname("Test"))?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// The errors of the asynchronous [`execute`](crate::Authing::execute), and [`Error::BlockingInAsync`] in an
    /// asynchronous task.
    pub fn execute<O>(&self, operation: O) -> Result<O::Output, Error>
    where
        O: Operation<Api = Legacy>,
        O::Token: AcceptsOwner,
    {
        runtime::wait(self.inner.execute(operation))
    }

    /// Returns an iterator over all items of a list operation, page by page: the blocking version of
    /// [`stream`](crate::Authing::stream).
    ///
    /// ```no_run
    /// # fn example(authing: authing_client::blocking::Authing) -> Result<(), authing_client::Error> {
    /// use authing_client::operations::ListRoles;
    ///
    /// for role in authing.iter(ListRoles::new()).page_size(100) {
    ///     println!("{:?}", role?.name);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// The iterator returns the operation's errors, and [`Error::BlockingInAsync`] in an asynchronous task, as an item, and ends
    /// after one.
    #[doc(alias = "all_pages")]
    #[doc(alias = "list")]
    #[doc(alias = "paginate")]
    #[doc(alias = "paginator")]
    #[doc(alias = "stream")]
    #[doc(alias = "pagination")]
    #[doc(alias = "分页")]
    pub fn iter<O>(&self, operation: O) -> ItemIter<O>
    where
        O: PagedOperation<Api = Legacy>,
        O::Token: AcceptsOwner,
    {
        ItemIter::new(self.inner.stream(operation))
    }

    /// Logs a user in with any [`LoginOperation`](crate::LoginOperation).
    ///
    /// # Errors
    ///
    /// The errors of the asynchronous [`login`](crate::Authing::login), and [`Error::BlockingInAsync`] in an
    /// asynchronous task.
    ///
    /// ```no_run
    /// # fn example(authing: authing_client::blocking::Authing) -> Result<(), authing_client::Error> {
    /// use authing_client::operations::LoginByEmail;
    ///
    /// let login = LoginByEmail::new("test@testmail.com", "testpassword").last_ip("203.0.113.7");
    /// let session = authing.login(login)?.session();
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "登录")]
    pub fn login<O: LoginOperation>(&self, operation: O) -> Result<Login, Error> {
        runtime::wait(self.inner.login(operation)).map(Login::from)
    }

    /// Returns a session of an end user whose token the program has: from its own login, or sent by a browser.
    ///
    /// Nothing is checked here; [`Session::login_status`] checks whether the token is still valid.
    #[doc(alias = "userToken")]
    pub fn session(&self, token: impl Into<Secret>) -> Session {
        self.inner.session(token).into()
    }

    /// Checks whether both services are up, in parallel. A service that is down is part of the result, not an error.
    ///
    /// # Errors
    ///
    /// [`Error::BlockingInAsync`] in an asynchronous task.
    #[doc(alias = "preflightFun")]
    #[doc(alias = "checkPreflight")]
    pub fn preflight(&self) -> Result<Preflight, Error> {
        runtime::wait(async { Ok(self.inner.preflight().await) })
    }

    /// Verifies a user's token locally: that it is signed with the pool's secret, has not expired (with a leeway of 60
    /// seconds), and belongs to this pool.
    ///
    /// For its limits, see [`crate::Authing::verify_token`]. It works in asynchronous tasks as well.
    ///
    /// # Errors
    ///
    /// [`TokenError`], which says what is wrong with the token.
    pub fn verify_token(&self, token: impl Into<Secret>) -> Result<TokenClaims, TokenError> {
        self.inner.verify_token(token)
    }

    /// Returns a verifier for users' tokens like [`verify_token`](Self::verify_token), with a custom leeway or time.
    pub fn token_verifier(&self) -> TokenVerifier {
        self.inner.token_verifier()
    }

    /// Returns the user pool's id.
    #[must_use]
    pub fn user_pool_id(&self) -> &str {
        self.inner.user_pool_id()
    }

    /// Returns the URLs that this client uses.
    #[must_use]
    pub fn endpoints(&self) -> &Endpoints {
        self.inner.endpoints()
    }
}

impl fmt::Debug for Authing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.fmt(f)
    }
}
