//! TLS to an emulator whose certificate authority is in a file.

use std::io::{self, Read, Write};
use std::path::Path;
use std::sync::Arc;

use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::pki_types::pem::{self, PemObject as _};
use tokio_rustls::rustls::pki_types::{CertificateDer, InvalidDnsNameError, ServerName};
use tokio_rustls::rustls::{ClientConfig, ClientConnection, Error, RootCertStore, StreamOwned};

/// Why a certificate authority can't be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum AuthorityError {
    #[error(transparent)]
    File(#[from] pem::Error),
    #[error(transparent)]
    Certificate(#[from] Error),
    #[error("the URL has no valid host name")]
    Host(#[from] InvalidDnsNameError),
}

/// What a client needs for a connection to one server.
pub(crate) struct Client {
    config: Arc<ClientConfig>,
    server: ServerName<'static>,
}

impl Client {
    pub(crate) fn new(authority: &Path, server: &str) -> Result<Self, AuthorityError> {
        let mut roots = RootCertStore::empty();
        roots.add(CertificateDer::from_pem_file(authority)?)?;
        let provider = Arc::new(aws_lc_rs::default_provider());
        let config = ClientConfig::builder_with_provider(provider);
        let config = config.with_safe_default_protocol_versions()?;
        let config = config.with_root_certificates(roots).with_no_client_auth();
        Ok(Self {
            config: Arc::new(config),
            server: ServerName::try_from(host(server).to_owned())?,
        })
    }

    pub(crate) fn connect<S: Read + Write>(
        &self,
        stream: S,
    ) -> io::Result<StreamOwned<ClientConnection, S>> {
        let connection = ClientConnection::new(Arc::clone(&self.config), self.server.clone());
        Ok(StreamOwned::new(
            connection.map_err(io::Error::other)?,
            stream,
        ))
    }
}

/// Returns the host of a URL's authority, without the port and the brackets of an IPv6 address.
fn host(authority: &str) -> &str {
    let host = match authority.rsplit_once(':') {
        Some((host, port)) if port.parse::<u16>().is_ok() => host,
        _ => authority,
    };
    host.trim_matches(['[', ']'])
}
