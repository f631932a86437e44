//! A running emulator.

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
use crate::rules::pool::Pool;
use crate::server::thread::Server;
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
}

impl Emulator {
    /// Starts one with the defaults: a new user pool in memory, on a free port of the loopback interface.
    ///
    /// # Errors
    ///
    /// If it can't listen.
    pub async fn start() -> Result<Self, StartError> {
        Self::builder().start().await
    }

    /// Says how it is to be before it is started.
    pub fn builder() -> Builder {
        Builder::default()
    }

    pub(crate) fn new(pool: Arc<Pool>, control: Arc<Control>, server: Server) -> Self {
        Self {
            pool,
            control,
            server,
        }
    }

    /// Stops it after the requests that are being answered, or after ten seconds. Those that a fault keeps waiting are
    /// answered at once. Its data file, if it has one, can be used again when this returns.
    pub async fn shut_down(self) {
        self.control.faults.stop_waiting();
        self.server.shut_down().await;
    }

    /// Is ready after that time, under whichever runtime it is waited for.
    fn timer(&self, time: Duration) -> JoinHandle<()> {
        self.server.timer(time)
    }

    /// The address of everything, without a slash at the end.
    #[must_use]
    pub fn base_url(&self) -> String {
        self.pool.base_url.clone()
    }

    /// The users service's GraphQL address.
    #[must_use]
    pub fn users_url(&self) -> String {
        self.base_url() + "/users/graphql"
    }

    /// The oauth service's GraphQL address.
    #[must_use]
    pub fn oauth_url(&self) -> String {
        self.base_url() + "/oauth/graphql"
    }

    /// One GraphQL address for both services, as private deployments have it.
    #[must_use]
    pub fn graphql_url(&self) -> String {
        self.base_url() + "/graphql"
    }

    /// Where uploaded files are read from.
    #[must_use]
    pub fn cdn_url(&self) -> String {
        self.base_url() + "/cdn"
    }

    /// Where files are uploaded to.
    #[must_use]
    pub fn upload_url(&self) -> String {
        self.base_url() + "/upload"
    }

    /// Where the messages sent can be read as JSON.
    #[must_use]
    pub fn messages_url(&self) -> String {
        self.base_url() + "/messages"
    }

    /// A page for people: what the emulator is doing, live.
    #[must_use]
    pub fn page_url(&self) -> String {
        self.base_url() + "/"
    }

    /// The id of the user pool.
    #[must_use]
    pub fn user_pool_id(&self) -> &str {
        &self.pool.user_pool_id
    }

    /// The secret of the user pool.
    #[must_use]
    pub fn secret(&self) -> &str {
        &self.pool.secret
    }

    /// The key that clients encrypt passwords with, in PEM form.
    #[must_use]
    pub fn public_key_pem(&self) -> &str {
        self.pool.password_key.public_pem()
    }

    /// The time that it goes by. Moving it makes tokens and codes expire.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.pool.clock
    }

    /// The text messages and mails sent, newest last. The newest thousand are kept.
    #[must_use]
    pub fn messages(&self) -> Vec<Message> {
        let read = self.pool.store.read();
        or_none(read.and_then(|read| MESSAGES.all(&read)))
    }

    /// The code in the newest message to that phone number or mail address, or the text in the captcha at that address.
    #[must_use]
    pub fn last_code(&self, to: &str) -> Option<String> {
        let read = self.pool.store.read();
        or_none(read.and_then(|read| messages::last_code(&read, to)))
    }
}

/// A store in memory can be read; one in a file too, unless the disk fails, which the log says then.
fn or_none<T: Default>(read: Result<T, StoreError>) -> T {
    read.unwrap_or_else(|error| {
        tracing::error!(%error, "the messages could not be read");
        T::default()
    })
}

impl fmt::Debug for Emulator {
    /// Leaves out the secret, and what users have told it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Emulator")
            .field("base_url", &self.base_url())
            .field("user_pool_id", &self.pool.user_pool_id)
            .finish_non_exhaustive()
    }
}
