//! The blocking client of an app.

use std::fmt;

use authing_core::v2::{AcceptsApp, LoginOperation, MfaOperation, V2};
use authing_core::{Operation, Secret};

use super::login::Login;
use super::session::UserSession;
use crate::blocking::runtime;
use crate::call::options::Options;
use crate::error::{Error, MfaChallenge};
use crate::v2::AuthenticationBuilder;

/// A client of one app whose calls block: [`v2::AuthenticationClient`](crate::v2::AuthenticationClient) for synchronous
/// programs.
///
/// Created by [`build_blocking`](AuthenticationBuilder::build_blocking). It has no token and no user; cloning it is cheap.
///
/// ```no_run
/// # fn example() -> Result<(), authing_client::Error> {
/// use authing_client::blocking::v2::AuthenticationClient;
///
/// let auth = AuthenticationClient::builder("5f4cdd055df3df65dc58b97d")
///     .host("https://my-app.authing.cn")
///     .build_blocking()?;
/// let login = auth.login_by_email("test@testmail.com", "testpassword")?;
/// println!("{:?} has logged in", login.user.email);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct AuthenticationClient {
    pub(super) inner: crate::v2::AuthenticationClient,
}

impl AuthenticationClient {
    /// Starts building a client for the app with this id, from the app's page in the console.
    ///
    /// Finish with [`build_blocking`](AuthenticationBuilder::build_blocking).
    pub fn builder(app_id: impl Into<String>) -> AuthenticationBuilder {
        crate::v2::AuthenticationClient::builder(app_id)
    }

    /// Creates a client from the environment variables listed at [`AuthenticationBuilder::from_env`], without sending
    /// anything.
    ///
    /// # Errors
    ///
    /// [`Error::Config`], which names the variable.
    pub fn from_env() -> Result<Self, Error> {
        crate::v2::AuthenticationClient::from_env().map(Self::new)
    }

    pub(super) fn new(inner: crate::v2::AuthenticationClient) -> Self {
        Self { inner }
    }

    /// Sends any operation that needs no token.
    ///
    /// # Errors
    ///
    /// The errors of the asynchronous [`execute`](crate::v2::AuthenticationClient::execute), and
    /// [`Error::BlockingInAsync`] in an asynchronous task.
    ///
    /// ```no_run
    /// # fn example(auth: authing_client::blocking::v2::AuthenticationClient) -> Result<(), authing_client::Error> {
    /// use authing_client::v2::operations::CheckUserExists;
    ///
    /// let taken = auth.execute(CheckUserExists::new().email("test@testmail.com"))?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn execute<O>(&self, operation: O) -> Result<O::Output, Error>
    where
        O: Operation<Api = V2>,
        O::Token: AcceptsApp,
    {
        runtime::wait(self.inner.execute(operation))
    }

    /// Logs a user in with any [`LoginOperation`](crate::v2::LoginOperation).
    ///
    /// # Errors
    ///
    /// The errors of the asynchronous [`login`](crate::v2::AuthenticationClient::login), and [`Error::BlockingInAsync`] in
    /// an asynchronous task.
    ///
    /// ```no_run
    /// # fn example(auth: authing_client::blocking::v2::AuthenticationClient) -> Result<(), authing_client::Error> {
    /// use authing_client::v2::operations::LoginByEmail;
    ///
    /// let login = LoginByEmail::new("test@testmail.com", "testpassword").client_ip("203.0.113.7");
    /// let session = auth.login(login)?.session();
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "登录")]
    pub fn login<O: LoginOperation>(&self, operation: O) -> Result<Login, Error> {
        runtime::wait(self.inner.login(operation)).map(Login::from)
    }

    /// Completes a login that needs a second step.
    ///
    /// # Errors
    ///
    /// The errors of the asynchronous [`complete_mfa`](crate::v2::AuthenticationClient::complete_mfa), and
    /// [`Error::BlockingInAsync`] in an asynchronous task.
    pub fn complete_mfa<O: MfaOperation>(
        &self,
        challenge: &MfaChallenge,
        operation: O,
    ) -> Result<Login, Error> {
        runtime::wait(self.inner.complete_mfa(challenge, operation)).map(Login::from)
    }

    /// Returns a session of a user whose token the program has: from its own login, or sent by a browser.
    ///
    /// Nothing is checked here; [`CheckLoginStatus`](crate::v2::operations::CheckLoginStatus) asks the service whether the
    /// token is still valid.
    #[doc(alias = "setToken")]
    #[doc(alias = "set_token")]
    pub fn session(&self, token: impl Into<Secret>) -> UserSession {
        UserSession::new(self.inner.session(token))
    }

    /// Returns the app's id.
    #[must_use]
    pub fn app_id(&self) -> &str {
        self.inner.app_id()
    }

    /// Returns the URL of the host that this client uses.
    #[must_use]
    pub fn host(&self) -> &str {
        self.inner.host()
    }

    pub(super) fn with(&self, change: impl FnOnce(&mut Options)) -> Self {
        Self::new(self.inner.with(change))
    }
}

impl fmt::Debug for AuthenticationClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.fmt(f)
    }
}
