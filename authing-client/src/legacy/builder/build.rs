//! Creates a client from its settings.

use std::sync::Arc;

use http::{HeaderMap, HeaderValue};
use tokio::sync::OnceCell;

use super::Builder;
use crate::call::executor::{Executor, Options, Shared};
use crate::call::retry::Budget;
use crate::config::endpoints::Endpoints;
use crate::crypto::password::PublicKey;
use crate::error::Error;
use crate::exact;
use crate::legacy::authing::Authing;
use crate::transport::reqwest_transport::ReqwestTransport;
use crate::transport::settings::Settings;

impl Builder {
    /// Creates the client without sending anything; the owner token is fetched when it is first needed.
    ///
    /// # Errors
    ///
    /// [`Error::Config`] if a setting is invalid: an id or secret that is empty, in quotes or has an invisible character
    /// inside, a URL that is not valid or is plain http, a key or certificate that can't be read. Whitespace and other
    /// invisible characters around ids, secrets, URLs and paths are removed.
    pub fn build(self) -> Result<Authing, Error> {
        let user_pool_id =
            exact::user_pool_id(self.user_pool_id.name, &self.user_pool_id.value)?.to_owned();
        let secret = self.secret.exact()?;
        for timeout in [&self.connect_timeout, &self.timeout]
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
        let user_agent = HeaderValue::from_str(exact::trim(&self.user_agent.value));
        let user_agent = user_agent.map_err(|_| {
            let reason = "has characters that are not allowed in an HTTP header";
            Error::config(self.user_agent.name, reason)
        })?;
        let call_timeout = self.call_timeout.as_ref().map_or_else(
            || self.timeout.value.saturating_mul(2),
            |timeout| timeout.value,
        );
        let endpoints = self.urls.resolve()?;
        let public_key = match &self.public_key {
            None => None,
            Some(pem) => Some(
                PublicKey::from_pem(&pem.read()?)
                    .map_err(|reason| Error::config(pem.name, reason))?,
            ),
        };
        let transport = match &self.transport {
            Some(transport) => Arc::clone(transport),
            None => Arc::new(ReqwestTransport::new(&self.settings(&endpoints)?)?),
        };
        let shared = Shared {
            user_pool_id,
            secret,
            urls: endpoints,
            public_key: OnceCell::new_with(public_key),
            randomness: self.randomness,
            transport,
            user_agent,
            budget: Budget::default(),
        };
        Ok(Authing::new(Executor {
            shared: Arc::new(shared),
            options: Options {
                call_timeout,
                retry_policy: self.retry_policy,
                headers: HeaderMap::new(),
            },
        }))
    }

    /// Creates the client and fetches the owner token, so that a wrong id or secret fails immediately.
    ///
    /// # Errors
    ///
    /// The errors of [`build`](Self::build); [`Error::CredentialsRejected`] if the service rejects the user pool's id
    /// and secret; [`Error::Transport`] if it can't be reached; other errors if the response does not come from the
    /// service.
    ///
    /// On the wire: query `getAccessTokenByAppSecret`, without a token.
    ///
    /// ```no_run
    /// # async fn example() -> Result<(), authing_client::Error> {
    /// use authing_client::{Authing, Error};
    ///
    /// let builder = Authing::builder("5e4cdd055df3df65dc58b97d", "the pool's secret");
    /// let authing = match builder.connect().await {
    ///     Err(Error::CredentialsRejected { .. }) => panic!("check the id and the secret in the console"),
    ///     other => other?,
    /// };
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "getAccessTokenByAppSecret")]
    #[doc(alias = "getClientWhenSdkInit")]
    pub async fn connect(self) -> Result<Authing, Error> {
        let authing = self.build()?;
        authing.owner_token().await?;
        Ok(authing)
    }

    fn settings(&self, endpoints: &Endpoints) -> Result<Settings, Error> {
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
            timeout: self.timeout.value,
            root_certificates: root_certificates.collect::<Result<_, Error>>()?,
            https_only: endpoints.all_https(),
            needs_tls: endpoints.needs_tls(),
            urls: endpoints.urls(),
            max_response_bytes: self.max_response_bytes.value,
            max_concurrent_requests: self.max_concurrent_requests.value,
        })
    }
}
