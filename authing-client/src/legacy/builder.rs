//! Sets a client up.

mod build;
mod environment;

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use authing_core::Secret;

use crate::call::retry::RetryPolicy;
use crate::config::endpoints::Overrides;
use crate::config::setting::{Pem, Setting};
use crate::crypto::randomness::Randomness;
use crate::transport::Transport;

/// Half of the files that most systems let a process open. Unless the service speaks HTTP/2, each request takes one.
const CONCURRENT_REQUESTS: usize = 512;

/// Well above the response with the largest page, and far below what exhausts a server's memory.
const RESPONSE_BYTES: usize = 16 * 1024 * 1024;

const USER_AGENT: &str = concat!("authing-rs/", env!("CARGO_PKG_VERSION"));

/// Sets a client up: [`Authing::builder`](crate::Authing::builder) begins, [`connect`](Builder::connect) or
/// [`build`](Builder::build) ends.
///
/// Everything but the user pool's id and secret has a default, which is the public service. For a private deployment:
///
/// ```no_run
/// # async fn example() -> Result<(), authing_client::Error> {
/// use authing_client::Authing;
///
/// let authing = Authing::builder("5e4cdd055df3df65dc58b97d", "the pool's secret")
///     .host("https://authing.example.com")
///     .public_key_file("pub.pem")
///     .root_certificate_file("/etc/ssl/our-authority.pem")
///     .connect()
///     .await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
#[must_use = "a builder does nothing until `connect` or `build`"]
pub struct Builder {
    user_pool_id: Setting<String>,
    secret: Setting<Secret>,
    urls: Overrides,
    public_key: Option<Setting<Pem>>,
    root_certificates: Vec<Setting<Pem>>,
    client_certificate: Option<Setting<Pem>>,
    proxy: Option<Setting<Secret>>,
    user_agent: Setting<String>,
    connect_timeout: Setting<Duration>,
    timeout: Setting<Duration>,
    call_timeout: Option<Setting<Duration>>,
    max_concurrent_requests: Setting<usize>,
    max_response_bytes: Setting<usize>,
    retry_policy: RetryPolicy,
    transport: Option<Arc<dyn Transport>>,
    randomness: Randomness,
}

impl Builder {
    pub(super) fn new(user_pool_id: impl Into<String>, secret: impl Into<Secret>) -> Self {
        Self {
            user_pool_id: Setting::new("user_pool_id", user_pool_id),
            secret: Setting::new("secret", secret),
            urls: Overrides::default(),
            public_key: None,
            root_certificates: Vec::new(),
            client_certificate: None,
            proxy: None,
            user_agent: Setting::new("user_agent", USER_AGENT),
            connect_timeout: Setting::new("connect_timeout", Duration::from_secs(10)),
            timeout: Setting::new("timeout", Duration::from_secs(30)),
            call_timeout: None,
            max_concurrent_requests: Setting::new("max_concurrent_requests", CONCURRENT_REQUESTS),
            max_response_bytes: Setting::new("max_response_bytes", RESPONSE_BYTES),
            retry_policy: RetryPolicy::default(),
            transport: None,
            randomness: Randomness::default(),
        }
    }

    /// One host for both GraphQL urls: each becomes `{host}/graphql`.
    ///
    /// With or without `/` or `/graphql` at the end; a path before it is kept. [`users_url`](Self::users_url) and
    /// [`oauth_url`](Self::oauth_url) win over it.
    pub fn host(mut self, url: impl Into<String>) -> Self {
        self.urls.host = Some(Setting::new("host", url));
        self
    }

    /// The whole GraphQL address of the users service. Default: `https://users.authing.cn/graphql`.
    ///
    /// The REST paths, such as those that send SMS codes, hang below the same address without `/graphql`.
    pub fn users_url(mut self, url: impl Into<String>) -> Self {
        self.urls.users = Some(Setting::new("users_url", url));
        self
    }

    /// The whole GraphQL address of the oauth service. Default: `https://oauth.authing.cn/graphql`.
    pub fn oauth_url(mut self, url: impl Into<String>) -> Self {
        self.urls.oauth = Some(Setting::new("oauth_url", url));
        self
    }

    /// The address under which uploaded pictures are found. Default: `https://usercontents.authing.cn`.
    pub fn cdn_url(mut self, url: impl Into<String>) -> Self {
        self.urls.cdn = Some(Setting::new("cdn_url", url));
        self
    }

    /// The address that pictures are uploaded to. Default: `https://upload.qiniup.com/`.
    pub fn upload_url(mut self, url: impl Into<String>) -> Self {
        self.urls.upload = Some(Setting::new("upload_url", url));
        self
    }

    /// Allows plain `http://` to other machines, where everyone on the way can read tokens. Default: `false`.
    ///
    /// To this machine (`localhost`, `127.0.0.1`, `[::1]`) plain http is always allowed.
    pub fn allow_plain_http(mut self, allow: bool) -> Self {
        self.urls.allow_plain_http = allow;
        self
    }

    /// The public key that passwords are encrypted with, as PEM text. Default: the public service's documented key.
    ///
    /// `BEGIN PUBLIC KEY` (SPKI) and `BEGIN RSA PUBLIC KEY` (PKCS#1) are read, of 1024 to 8192 bits. A private deployment
    /// has a key of its own, which its documentation calls `pub.pem`; with a wrong key the service answers code 2016.
    #[doc(alias = "passwordEncPublicKey")]
    pub fn public_key_pem(mut self, pem: impl Into<String>) -> Self {
        self.public_key = Some(Setting::new("public_key_pem", Pem::Text(Secret::new(pem))));
        self
    }

    /// The same from a file, which [`build`](Self::build) reads.
    pub fn public_key_file(mut self, path: impl Into<PathBuf>) -> Self {
        self.public_key = Some(Setting::new("public_key_file", Pem::File(path.into())));
        self
    }

    /// Trusts the certificates in this PEM text as authorities, in addition to the system's; several calls add up.
    ///
    /// A malformed block is an error that names its line, even beside good ones. Other blocks, and text between them, are
    /// skipped.
    ///
    /// Certificates are always verified, and there is no way to turn that off: a self-signed server is reached by trusting
    /// its certificate here.
    pub fn root_certificate_pem(mut self, pem: impl Into<String>) -> Self {
        self.root_certificates.push(Setting::new(
            "root_certificate_pem",
            Pem::Text(Secret::new(pem)),
        ));
        self
    }

    /// The same from a file, in PEM or DER, which [`build`](Self::build) reads.
    pub fn root_certificate_file(mut self, path: impl Into<PathBuf>) -> Self {
        self.root_certificates.push(Setting::new(
            "root_certificate_file",
            Pem::File(path.into()),
        ));
        self
    }

    /// The client's certificate for mutual TLS, as PEM text: the certificate, with its intermediates if there are any, and its
    /// private key. Default: none.
    ///
    /// It is shown to every server that asks for one. The key (PKCS#8, PKCS#1 or SEC1, not encrypted) appears in no error and
    /// no `Debug`.
    pub fn client_certificate_pem(mut self, pem: impl Into<Secret>) -> Self {
        let pem = Pem::Text(pem.into());
        self.client_certificate = Some(Setting::new("client_certificate_pem", pem));
        self
    }

    /// The same from a file, which [`build`](Self::build) reads.
    pub fn client_certificate_file(mut self, path: impl Into<PathBuf>) -> Self {
        let pem = Pem::File(path.into());
        self.client_certificate = Some(Setting::new("client_certificate_file", pem));
        self
    }

    /// The proxy that all requests go through, as the URL `http://user:password@proxy.example.com:3128`; user and password may
    /// be left out. Default: the proxy that the environment variables `HTTPS_PROXY` and `HTTP_PROXY` name, and none for a
    /// service on this machine. A variable that is not the URL of an HTTP proxy is an error, that of a SOCKS
    /// proxy, too.
    ///
    /// Hosts that the environment variable `NO_PROXY` (or `no_proxy`) lists, separated by commas, are reached without it:
    ///
    /// | Entry | Is for |
    /// |---|---|
    /// | `example.com`, `.example.com` | this host and its subdomains, in upper or lower case |
    /// | `10.1.2.3`, `fd00::1` | a URL with this IP address |
    /// | `10.0.0.0/8`, `fd00::/8` | a URL with an IP address of this network |
    /// | `*` | every host name; every IP address is `0.0.0.0/0, ::/0` |
    ///
    /// An entry with a port, or with `*` and more, is for no host. Names are not resolved to be compared with IP addresses.
    /// The variable is read when the client is built.
    ///
    /// The URL appears in no error and no `Debug`.
    pub fn proxy(mut self, url: impl Into<Secret>) -> Self {
        self.proxy = Some(Setting::new("proxy", url));
        self
    }

    /// The header `User-Agent` of every request. Default: `authing-rs/` and the version of this crate.
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.user_agent = Setting::new("user_agent", user_agent);
        self
    }

    /// How long it may take to establish a connection, TLS included. Default: 10 seconds.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = Setting::new("connect_timeout", timeout);
        self
    }

    /// How long one attempt may take, from the connection to the end of the response. Default: 30 seconds.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Setting::new("timeout", timeout);
        self
    }

    /// How long a call may take in all: its attempts, the backoff between them, and the fetch of the owner's token if it
    /// needs one. Default: twice the [`timeout`](Self::timeout).
    ///
    /// [`Authing::with_call_timeout`](crate::Authing::with_call_timeout) sets another for single calls.
    ///
    /// A call that is not over then ends with [`Error::Transport`](crate::Error::Transport), whose
    /// [`is_timeout`](crate::Error::is_timeout) is true.
    pub fn call_timeout(mut self, timeout: Duration) -> Self {
        self.call_timeout = Some(Setting::new("call_timeout", timeout));
        self
    }

    /// How many requests may be under way at once. Default: 512.
    ///
    /// More calls than that wait for each other, no longer than their [`call_timeout`](Self::call_timeout). Without a limit,
    /// a burst of calls would open as many connections, each with a file and about 30 KiB of memory.
    pub fn max_concurrent_requests(mut self, limit: usize) -> Self {
        self.max_concurrent_requests = Setting::new("max_concurrent_requests", limit);
        self
    }

    /// The longest response body that is read, in bytes. Default: 16 MiB.
    ///
    /// A longer one is [`Error::Transport`](crate::Error::Transport) with the kind
    /// [`TooLong`](crate::TransportErrorKind::TooLong). In memory, what is read of a body can take several times its length.
    pub fn max_response_bytes(mut self, limit: usize) -> Self {
        self.max_response_bytes = Setting::new("max_response_bytes", limit);
        self
    }

    /// When and how often a call is sent again. Default: 3 attempts in all, as [`RetryPolicy`] says.
    ///
    /// [`Authing::with_retry_policy`](crate::Authing::with_retry_policy) sets another for single calls.
    pub fn retry_policy(mut self, policy: RetryPolicy) -> Self {
        self.retry_policy = policy;
        self
    }

    /// Replaces the built-in HTTP client.
    ///
    /// [`timeout`](Self::timeout), [`connect_timeout`](Self::connect_timeout),
    /// [`max_concurrent_requests`](Self::max_concurrent_requests), [`max_response_bytes`](Self::max_response_bytes),
    /// [`proxy`](Self::proxy) and the certificates set here concern the built-in one only;
    /// [`call_timeout`](Self::call_timeout) and the retries concern every transport.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    // Predictable padding lets everyone who sees a ciphertext check a guess at its password.
    #[cfg(feature = "test-util")]
    #[doc(hidden)]
    pub fn rsa_padding_from(mut self, fill: impl Fn(&mut [u8]) + Send + Sync + 'static) -> Self {
        self.randomness = Randomness::from_fn(fill);
        self
    }
}

impl fmt::Debug for Builder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The URLs are not shown: nobody has looked at them yet, and they may have a password in them.
        f.debug_struct("Builder")
            .field("user_pool_id", &self.user_pool_id.value)
            .field("secret", &self.secret.value)
            .field("connect_timeout", &self.connect_timeout.value)
            .field("timeout", &self.timeout.value)
            .field("retry_policy", &self.retry_policy)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
