//! Creates reqwest's clients.

use std::time::Duration;

use reqwest::{Client, redirect, retry};

use super::causes::is_unprocessed;
use super::error::SetupError;
use super::proxies::Proxies;
use super::settings::Settings;
use super::tls::Tls;

/// How often a request that the service did not process is resent at once. Servers refuse streams in bursts, for
/// example until the client knows their limit.
const RESENDS: u32 = 5;

/// Longer than any connection lives. The pool adds its timeout to the clock, which can't count as far as `Duration::MAX`.
const FOREVER: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// What all clients of a transport have in common. Another client costs little, because they share the TLS
/// configuration with its root certificates.
pub(super) struct Clients {
    connect_timeout: Duration,
    https_only: bool,
    proxies: Proxies,
    tls: Tls,
}

impl Clients {
    pub(super) fn new(settings: &Settings, proxies: Proxies) -> Result<Self, SetupError> {
        Ok(Self {
            connect_timeout: settings.connect_timeout,
            https_only: settings.https_only,
            proxies,
            tls: Tls::new(settings)?,
        })
    }

    /// Creates a client that keeps idle connections for this time.
    pub(super) fn create(&self, idle_timeout: Duration) -> reqwest::Result<Client> {
        let builder = Client::builder()
            .connect_timeout(self.connect_timeout)
            .pool_idle_timeout(idle_timeout.min(FOREVER))
            .retry(resends())
            .redirect(redirect::Policy::none())
            .referer(false)
            .https_only(self.https_only);
        // Otherwise reqwest would use the environment's proxies for this machine too.
        let builder = match self.proxies.to_reqwest() {
            Some(proxy) => builder.proxy(proxy),
            None => builder.no_proxy(),
        };
        self.tls.apply(builder).build()
    }
}

fn resends() -> retry::Builder {
    struct EveryHost;
    impl PartialEq<&str> for EveryHost {
        fn eq(&self, _: &&str) -> bool {
            true
        }
    }
    retry::for_host(EveryHost)
        .no_budget()
        .max_retries_per_request(RESENDS)
        .classify_fn(|attempt| match attempt.error() {
            Some(error) if is_unprocessed(error) => attempt.retryable(),
            _ => attempt.success(),
        })
}
