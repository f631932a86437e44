//! The settings of the built-in transport.

use std::time::Duration;

use authing_core::Secret;
use url::Url;
use zeroize::Zeroizing;

/// The settings of the built-in transport.
#[derive(Debug)]
pub(crate) struct Settings {
    pub(crate) connect_timeout: Duration,
    /// The longest time for which an idle connection is kept.
    pub(crate) pool_idle_timeout: Duration,
    /// The bytes of a certificate file with the name of its setting.
    pub(crate) root_certificates: Vec<(&'static str, Zeroizing<Vec<u8>>)>,
    /// The bytes of the file of the client certificate and its key, with the name of the setting.
    pub(crate) client_certificate: Option<(&'static str, Zeroizing<Vec<u8>>)>,
    /// The proxy's URL with the name of the setting; `None` for the environment's proxy.
    pub(crate) proxy: Option<(&'static str, Secret)>,
    /// Whether every URL is https.
    pub(crate) https_only: bool,
    /// Whether a GraphQL URL is https: then the client needs roots to trust.
    pub(crate) needs_tls: bool,
    /// Whether a GraphQL URL is on another machine: then a proxy of the environment must be usable.
    pub(crate) is_remote: bool,
    /// The URLs of all endpoints.
    pub(crate) urls: Vec<Url>,
    /// The maximum length of a response body.
    pub(crate) max_response_bytes: usize,
}

#[cfg(test)]
impl Settings {
    /// Settings for these URLs, without anything that is optional.
    pub(super) fn for_tests(urls: &[&str]) -> Self {
        Self {
            connect_timeout: Duration::from_secs(1),
            pool_idle_timeout: Duration::from_secs(1),
            root_certificates: Vec::new(),
            client_certificate: None,
            proxy: None,
            https_only: false,
            needs_tls: false,
            is_remote: true,
            urls: urls.iter().map(|url| url.parse().unwrap()).collect(),
            max_response_bytes: 1,
        }
    }
}
