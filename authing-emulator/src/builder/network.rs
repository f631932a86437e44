//! The settings of the network: where the emulator listens, and who may call it under which URL.

use axum::http::HeaderValue;

use super::Builder;
use super::start_error::StartError;
use crate::server::address::ListenAddress;
use crate::server::origins::{self, Origins};

#[derive(Debug, Clone)]
pub(super) struct Network {
    pub(super) listen: ListenAddress,
    pub(super) public_url: Option<String>,
    pub(super) allowed_origins: Vec<String>,
}

impl Default for Network {
    fn default() -> Self {
        Self {
            listen: std::net::SocketAddr::from(([127, 0, 0, 1], 0)).into(),
            public_url: None,
            allowed_origins: Vec::new(),
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
        Ok(origins)
    }
}

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
}
