//! The settings that clients of every API have.

mod setters;

use std::sync::Arc;
use std::time::Duration;

use authing_core::Secret;
use http::header::{self, ACCEPT};
use http::{HeaderMap, HeaderValue};
use tokio::sync::Semaphore;
use url::Url;

use crate::call::executor::{Executor, Service, Shared};
use crate::call::options::Options;
use crate::call::retry::{Budget, RetryPolicy};
use crate::config::environment::Environment;
use crate::config::setting::{Pem, Setting};
use crate::crypto::password::PublicKey;
use crate::crypto::randomness::Randomness;
use crate::error::Error;
use crate::token::fetched_once::FetchedOnce;
use crate::transport::Transport;
use crate::transport::reqwest_transport::ReqwestTransport;
use crate::transport::settings::Settings;
pub(crate) use setters::client_setters;

/// Less than the 5 seconds for which Node.js keeps idle connections; most servers keep them for longer.
const IDLE_CONNECTION: Duration = Duration::from_secs(4);

/// Half of the file descriptors that most systems allow a process. Unless the service uses HTTP/2, each request takes
/// one.
const CONCURRENT_REQUESTS: usize = 512;

/// Well above the largest page of a response, and far below the memory of a server.
const RESPONSE_BYTES: usize = 16 * 1024 * 1024;

const USER_AGENT: &str = concat!("authing-rs/", env!("CARGO_PKG_VERSION"));

/// The settings that clients of every API have.
#[derive(Clone)]
pub(crate) struct ClientSettings {
    pub(crate) allow_plain_http: bool,
    pub(crate) public_key: Option<Setting<Pem>>,
    pub(crate) root_certificates: Vec<Setting<Pem>>,
    pub(crate) client_certificate: Option<Setting<Pem>>,
    pub(crate) proxy: Option<Setting<Secret>>,
    pub(crate) user_agent: Setting<String>,
    pub(crate) connect_timeout: Setting<Duration>,
    pub(crate) timeout: Setting<Duration>,
    pub(crate) pool_idle_timeout: Setting<Duration>,
    pub(crate) call_timeout: Option<Setting<Duration>>,
    pub(crate) max_concurrent_requests: Setting<usize>,
    pub(crate) max_response_bytes: Setting<usize>,
    pub(crate) retry_policy: RetryPolicy,
    pub(crate) transport: Option<Arc<dyn Transport>>,
    pub(crate) randomness: Randomness,
}

/// The URLs of a client, for its connections.
pub(crate) struct Reach {
    pub(crate) urls: Vec<Url>,
    /// Whether every URL is https.
    pub(crate) https_only: bool,
    /// Whether a GraphQL URL is https.
    pub(crate) needs_tls: bool,
    /// Whether a GraphQL URL is on another machine.
    pub(crate) is_remote: bool,
}

/// The user pool or the app that a client acts for.
pub(crate) struct Identity {
    /// Empty for a client of an app.
    pub(crate) user_pool_id: String,
    /// The secret of the user pool or the app, or empty if the client has none.
    pub(crate) secret: Secret,
    /// The headers that name the user pool or the app.
    pub(crate) headers: HeaderMap,
}

impl Default for ClientSettings {
    fn default() -> Self {
        Self {
            allow_plain_http: false,
            public_key: None,
            root_certificates: Vec::new(),
            client_certificate: None,
            proxy: None,
            user_agent: Setting::new("user_agent", USER_AGENT),
            connect_timeout: Setting::new("connect_timeout", Duration::from_secs(10)),
            timeout: Setting::new("timeout", Duration::from_secs(30)),
            pool_idle_timeout: Setting::new("pool_idle_timeout", IDLE_CONNECTION),
            call_timeout: None,
            max_concurrent_requests: Setting::new("max_concurrent_requests", CONCURRENT_REQUESTS),
            max_response_bytes: Setting::new("max_response_bytes", RESPONSE_BYTES),
            retry_policy: RetryPolicy::default(),
            transport: None,
            randomness: Randomness::default(),
        }
    }
}

impl ClientSettings {
    /// Returns the settings of the environment, and the defaults of those that it does not have.
    pub(crate) fn from_environment(environment: &Environment) -> Result<Self, Error> {
        let mut settings = Self::default();
        if let Some(allow) = environment.boolean("AUTHING_ALLOW_PLAIN_HTTP")? {
            settings.allow_plain_http = allow;
        }
        settings.public_key = environment.pem("AUTHING_PUBLIC_KEY", "AUTHING_PUBLIC_KEY_FILE")?;
        let certificates = environment.pem_file("AUTHING_ROOT_CERTIFICATE_FILE")?;
        settings.root_certificates.extend(certificates);
        settings.client_certificate = environment.pem_file("AUTHING_CLIENT_CERTIFICATE_FILE")?;
        settings.proxy = environment.text("AUTHING_PROXY")?.map(Setting::from);
        if let Some(user_agent) = environment.text("AUTHING_USER_AGENT")? {
            settings.user_agent = user_agent;
        }
        for (name, timeout) in [
            ("AUTHING_CONNECT_TIMEOUT", &mut settings.connect_timeout),
            ("AUTHING_TIMEOUT", &mut settings.timeout),
            ("AUTHING_POOL_IDLE_TIMEOUT", &mut settings.pool_idle_timeout),
        ] {
            if let Some(given) = environment.seconds(name)? {
                *timeout = given;
            }
        }
        settings.call_timeout = environment.seconds("AUTHING_CALL_TIMEOUT")?;
        for (name, limit) in [
            (
                "AUTHING_MAX_CONCURRENT_REQUESTS",
                &mut settings.max_concurrent_requests,
            ),
            (
                "AUTHING_MAX_RESPONSE_BYTES",
                &mut settings.max_response_bytes,
            ),
        ] {
            if let Some(given) = environment.number(name)? {
                *limit = given;
            }
        }
        Ok(settings)
    }

    /// Checks the settings, and creates the executor of a client.
    pub(crate) fn executor<A: Service>(
        self,
        identity: Identity,
        urls: A::Urls,
        reach: Reach,
    ) -> Result<Executor<A>, Error> {
        self.check()?;
        let mut headers = identity.headers;
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        headers.insert(header::USER_AGENT, self.user_agent.header()?);
        let call_timeout = self.call_timeout.as_ref().map_or_else(
            || self.timeout.value.saturating_mul(2),
            |timeout| timeout.value,
        );
        let public_key = match &self.public_key {
            None => None,
            Some(pem) => Some(
                PublicKey::from_pem(&pem.read()?)
                    .map_err(|reason| Error::config(pem.name, reason))?,
            ),
        };
        let transport = match &self.transport {
            Some(transport) => Arc::clone(transport),
            None => Arc::new(ReqwestTransport::new(&self.of_the_transport(reach)?)?),
        };
        let permits = self.max_concurrent_requests.value;
        let shared = Shared {
            user_pool_id: identity.user_pool_id,
            secret: identity.secret,
            urls,
            public_key: FetchedOnce::new(public_key),
            randomness: self.randomness,
            transport,
            budget: Budget::default(),
            permits: Semaphore::new(permits.min(Semaphore::MAX_PERMITS)),
        };
        Ok(Executor {
            shared: Arc::new(shared),
            options: Options {
                timeout: self.timeout.value,
                call_timeout,
                retry_policy: self.retry_policy,
                headers,
            },
        })
    }

    fn check(&self) -> Result<(), Error> {
        for timeout in [
            &self.connect_timeout,
            &self.timeout,
            &self.pool_idle_timeout,
        ]
        .into_iter()
        .chain(&self.call_timeout)
        {
            if timeout.value.is_zero() {
                return Err(Error::config(timeout.name, "must be greater than zero"));
            }
        }
        for limit in [&self.max_concurrent_requests, &self.max_response_bytes] {
            if limit.value == 0 {
                return Err(Error::config(limit.name, "must be at least 1"));
            }
        }
        if self.retry_policy.max_attempts == 0 {
            return Err(Error::config(
                "max_attempts",
                "of the `retry_policy` must be at least 1",
            ));
        }
        Ok(())
    }

    fn of_the_transport(&self, reach: Reach) -> Result<Settings, Error> {
        let root_certificates = self
            .root_certificates
            .iter()
            .map(|pem| Ok((pem.name, pem.read()?)));
        let client_certificate = match &self.client_certificate {
            Some(pem) => Some((pem.name, pem.read()?)),
            None => None,
        };
        let proxy = match &self.proxy {
            Some(proxy) => Some((proxy.name, proxy.exact()?)),
            None => None,
        };
        Ok(Settings {
            client_certificate,
            proxy,
            connect_timeout: self.connect_timeout.value,
            pool_idle_timeout: self.pool_idle_timeout.value,
            root_certificates: root_certificates.collect::<Result<_, Error>>()?,
            https_only: reach.https_only,
            needs_tls: reach.needs_tls,
            is_remote: reach.is_remote,
            urls: reach.urls,
            max_response_bytes: self.max_response_bytes.value,
        })
    }
}
