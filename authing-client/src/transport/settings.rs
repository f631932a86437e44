//! What the built-in transport is told.

use std::time::Duration;

use authing_core::Secret;
use url::Url;
use zeroize::Zeroizing;

/// The settings of the built-in transport.
#[derive(Debug)]
pub(crate) struct Settings {
    pub(crate) connect_timeout: Duration,
    pub(crate) timeout: Duration,
    /// A certificate file's bytes with the name of the setting that they came from.
    pub(crate) root_certificates: Vec<(&'static str, Zeroizing<Vec<u8>>)>,
    /// The certificate and key of this client, as PEM text, with the name of the setting.
    pub(crate) client_certificate: Option<(&'static str, Secret)>,
    /// The proxy's URL with the name of the setting; the environment's without it.
    pub(crate) proxy: Option<(&'static str, Secret)>,
    /// Whether every URL is https.
    pub(crate) https_only: bool,
    /// Whether a GraphQL URL is https: then there is no client without roots to trust.
    pub(crate) needs_tls: bool,
    /// Every URL that requests go to begins with one of these.
    pub(crate) urls: Vec<Url>,
    /// The longest response body that is read.
    pub(crate) max_response_bytes: usize,
    /// How many requests may be in flight at once.
    pub(crate) max_concurrent_requests: usize,
}
