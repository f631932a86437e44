//! The settings of the network: where the emulator listens, and who may call it under which URL.

use axum::http::HeaderValue;

use super::Builder;
use super::start_error::StartError;
use crate::server::origins::{self, Origins};
use crate::server::serving::address::ListenAddress;
use crate::server::serving::tls::{self, Acceptor, Authority};

#[derive(Debug, Clone)]
pub(super) struct Network {
    pub(super) listen: ListenAddress,
    pub(super) public_url: Option<String>,
    pub(super) allowed_origins: Vec<String>,
    pub(super) tls: bool,
}

impl Default for Network {
    fn default() -> Self {
        Self {
            listen: std::net::SocketAddr::from(([127, 0, 0, 1], 0)).into(),
            public_url: None,
            allowed_origins: Vec::new(),
            tls: false,
        }
    }
}

impl Network {
    pub(super) fn origins(&self) -> Result<Origins, StartError> {
        let read = |option, text: &str| {
            origins::parse(text)
                .map_err(|reason| StartError::option(option, format!("{text:?} {reason}")))
        };
        let mut origins = Origins::default();
        for origin in &self.allowed_origins {
            let origin = read("allow_origin", origin)?;
            let value = HeaderValue::try_from(origin).map_err(StartError::internal)?;
            origins.allowed.push(value);
        }
        let public = self.public_url.as_deref();
        origins.public = public.map(|url| read("public_url", url)).transpose()?;
        if let Some(url) = origins.public.as_deref().filter(|_| self.tls)
            && !url.starts_with("https://")
        {
            let reason = format!("{url:?} must begin with https://, because the emulator has TLS");
            return Err(StartError::option("public_url", reason));
        }
        Ok(origins)
    }

    pub(super) fn scheme(&self) -> &'static str {
        if self.tls { "https" } else { "http" }
    }

    /// Creates a certificate for the hosts under which the emulator is reached, if it has TLS.
    pub(super) fn certificate(&self, origins: &Origins) -> Result<Certificate, StartError> {
        if !self.tls {
            return Ok((None, None));
        }
        let mut hosts = ["localhost", "127.0.0.1", "::1"]
            .map(str::to_owned)
            .to_vec();
        hosts.extend(self.listen.ip().map(|ip| ip.to_string()));
        hosts.extend(origins.public_host());
        let (authority, acceptor) = tls::create(hosts).map_err(StartError::internal)?;
        Ok((Some(authority), Some(acceptor)))
    }
}

/// The authority, and what serves with its certificate.
pub(super) type Certificate = (Option<Authority>, Option<Acceptor>);

impl Builder {
    /// Sets where to listen: a [`SocketAddr`](std::net::SocketAddr), or a [`ListenAddress`] such as `localhost:7000`. Default:
    /// a free port of the loopback interface, by IPv4, which only this machine can reach.
    ///
    /// The emulator is meant for tests: anyone who can reach it can read its messages.
    pub fn listen(mut self, address: impl Into<ListenAddress>) -> Self {
        self.network.listen = address.into();
        self
    }

    /// Sets the URL under which other machines reach the emulator, such as `http://emulator:7000` in a network of containers
    /// or `https://auth.example.com` behind a proxy. All URLs of the emulator begin with it: those that [`Emulator`] returns,
    /// the issuer and the discovery document, links in mails, the captchas and the login page. Default: the URL at which this
    /// machine reaches it.
    ///
    /// [`Emulator`]: crate::Emulator
    pub fn public_url(mut self, url: impl Into<String>) -> Self {
        self.network.public_url = Some(url.into());
        self
    }

    /// Lets web pages of an origin, such as `http://localhost:3000`, call the service from a browser, as the service lets
    /// them. Can be called several times. The emulator's own endpoints, such as `/messages` and those under `/operator`, stay
    /// closed to web pages. Default: none.
    pub fn allow_origin(mut self, origin: impl Into<String>) -> Self {
        self.network.allowed_origins.push(origin.into());
        self
    }

    /// Serves HTTPS, with a certificate of an authority that is created for this emulator:
    /// [`Emulator::certificate_authority`](crate::Emulator::certificate_authority). The certificate is for the IP address of
    /// [`listen`](Self::listen), the host of [`public_url`](Self::public_url), `localhost` and the loopback addresses. Default:
    /// HTTP.
    #[cfg(feature = "tls")]
    pub fn tls(mut self) -> Self {
        self.network.tls = true;
        self
    }
}
