//! The client's builder.

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

/// Half of the file descriptors that most systems allow a process. Unless the service uses HTTP/2, each request takes
/// one.
const CONCURRENT_REQUESTS: usize = 512;

/// Well above the largest page of a response, and far below the memory of a server.
const RESPONSE_BYTES: usize = 16 * 1024 * 1024;

const USER_AGENT: &str = concat!("authing-rs/", env!("CARGO_PKG_VERSION"));

/// A builder for a client: start with [`Authing::builder`](crate::Authing::builder), finish with
/// [`connect`](Builder::connect) or [`build`](Builder::build).
///
/// All settings except the user pool's id and secret default to the public service. For a private deployment:
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

    /// Sets one host for both GraphQL URLs: each becomes `{host}/graphql`.
    ///
    /// A trailing `/` or `/graphql` is optional; a path before it is kept. [`users_url`](Self::users_url) and
    /// [`oauth_url`](Self::oauth_url) override it.
    pub fn host(mut self, url: impl Into<String>) -> Self {
        self.urls.host = Some(Setting::new("host", url));
        self
    }

    /// Sets the full GraphQL URL of the users service. Default: `https://users.authing.cn/graphql`.
    ///
    /// The REST paths, such as those that send SMS codes, are below the same URL without `/graphql`.
    pub fn users_url(mut self, url: impl Into<String>) -> Self {
        self.urls.users = Some(Setting::new("users_url", url));
        self
    }

    /// Sets the full GraphQL URL of the oauth service. Default: `https://oauth.authing.cn/graphql`.
    pub fn oauth_url(mut self, url: impl Into<String>) -> Self {
        self.urls.oauth = Some(Setting::new("oauth_url", url));
        self
    }

    /// Sets the URL of the CDN that serves uploaded pictures. Default: `https://usercontents.authing.cn`.
    pub fn cdn_url(mut self, url: impl Into<String>) -> Self {
        self.urls.cdn = Some(Setting::new("cdn_url", url));
        self
    }

    /// Sets the URL that pictures are uploaded to. Default: `https://upload.qiniup.com/`.
    pub fn upload_url(mut self, url: impl Into<String>) -> Self {
        self.urls.upload = Some(Setting::new("upload_url", url));
        self
    }

    /// Allows plain `http://` to other machines, where anyone on the network path can read tokens. Default: `false`.
    ///
    /// To this machine (`localhost`, `127.0.0.1`, `[::1]`) plain http is always allowed.
    pub fn allow_plain_http(mut self, allow: bool) -> Self {
        self.urls.allow_plain_http = allow;
        self
    }

    /// Sets the public key for encrypting passwords, as PEM text. Default: the public service's documented key.
    ///
    /// Accepts `BEGIN PUBLIC KEY` (SPKI) and `BEGIN RSA PUBLIC KEY` (PKCS#1), of 1024 to 8192 bits, and the same as
    /// base64 or hexadecimal digits without the `BEGIN` line. A private deployment has its own key, which its documentation calls `pub.pem`; with a wrong key, the service returns code
    /// 2016.
    #[doc(alias = "passwordEncPublicKey")]
    pub fn public_key_pem(mut self, pem: impl Into<String>) -> Self {
        self.public_key = Some(Setting::new("public_key_pem", Pem::Text(Secret::new(pem))));
        self
    }

    /// Like [`public_key_pem`](Self::public_key_pem), from a file that [`build`](Self::build) reads; it can be DER, too.
    pub fn public_key_file(mut self, path: impl Into<PathBuf>) -> Self {
        self.public_key = Some(Setting::new("public_key_file", Pem::File(path.into())));
        self
    }

    /// Trusts the certificates in this PEM text as authorities, in addition to the system's; can be called several
    /// times.
    ///
    /// A malformed block is an error that names its line, even next to valid ones. Other blocks, and text between them,
    /// are skipped.
    ///
    /// Certificates are always verified, and this can't be turned off: to reach a server with a self-signed
    /// certificate, trust the certificate here.
    pub fn root_certificate_pem(mut self, pem: impl Into<String>) -> Self {
        self.root_certificates.push(Setting::new(
            "root_certificate_pem",
            Pem::Text(Secret::new(pem)),
        ));
        self
    }

    /// Like [`root_certificate_pem`](Self::root_certificate_pem), from a PEM or DER file that [`build`](Self::build) reads.
    pub fn root_certificate_file(mut self, path: impl Into<PathBuf>) -> Self {
        self.root_certificates.push(Setting::new(
            "root_certificate_file",
            Pem::File(path.into()),
        ));
        self
    }

    /// Sets the client certificate for mutual TLS, as PEM text: the certificate, its intermediates if there are any,
    /// and its private key. Default: none.
    ///
    /// It is presented to every server that requests one. The key (PKCS#8, PKCS#1 or SEC1, not encrypted) never appears
    /// in errors or `Debug`.
    pub fn client_certificate_pem(mut self, pem: impl Into<Secret>) -> Self {
        let pem = Pem::Text(pem.into());
        self.client_certificate = Some(Setting::new("client_certificate_pem", pem));
        self
    }

    /// Like [`client_certificate_pem`](Self::client_certificate_pem), from a file that [`build`](Self::build) reads.
    pub fn client_certificate_file(mut self, path: impl Into<PathBuf>) -> Self {
        let pem = Pem::File(path.into());
        self.client_certificate = Some(Setting::new("client_certificate_file", pem));
        self
    }

    /// Sets the proxy for all requests, as the URL `http://user:password@proxy.example.com:3128`; user and password are
    /// optional. Default: the proxy of the environment variables `HTTPS_PROXY` and `HTTP_PROXY`, or of `ALL_PROXY`, and
    /// none for a service on this machine. A variable that is not the URL of a proxy is an error.
    ///
    /// With the feature `socks`, the proxy can speak SOCKS: it resolves host names for the schemes `socks5h` and
    /// `socks4a`, and this machine does for `socks5` and `socks4`. Without the feature, such a URL is an error.
    ///
    /// Hosts listed in the environment variable `NO_PROXY` (or `no_proxy`), separated by commas or spaces, are reached
    /// directly:
    ///
    /// | Entry | Matches |
    /// |---|---|
    /// | `example.com`, `.example.com`, `*.example.com` | this host and its subdomains, case-insensitively |
    /// | `10.1.2.3`, `fd00::1`, `[fd00::1]` | a URL with this IP address |
    /// | `10.0.0.0/8`, `fd00::/8` | a URL with an IP address of this network |
    /// | `example.com:8443`, `10.1.2.3:8443`, `[fd00::1]:8443` | the same, if the URL has this port |
    /// | `*` | every host |
    ///
    /// Names are not resolved for a comparison with IP addresses. The variable is read when the client is built.
    ///
    /// The URL never appears in errors or `Debug`.
    pub fn proxy(mut self, url: impl Into<Secret>) -> Self {
        self.proxy = Some(Setting::new("proxy", url));
        self
    }

    /// Sets the header `User-Agent` of every request. Default: `authing-rs/` and the version of this crate.
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.user_agent = Setting::new("user_agent", user_agent);
        self
    }

    /// Sets the timeout for establishing a connection, including TLS. Default: 10 seconds.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = Setting::new("connect_timeout", timeout);
        self
    }

    /// Sets the timeout of one attempt, from the connection to the end of the response. Default: 30 seconds.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Setting::new("timeout", timeout);
        self
    }

    /// Sets the timeout of a whole call: its attempts, the backoff between them, and the fetch of the owner token if it
    /// needs one. Default: twice the [`timeout`](Self::timeout).
    ///
    /// [`Authing::with_call_timeout`](crate::Authing::with_call_timeout) sets another for single calls.
    ///
    /// A call that exceeds it ends with [`Error::Transport`](crate::Error::Transport), whose
    /// [`is_timeout`](crate::Error::is_timeout) is true.
    pub fn call_timeout(mut self, timeout: Duration) -> Self {
        self.call_timeout = Some(Setting::new("call_timeout", timeout));
        self
    }

    /// Sets the maximum number of requests in flight. Default: 512.
    ///
    /// More calls wait for a permit, at most until their [`call_timeout`](Self::call_timeout). Without a limit, a burst
    /// of calls would open as many connections, each with a file descriptor and about 30 KiB of memory.
    pub fn max_concurrent_requests(mut self, limit: usize) -> Self {
        self.max_concurrent_requests = Setting::new("max_concurrent_requests", limit);
        self
    }

    /// Sets the maximum length of a response body, in bytes. Default: 16 MiB.
    ///
    /// A longer body is [`Error::Transport`](crate::Error::Transport) with the kind
    /// [`TooLong`](crate::TransportErrorKind::TooLong). Once parsed, a body can take several times its length in
    /// memory.
    pub fn max_response_bytes(mut self, limit: usize) -> Self {
        self.max_response_bytes = Setting::new("max_response_bytes", limit);
        self
    }

    /// Sets the retry policy. Default: 3 attempts in all, as described at [`RetryPolicy`].
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
    /// [`proxy`](Self::proxy) and the certificates set here apply only to the built-in client;
    /// [`call_timeout`](Self::call_timeout) and the retries apply to every transport.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    // Predictable padding would let anyone who sees a ciphertext verify a guess of its password.
    #[cfg(feature = "test-util")]
    #[doc(hidden)]
    pub fn rsa_padding_from(mut self, fill: impl Fn(&mut [u8]) + Send + Sync + 'static) -> Self {
        self.randomness = Randomness::from_fn(fill);
        self
    }
}

impl fmt::Debug for Builder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The URLs are redacted: they have not been checked yet, and may contain a password.
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
