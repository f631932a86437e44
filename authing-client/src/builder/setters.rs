//! The builder methods for the settings that clients of every API have.

/// The methods of a builder whose field `client` has the [`ClientSettings`](super::ClientSettings).
macro_rules! client_setters {
    () => {
        /// Allows plain `http://` to other machines, where anyone on the network path can read tokens. Default: `false`.
        ///
        /// To this machine (`localhost`, `127.0.0.1`, `[::1]`) plain http is always allowed. In the v2 API the host also serves
        /// the key for passwords: without TLS, set [`public_key_pem`](Self::public_key_pem).
        pub fn allow_plain_http(mut self, allow: bool) -> Self {
            self.client.allow_plain_http = allow;
            self
        }

        /// Sets the public key for encrypting passwords, as PEM text. Default: in the legacy API, the public service's
        /// documented key; in the v2 API, the key that the host serves, fetched when a password is first encrypted.
        ///
        /// Accepts `BEGIN PUBLIC KEY` (SPKI) and `BEGIN RSA PUBLIC KEY` (PKCS#1), of 1024 to 8192 bits, and the same as
        /// base64 or hexadecimal digits without the `BEGIN` line. A private deployment has its own key, which its
        /// documentation calls `pub.pem`; with a wrong key, the service returns code 2016.
        #[doc(alias = "passwordEncPublicKey")]
        pub fn public_key_pem(mut self, pem: impl Into<String>) -> Self {
            self.client.public_key = Some($crate::config::setting::Setting::new(
                "public_key_pem",
                $crate::config::setting::Pem::Text(::authing_core::Secret::new(pem)),
            ));
            self
        }

        /// Sets the public key like [`public_key_pem`](Self::public_key_pem), from a PEM or DER file that
        /// [`build`](Self::build) reads.
        pub fn public_key_file(mut self, path: impl Into<::std::path::PathBuf>) -> Self {
            self.client.public_key = Some($crate::config::setting::Setting::new(
                "public_key_file",
                $crate::config::setting::Pem::File(path.into()),
            ));
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
            self.client
                .root_certificates
                .push($crate::config::setting::Setting::new(
                    "root_certificate_pem",
                    $crate::config::setting::Pem::Text(::authing_core::Secret::new(pem)),
                ));
            self
        }

        /// Trusts certificates like [`root_certificate_pem`](Self::root_certificate_pem), from a PEM or DER file that
        /// [`build`](Self::build) reads.
        pub fn root_certificate_file(mut self, path: impl Into<::std::path::PathBuf>) -> Self {
            self.client
                .root_certificates
                .push($crate::config::setting::Setting::new(
                    "root_certificate_file",
                    $crate::config::setting::Pem::File(path.into()),
                ));
            self
        }

        /// Sets the client certificate for mutual TLS, as PEM text: the certificate, its intermediates if there are any,
        /// and its private key. Default: none.
        ///
        /// It is presented to every server that requests one. The key (PKCS#8, PKCS#1 or SEC1, not encrypted) never appears
        /// in errors or `Debug`.
        pub fn client_certificate_pem(mut self, pem: impl Into<::authing_core::Secret>) -> Self {
            let pem = $crate::config::setting::Pem::Text(pem.into());
            self.client.client_certificate = Some($crate::config::setting::Setting::new(
                "client_certificate_pem",
                pem,
            ));
            self
        }

        /// Sets the client certificate like [`client_certificate_pem`](Self::client_certificate_pem), from a file that
        /// [`build`](Self::build) reads.
        pub fn client_certificate_file(mut self, path: impl Into<::std::path::PathBuf>) -> Self {
            let pem = $crate::config::setting::Pem::File(path.into());
            self.client.client_certificate = Some($crate::config::setting::Setting::new(
                "client_certificate_file",
                pem,
            ));
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
        pub fn proxy(mut self, url: impl Into<::authing_core::Secret>) -> Self {
            self.client.proxy = Some($crate::config::setting::Setting::new("proxy", url));
            self
        }

        /// Sets the header `User-Agent` of every request. Default: `authing-rs/` and the version of this crate.
        pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
            self.client.user_agent =
                $crate::config::setting::Setting::new("user_agent", user_agent);
            self
        }

        /// Sets the timeout for establishing a connection, including TLS. Default: 10 seconds.
        pub fn connect_timeout(mut self, timeout: ::std::time::Duration) -> Self {
            self.client.connect_timeout =
                $crate::config::setting::Setting::new("connect_timeout", timeout);
            self
        }

        /// Sets the timeout of one attempt, from the connection to the end of the response. Default: 30 seconds. Waiting for a
        /// [permit](Self::max_concurrent_requests) does not count.
        pub fn timeout(mut self, timeout: ::std::time::Duration) -> Self {
            self.client.timeout = $crate::config::setting::Setting::new("timeout", timeout);
            self
        }

        /// Sets the time for which an idle connection is kept for the next request. Default: 4 seconds.
        ///
        /// It should be less than the time for which the server, or the load balancer in front of it, keeps idle
        /// connections. Otherwise a request can go out while the server closes its connection. A query is then retried;
        /// a mutation is an error, because the service may have carried it out. The default is less than any common server's:
        /// Node.js keeps connections for 5 seconds. If a server announces a shorter time in the header `Keep-Alive:
        /// timeout=…`, the client keeps its idle connections for one second less than that, or half of one second.
        ///
        /// A longer time saves new connections and TLS handshakes in a program that makes a call every few seconds, if the
        /// server keeps its connections for even longer.
        #[doc(alias = "keep_alive")]
        pub fn pool_idle_timeout(mut self, timeout: ::std::time::Duration) -> Self {
            self.client.pool_idle_timeout =
                $crate::config::setting::Setting::new("pool_idle_timeout", timeout);
            self
        }

        /// Sets the timeout of a whole call: its attempts, the backoff between them, and the fetch of the client's own token
        /// if it needs one. Default: twice the [`timeout`](Self::timeout). A client's `with_call_timeout` sets another for
        /// single calls.
        ///
        /// A call that exceeds it ends with [`Error::Transport`](crate::Error::Transport), whose
        /// [`is_timeout`](crate::Error::is_timeout) is true.
        pub fn call_timeout(mut self, timeout: ::std::time::Duration) -> Self {
            self.client.call_timeout = Some($crate::config::setting::Setting::new(
                "call_timeout",
                timeout,
            ));
            self
        }

        /// Sets the maximum number of requests in flight. Default: 512.
        ///
        /// More calls wait for a permit, at most until their [`call_timeout`](Self::call_timeout). Without a limit, a burst
        /// of calls would open as many connections, each with a file descriptor and about 30 KiB of memory.
        pub fn max_concurrent_requests(mut self, limit: usize) -> Self {
            self.client.max_concurrent_requests =
                $crate::config::setting::Setting::new("max_concurrent_requests", limit);
            self
        }

        /// Sets the maximum length of a response body, in bytes. Default: 16 MiB.
        ///
        /// A longer body is [`Error::Transport`](crate::Error::Transport) with the kind
        /// [`TooLong`](crate::TransportErrorKind::TooLong). Once parsed, a body can take several times its length in
        /// memory.
        pub fn max_response_bytes(mut self, limit: usize) -> Self {
            self.client.max_response_bytes =
                $crate::config::setting::Setting::new("max_response_bytes", limit);
            self
        }

        /// Sets the retry policy. Default: 3 attempts in all, as described at [`RetryPolicy`](crate::RetryPolicy). A client's
        /// `with_retry_policy` sets another for single calls.
        pub fn retry_policy(mut self, policy: $crate::RetryPolicy) -> Self {
            self.client.retry_policy = policy;
            self
        }

        /// Replaces the built-in HTTP client.
        ///
        /// [`connect_timeout`](Self::connect_timeout), [`pool_idle_timeout`](Self::pool_idle_timeout),
        /// [`max_response_bytes`](Self::max_response_bytes), [`proxy`](Self::proxy) and the certificates set here apply only to
        /// the built-in client; [`timeout`](Self::timeout), [`call_timeout`](Self::call_timeout),
        /// [`max_concurrent_requests`](Self::max_concurrent_requests) and the retries apply to every transport.
        pub fn transport(mut self, transport: impl $crate::Transport) -> Self {
            self.client.transport = Some(::std::sync::Arc::new(transport));
            self
        }

        // Predictable padding would let anyone who sees a ciphertext verify a guess of its password.
        #[cfg(feature = "test-util")]
        #[doc(hidden)]
        pub fn rsa_padding_from(
            mut self,
            fill: impl Fn(&mut [u8]) + Send + Sync + 'static,
        ) -> Self {
            self.client.randomness = $crate::crypto::randomness::Randomness::from_fn(fill);
            self
        }
    };
}

pub(crate) use client_setters;
