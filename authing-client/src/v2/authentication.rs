//! The client of an app, with which users register and log in.

use std::fmt;
use std::sync::Arc;

use authing_core::v2::{AcceptsApp, V2};
use authing_core::{Operation, Secret};

use super::builder::AuthenticationBuilder;
use super::oidc::Provider;
use super::session::UserSession;
use crate::call::credentials::Credentials;
use crate::call::executor::Executor;
use crate::call::options::Options;
use crate::error::Error;
use crate::token::clock::Clock;

/// A client of one app, with which users register, log in and reset their passwords.
///
/// It has no token and no user: a login returns a [`Login`](super::Login) and changes nothing in the client, so one
/// program serves any number of users at once. A user's own calls go through the user's [`UserSession`]. Cloning the
/// client is cheap.
///
/// ```no_run
/// # async fn example() -> Result<(), authing_client::Error> {
/// use authing_client::v2::AuthenticationClient;
///
/// let auth = AuthenticationClient::builder("5f4cdd055df3df65dc58b97d")
///     .host("https://my-app.authing.cn")
///     .build()?;
/// let login = auth.login_by_email("test@testmail.com", "testpassword").await?;
/// println!("{:?} has logged in", login.user.email);
/// # Ok(())
/// # }
/// ```
///
/// An operation that needs a token does not compile here:
///
/// ```compile_fail,E0277
/// # async fn example(auth: authing_client::v2::AuthenticationClient) -> Result<(), authing_client::Error> {
/// use authing_client::v2::operations::ListUsers;
///
/// auth.execute(ListUsers::new()).await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct AuthenticationClient {
    executor: Arc<Executor<V2>>,
    app_id: Arc<str>,
    provider: Arc<Provider>,
}

impl AuthenticationClient {
    /// Starts building a client for the app with this id, from the app's page in the console.
    pub fn builder(app_id: impl Into<String>) -> AuthenticationBuilder {
        AuthenticationBuilder::new(app_id)
    }

    /// Creates a client from the environment variables listed at [`AuthenticationBuilder::from_env`], without sending
    /// anything.
    ///
    /// # Errors
    ///
    /// [`Error::Config`], which names the variable.
    pub fn from_env() -> Result<Self, Error> {
        AuthenticationBuilder::from_env()?.build()
    }

    pub(super) fn new(
        executor: Executor<V2>,
        app_id: &str,
        issuer: Option<String>,
        clock: Clock,
    ) -> Self {
        let issuer = issuer.unwrap_or_else(|| format!("{}/oidc", executor.shared.urls.as_str()));
        Self {
            executor: Arc::new(executor),
            app_id: app_id.into(),
            provider: Arc::new(Provider::new(issuer, clock)),
        }
    }

    /// Sends any operation that needs no token.
    ///
    /// # Errors
    ///
    /// [`Error`]: each operation documents the codes to expect.
    ///
    /// ```no_run
    /// # async fn example(auth: authing_client::v2::AuthenticationClient) -> Result<(), authing_client::Error> {
    /// use authing_client::v2::operations::CheckUserExists;
    ///
    /// let taken = auth.execute(CheckUserExists::new().email("test@testmail.com")).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn execute<O>(&self, operation: O) -> Result<O::Output, Error>
    where
        O: Operation<Api = V2>,
        O::Token: AcceptsApp,
    {
        self.executor.execute(operation, Credentials::None).await
    }

    /// Returns a session of a user whose token the program has: from its own login, or sent by a browser.
    ///
    /// Nothing is checked here; [`CheckLoginStatus`](super::operations::CheckLoginStatus) asks the service whether the
    /// token is still valid.
    #[doc(alias = "setToken")]
    #[doc(alias = "set_token")]
    pub fn session(&self, token: impl Into<Secret>) -> UserSession {
        UserSession::new(self.clone(), token.into())
    }

    /// Returns the app's id.
    #[must_use]
    pub fn app_id(&self) -> &str {
        &self.app_id
    }

    /// Returns the URL of the host that this client uses.
    #[must_use]
    pub fn host(&self) -> &str {
        self.executor.shared.urls.as_str()
    }

    /// Fetches the host's public key and returns whether passwords are encrypted with it: with another one, given by
    /// [`public_key_pem`](super::AuthenticationBuilder::public_key_pem) for example, the service can't read them.
    ///
    /// # Errors
    ///
    /// The errors of a request; the host may serve no key.
    pub async fn has_served_key(&self) -> Result<bool, Error> {
        self.executor.has_served_key().await
    }

    /// Returns the app's secret, if the program gave it.
    pub(super) fn app_secret(&self) -> Option<&Secret> {
        Some(&self.executor.shared.secret).filter(|secret| !secret.is_empty())
    }

    /// Returns the provider of the app's tokens.
    pub(super) fn provider(&self) -> &Provider {
        &self.provider
    }

    pub(super) fn executor(&self) -> &Executor<V2> {
        &self.executor
    }

    pub(crate) fn with(&self, change: impl FnOnce(&mut Options)) -> Self {
        Self {
            executor: Arc::new(self.executor.with(change)),
            app_id: Arc::clone(&self.app_id),
            provider: Arc::clone(&self.provider),
        }
    }
}

impl fmt::Debug for AuthenticationClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AuthenticationClient")
            .field("app_id", &self.app_id())
            .field("app_secret", &self.app_secret())
            .field("host", &self.host())
            .finish_non_exhaustive()
    }
}
