//! HTTPS, with a certificate of an authority that is created for one emulator.

use std::io::{self, Write as _};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DistinguishedName, DnType,
    ExtendedKeyUsagePurpose, IsCa, KeyPair, KeyUsagePurpose,
};
use tempfile::NamedTempFile;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

use super::connection::{Connection, Stream};

const DAY: Duration = Duration::from_secs(24 * 3600);

/// Some clients reject a server's certificate that is valid for longer.
const LIFETIME: Duration = Duration::from_secs(800 * 24 * 3600);

/// Why there is no certificate.
#[derive(Debug, thiserror::Error)]
pub(crate) enum TlsError {
    #[error("a certificate could not be created: {0}")]
    Certificate(#[from] rcgen::Error),
    #[error("the certificate could not be used: {0}")]
    Config(#[from] tokio_rustls::rustls::Error),
    #[error("the certificate authority could not be written to a temporary file: {0}")]
    File(#[from] io::Error),
}

/// The certificate authority, whose key has been forgotten.
pub(crate) struct Authority {
    pem: String,
    /// Deleted with the emulator.
    file: NamedTempFile,
}

impl Authority {
    pub(crate) fn pem(&self) -> &str {
        &self.pem
    }

    pub(crate) fn path(&self) -> &Path {
        self.file.path()
    }
}

/// The server's side of a handshake.
#[derive(Clone)]
pub(crate) struct Acceptor(TlsAcceptor);

impl Acceptor {
    pub(super) async fn accept(&self, connection: Connection) -> io::Result<Stream> {
        Ok(Box::new(self.0.accept(connection).await?))
    }
}

/// Creates an authority, and a certificate for these host names and IP addresses.
pub(crate) fn create(hosts: Vec<String>) -> Result<(Authority, Acceptor), TlsError> {
    let now = SystemTime::now();
    let mut params = named("authing-emulator's certificate authority", Vec::new(), now)?;
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    let authority = CertifiedIssuer::self_signed(params, KeyPair::generate()?)?;

    let mut params = named("authing-emulator", hosts, now)?;
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    params.use_authority_key_identifier_extension = true;
    let key = KeyPair::generate()?;
    let certificate = params.signed_by(&key, &authority)?;

    let pem = authority.pem();
    let mut file = tempfile::Builder::new()
        .prefix("authing-emulator-ca-")
        .suffix(".pem")
        .tempfile()?;
    file.write_all(pem.as_bytes())?;
    let key = PrivateKeyDer::Pkcs8(key.serialize_der().into());
    let config = config(certificate.der().clone(), key)?;
    let acceptor = Acceptor(TlsAcceptor::from(Arc::new(config)));
    Ok((Authority { pem, file }, acceptor))
}

fn named(
    name: &str,
    hosts: Vec<String>,
    now: SystemTime,
) -> Result<CertificateParams, rcgen::Error> {
    let mut params = CertificateParams::new(hosts)?;
    params.distinguished_name = DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, name);
    // The clocks of this and other machines differ a little.
    params.not_before = (now - DAY).into();
    params.not_after = (now + LIFETIME).into();
    Ok(params)
}

fn config(
    certificate: CertificateDer<'static>,
    key: PrivateKeyDer<'static>,
) -> Result<ServerConfig, tokio_rustls::rustls::Error> {
    let provider = Arc::new(aws_lc_rs::default_provider());
    let config =
        ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    let config = config?.with_no_client_auth();
    let mut config = config.with_single_cert(vec![certificate], key)?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(config)
}
