//! A running emulator.

mod environment;
mod operator;
pub(crate) mod suites;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinHandle;

use crate::builder::Builder;
use crate::builder::start_error::StartError;
use crate::clock::Clock;
use crate::control::Control;
use crate::engine::request::V2_PATH;
use crate::rules::pool::Pool;
use crate::server::serving::thread::Server;
use crate::server::serving::tls::Authority;
use crate::store::StoreError;
use crate::store::messages::{self, MESSAGES, Message};

/// A local Authing with one user pool. Dropping it stops it, and closes its data file if it has one.
///
/// ```
/// # tokio::runtime::Runtime::new().unwrap().block_on(async {
/// use authing_emulator::Emulator;
///
/// let emulator = Emulator::start().await?;
/// assert!(emulator.users_url().ends_with("/users/graphql"));
/// assert!(emulator.messages().is_empty());
/// # Ok::<_, authing_emulator::StartError>(()) }).unwrap();
/// ```
pub struct Emulator {
    pub(crate) pool: Arc<Pool>,
    control: Arc<Control>,
    server: Server,
    authority: Option<Box<Authority>>,
}

impl Emulator {
    /// Starts an emulator with the defaults: a new user pool in memory, on a free port of the loopback interface.
    ///
    /// # Errors
    ///
    /// If it can't listen.
    pub async fn start() -> Result<Self, StartError> {
        Self::builder().start().await
    }

    /// Returns a builder, which configures an emulator and starts it.
    pub fn builder() -> Builder {
        Builder::default()
    }

    pub(crate) fn new(
        pool: Arc<Pool>,
        control: Arc<Control>,
        server: Server,
        authority: Option<Authority>,
    ) -> Self {
        Self {
            pool,
            control,
            server,
            authority: authority.map(Box::new),
        }
    }

    /// Stops the emulator once the requests in flight are finished, or after ten seconds. Requests that a fault delays
    /// are finished at once. The data file, if any, can be used again when this returns.
    pub async fn shut_down(self) {
        self.control.faults.stop_waiting();
        self.server.shut_down().await;
    }

    /// Completes after this time, with any async runtime.
    fn timer(&self, time: Duration) -> JoinHandle<()> {
        self.server.timer(time)
    }

    /// Returns the base URL of all endpoints, without a trailing slash.
    #[must_use]
    pub fn base_url(&self) -> String {
        self.pool.base_url.clone()
    }

    /// Returns the URL of the users service's GraphQL endpoint.
    #[must_use]
    pub fn users_url(&self) -> String {
        self.base_url() + "/users/graphql"
    }

    /// Returns the URL of the oauth service's GraphQL endpoint.
    #[must_use]
    pub fn oauth_url(&self) -> String {
        self.base_url() + "/oauth/graphql"
    }

    /// Returns the URL of one GraphQL endpoint for both services, as private deployments have it.
    #[must_use]
    pub fn graphql_url(&self) -> String {
        self.base_url() + "/graphql"
    }

    /// Returns the id of an app of the pool, for clients of the v2 API: the seed's first OpenID Connect app, or a new one.
    #[must_use]
    pub fn app_id(&self) -> &str {
        &self.pool.app.id
    }

    /// Returns the secret of the app, which is the key of its users' tokens.
    #[must_use]
    pub fn app_secret(&self) -> &str {
        self.pool.app.secret.as_deref().unwrap_or_default()
    }

    /// Returns the issuer of the app's tokens: an OpenID Connect client finds everything else under it, at
    /// `/.well-known/openid-configuration`.
    #[must_use]
    pub fn issuer(&self) -> String {
        self.pool.issuer()
    }

    /// Returns the URL of the v2 API's GraphQL endpoint.
    #[must_use]
    pub fn graphql_v2_url(&self) -> String {
        self.base_url() + V2_PATH
    }

    /// Returns the URL that sets the ways in which a login to an app must be confirmed, for programs that can't call
    /// [`set_app_mfa`](Self::set_app_mfa).
    #[must_use]
    pub fn app_mfa_url(&self) -> String {
        self.base_url() + "/operator/app_mfa"
    }

    /// Returns the URL under which uploaded files can be read.
    #[must_use]
    pub fn cdn_url(&self) -> String {
        self.base_url() + "/cdn"
    }

    /// Returns the URL for uploads.
    #[must_use]
    pub fn upload_url(&self) -> String {
        self.base_url() + "/upload"
    }

    /// Returns the URL of the sent messages as JSON.
    #[must_use]
    pub fn messages_url(&self) -> String {
        self.base_url() + "/messages"
    }

    /// Returns the URL of a web page that shows the emulator's activity live.
    #[must_use]
    pub fn page_url(&self) -> String {
        self.base_url() + "/"
    }

    /// Returns the id of the user pool.
    #[must_use]
    pub fn user_pool_id(&self) -> &str {
        &self.pool.user_pool_id
    }

    /// Returns the secret of the user pool.
    #[must_use]
    pub fn secret(&self) -> &str {
        &self.pool.secret
    }

    /// Returns the key that clients encrypt passwords with, in PEM form.
    #[must_use]
    pub fn public_key_pem(&self) -> &str {
        self.pool.password_key.public_pem()
    }

    /// Returns the certificate of the authority that clients must trust, in PEM form, if the emulator has
    /// [TLS](Builder::tls).
    #[cfg(feature = "tls")]
    #[must_use]
    pub fn certificate_authority(&self) -> Option<&str> {
        self.authority.as_deref().map(Authority::pem)
    }

    /// Returns the path of a file with the [certificate authority](Self::certificate_authority), which exists as long as the
    /// emulator. It is in the system's folder for temporary files.
    #[cfg(feature = "tls")]
    #[must_use]
    pub fn certificate_authority_file(&self) -> Option<&std::path::Path> {
        self.authority.as_deref().map(Authority::path)
    }

    /// Returns the emulator's clock. Advancing it makes tokens and codes expire.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.pool.clock
    }

    /// Returns the text messages and mails sent, newest last. The newest thousand are kept.
    #[must_use]
    pub fn messages(&self) -> Vec<Message> {
        let read = self.pool.store.read();
        or_none(read.and_then(|read| MESSAGES.all(&read)))
    }

    /// Returns the code in the newest message to this phone number or email address, or the text of the captcha with
    /// this URL.
    #[must_use]
    pub fn last_code(&self, to: &str) -> Option<String> {
        let read = self.pool.store.read();
        or_none(read.and_then(|read| messages::last_code(&read, to)))
    }
}

/// Returns the value read, or the default if reading fails. A store in memory can always be read; one in a file too,
/// unless the disk fails, which is logged.
fn or_none<T: Default>(read: Result<T, StoreError>) -> T {
    read.unwrap_or_else(|error| {
        tracing::error!(%error, "the messages could not be read");
        T::default()
    })
}

impl fmt::Debug for Emulator {
    /// Leaves out the secret and the users' data.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Emulator")
            .field("base_url", &self.base_url())
            .field("user_pool_id", &self.pool.user_pool_id)
            .finish_non_exhaustive()
    }
}
