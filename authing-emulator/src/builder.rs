//! Configuring and starting an emulator.

mod announced_app;
mod network;
mod opening;
pub(crate) mod start_error;
mod starting;

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use tokio::sync::oneshot;

use self::network::Network;
use self::start_error::StartError;
use crate::clock::Clock;
use crate::control::faults::Fault;
use crate::crypto::randomness::Randomness;
use crate::emulator::Emulator;
use crate::rules::api_error::text::Language;
use crate::seed::Seed;

/// Configures and starts an emulator. Every setting has a default.
///
/// ```
/// # tokio::runtime::Runtime::new().unwrap().block_on(async {
/// use authing_emulator::{Emulator, Randomness};
/// use std::time::Duration;
///
/// let emulator = Emulator::builder()
///     .user_pool_id("5aec1ea610ecb800018db176")
///     .secret("a secret for tests")
///     .token_lifetime(Duration::from_secs(60))
///     .randomness(Randomness::seeded(1))
///     .start()
///     .await?;
/// assert_eq!(emulator.user_pool_id(), "5aec1ea610ecb800018db176");
/// # Ok::<_, authing_emulator::StartError>(()) }).unwrap();
/// ```
#[derive(Clone)]
#[must_use = "a builder does nothing until it is started"]
pub struct Builder {
    user_pool_id: Option<String>,
    secret: Option<String>,
    network: Network,
    clock: Clock,
    randomness: Randomness,
    private_key_pem: Option<String>,
    token_lifetime: Option<Duration>,
    data_file: Option<PathBuf>,
    seed: Option<Seed>,
    code_lifetime: Duration,
    sms_interval: Duration,
    captcha_after: Option<u16>,
    registrations: Option<u16>,
    registration_closed: Option<bool>,
    redirect_uris: Vec<String>,
    language: Language,
    rate_limit: Option<(u32, Duration)>,
    faults: Vec<Fault>,
    serve_unused_fields: bool,
}

impl Default for Builder {
    fn default() -> Self {
        Self {
            user_pool_id: None,
            secret: None,
            network: Network::default(),
            clock: Clock::system(),
            randomness: Randomness::system(),
            private_key_pem: None,
            token_lifetime: None,
            data_file: None,
            seed: None,
            code_lifetime: Duration::from_secs(5 * 60),
            sms_interval: Duration::ZERO,
            captcha_after: None,
            registrations: None,
            registration_closed: None,
            redirect_uris: Vec::new(),
            language: Language::default(),
            rate_limit: None,
            faults: Vec::new(),
            serve_unused_fields: false,
        }
    }
}

impl Builder {
    /// Sets the id of the user pool. Default: a new one.
    pub fn user_pool_id(mut self, id: impl Into<String>) -> Self {
        self.user_pool_id = Some(id.into());
        self
    }

    /// Sets the secret of the user pool. Default: a new one.
    pub fn secret(mut self, secret: impl Into<String>) -> Self {
        self.secret = Some(secret.into());
        self
    }

    /// Sets the clock. Default: the system's clock.
    pub fn clock(mut self, clock: Clock) -> Self {
        self.clock = clock;
        self
    }

    /// Sets the source of randomness for ids, codes, salts and keys. Default: the operating system's.
    pub fn randomness(mut self, randomness: Randomness) -> Self {
        self.randomness = randomness;
        self
    }

    /// Sets the RSA key that passwords are decrypted with, in PKCS#8 or PKCS#1 PEM form. Default: a new key of 1024
    /// bits.
    pub fn private_key_pem(mut self, pem: impl Into<String>) -> Self {
        self.private_key_pem = Some(pem.into());
        self
    }

    /// Sets how long tokens are valid, in whole seconds. Default: 15 days, and 14 days for users' tokens of the
    /// v2 API.
    pub fn token_lifetime(mut self, lifetime: Duration) -> Self {
        self.token_lifetime = Some(lifetime);
        self
    }

    /// Sets the file that stores everything, so that the next emulator continues where this one stopped. Default: none;
    /// everything is in memory, and lost with the emulator.
    ///
    /// Every change is in the file before its response is sent, even if the program is killed. A missing or empty file
    /// is created, readable only by its owner, because it contains secrets. The pool id, secret, key and token lifetime
    /// of an existing file stay; an option for any of these must have the same value. The clock and the limits are not
    /// stored. Only one emulator at a time can use a file.
    pub fn data_file(mut self, path: impl Into<PathBuf>) -> Self {
        self.data_file = Some(path.into());
        self
    }

    /// Sets the initial contents of a new pool. Default: an empty pool.
    ///
    /// If the [data file](Builder::data_file) already has a pool, the seed is ignored and a warning is logged, so the
    /// same program can be run again and again.
    pub fn seed(mut self, seed: Seed) -> Self {
        self.seed = Some(seed);
        self
    }

    /// Sets how long verification codes are valid, in whole seconds. Default: 5 minutes.
    pub fn code_lifetime(mut self, lifetime: Duration) -> Self {
        self.code_lifetime = lifetime;
        self
    }

    /// Sets the minimum time between two text messages to one phone, in whole seconds. Default: none.
    pub fn sms_interval(mut self, interval: Duration) -> Self {
        self.sms_interval = interval;
        self
    }

    /// Sets the number of failed logins in 5 minutes, per account or per IP address, after which the next login
    /// requires a captcha. The service's own default is 3. Default: never. The v2 API's setting `loginFailCheck` of the pool
    /// replaces it.
    pub fn captcha_after(mut self, failures: u16) -> Self {
        self.captcha_after = Some(failures);
        self
    }

    /// Sets how many users may register from one IP address in 5 minutes. The service's own default is 3. Default:
    /// unlimited. The v2 API's setting `frequentRegisterCheck` of the pool replaces it.
    pub fn registrations(mut self, limit: u16) -> Self {
        self.registrations = Some(limit);
        self
    }

    /// Sets whether only the owner can create users: registrations are rejected with 2031. Default: the setting in the
    /// data file or the seed, or else false.
    pub fn registration_closed(mut self, closed: bool) -> Self {
        self.registration_closed = Some(closed);
        self
    }

    /// Adds a URI to which a login to the app that [`Emulator::app_id`] returns may redirect, such as
    /// `http://127.0.0.1:8080/callback`. A logout may redirect to it, too. Other URIs are rejected, even if they only have
    /// another port or query string. Default: those in the data file or the seed.
    ///
    /// A program that listens on a free port knows its URI only later: [`Emulator::add_redirect_uri`].
    pub fn redirect_uri(mut self, uri: impl Into<String>) -> Self {
        self.redirect_uris.push(uri.into());
        self
    }

    /// Sets the language of messages, for requests without the header `x-authing-lang`. Default:
    /// [`Language::Chinese`], like the service. The codes are the same in all languages.
    pub fn language(mut self, language: Language) -> Self {
        self.language = language;
        self
    }

    /// Sets how many requests may come from one IP address in any interval of this length, by the emulator's clock.
    /// GraphQL requests and requests for codes are counted together. Further requests are rejected like the service
    /// does it, with status 200: with error 1000 in GraphQL, with the code 500 elsewhere. Default: unlimited.
    pub fn rate_limit(mut self, requests: u32, interval: Duration) -> Self {
        self.rate_limit = Some((requests, interval));
        self
    }

    /// Adds a fault from the start, like [`Emulator::inject`] does later. Several faults are queued in the order in
    /// which they were given. Default: none.
    pub fn fault(mut self, fault: Fault) -> Self {
        self.faults.push(fault);
        self
    }

    /// Sets whether the legacy API's fields that no official SDK uses are served, too. Default: false; they are rejected.
    ///
    /// The emulator knows their schema only: it stores what they are sent, and returns it. Each of these responses names
    /// them in `extensions.emulated`, so that a test does not rely on them by accident.
    pub fn serve_unused_fields(mut self, serve: bool) -> Self {
        self.serve_unused_fields = serve;
        self
    }

    /// Starts the emulator. When this returns, the emulator accepts requests.
    ///
    /// The emulator runs on its own thread, so it works with any async runtime.
    ///
    /// # Errors
    ///
    /// If the port is in use, or an option or the data file can't be used.
    pub async fn start(self) -> Result<Emulator, StartError> {
        let (done, started) = oneshot::channel();
        // Generating a key takes a moment; the caller's other tasks continue meanwhile.
        std::thread::Builder::new()
            .spawn(move || done.send(self.start_blocking()))
            .map_err(StartError::internal)?;
        started.await.unwrap_or(Err(StartError::Stopped))
    }
}

impl fmt::Debug for Builder {
    /// Leaves out the secret and the key.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder")
            .field("user_pool_id", &self.user_pool_id)
            .field("network", &self.network)
            .field("token_lifetime", &self.token_lifetime)
            .field("data_file", &self.data_file)
            .field("seed", &self.seed)
            .field("code_lifetime", &self.code_lifetime)
            .field("sms_interval", &self.sms_interval)
            .field("captcha_after", &self.captcha_after)
            .field("registrations", &self.registrations)
            .field("registration_closed", &self.registration_closed)
            .field("redirect_uris", &self.redirect_uris)
            .field("language", &self.language)
            .field("rate_limit", &self.rate_limit)
            .field("faults", &self.faults)
            .field("serve_unused_fields", &self.serve_unused_fields)
            .finish_non_exhaustive()
    }
}
