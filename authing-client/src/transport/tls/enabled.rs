//! TLS by rustls, with the root certificates of the system.

use std::sync::Arc;

use authing_connect::certificates::{self, CertificateError};
use authing_connect::identity;
use reqwest::ClientBuilder;
use rustls::client::WantsClientCert;
use rustls::client::danger::ServerCertVerifier;
use rustls::crypto::CryptoProvider;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ClientConfig, ConfigBuilder, Error, InconsistentKeys, RootCertStore};
use rustls_platform_verifier::Verifier;
use zeroize::Zeroizing;

use crate::transport::error::SetupError;
use crate::transport::settings::Settings;

/// A configuration that every client can share: to read the system's root certificates takes milliseconds.
pub(in crate::transport) struct Tls(ClientConfig);

impl Tls {
    pub(in crate::transport) fn new(settings: &Settings) -> Result<Self, SetupError> {
        let provider = provider()?;
        let config = ClientConfig::builder_with_provider(Arc::clone(&provider))
            .with_safe_default_protocol_versions()
            .map_err(|error| unusable("transport", error))?;
        let mut roots = Vec::new();
        for (setting, bytes) in &settings.root_certificates {
            roots.extend(read_certificates(setting, bytes)?);
        }
        let has_own = !roots.is_empty() || settings.client_certificate.is_some();
        let config = match verifier(roots, provider) {
            // rustls calls any verifier but its own dangerous. This one verifies as strictly, by the system's rules.
            Ok(verifier) => config
                .dangerous()
                .with_custom_certificate_verifier(verifier),
            // A machine without root certificates can still reach a service on itself.
            Err(_) if !settings.needs_tls && !has_own => {
                config.with_root_certificates(RootCertStore::empty())
            }
            Err(error) => return Err(unusable("transport", error)),
        };
        let mut config = match &settings.client_certificate {
            Some((setting, file)) => with_identity(config, setting, file)?,
            None => config.with_no_client_auth(),
        };
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        Ok(Self(config))
    }

    pub(in crate::transport) fn apply(&self, builder: ClientBuilder) -> ClientBuilder {
        builder.tls_backend_preconfigured(self.0.clone())
    }
}

/// Returns a verifier that trusts the system's root certificates and these.
#[cfg(not(target_os = "android"))]
fn verifier(
    roots: Vec<CertificateDer<'static>>,
    provider: Arc<CryptoProvider>,
) -> Result<Arc<dyn ServerCertVerifier>, Error> {
    Ok(Arc::new(Verifier::new_with_extra_roots(roots, provider)?))
}

#[cfg(target_os = "android")]
fn verifier(
    roots: Vec<CertificateDer<'static>>,
    provider: Arc<CryptoProvider>,
) -> Result<Arc<dyn ServerCertVerifier>, Error> {
    if roots.is_empty() {
        Ok(Arc::new(Verifier::new(provider)?))
    } else {
        let reason = "on Android, only the system's root certificates are supported";
        Err(Error::General(reason.to_owned()))
    }
}

fn read_certificates(
    setting: &'static str,
    bytes: &[u8],
) -> Result<Vec<CertificateDer<'static>>, SetupError> {
    let unusable = |error: CertificateError| SetupError::new(setting, error.to_string());
    let mut certificates = Vec::new();
    for certificate in certificates::read(bytes).map_err(unusable)? {
        // The verifier checks it too late to say which certificate is invalid.
        RootCertStore::empty()
            .add(certificate.der.as_slice().into())
            .map_err(|error| unusable(CertificateError::invalid(&certificate, &error)))?;
        certificates.push(certificate.der.into());
    }
    Ok(certificates)
}

fn with_identity(
    config: ConfigBuilder<ClientConfig, WantsClientCert>,
    setting: &'static str,
    bytes: &[u8],
) -> Result<ClientConfig, SetupError> {
    let pem = identity::read(bytes).map_err(|error| SetupError::new(setting, error.to_string()))?;
    let pem = Zeroizing::new(pem);
    // The cause could contain the key.
    let invalid = |_| {
        let reason = "must contain a PEM certificate and its unencrypted private key";
        SetupError::new(setting, reason)
    };
    let certificates: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem.as_bytes()).collect();
    let certificates = certificates.map_err(invalid)?;
    let key = PrivateKeyDer::from_pem_slice(pem.as_bytes()).map_err(invalid)?;
    config
        .with_client_auth_cert(certificates, key)
        .map_err(|error| unusable(setting, error))
}

fn unusable(setting: &'static str, error: Error) -> SetupError {
    let advice = match &error {
        Error::InconsistentKeys(InconsistentKeys::KeyMismatch) => {
            ": the private key does not belong to the first certificate, which must be the client's own"
        }
        Error::General(reason) if reason.contains("private key") => {
            ": the private key is malformed, or of a kind other than RSA, ECDSA and EdDSA"
        }
        Error::General(reason) if reason.contains("No CA certificates") => {
            " (install them, usually with the package `ca-certificates`, or add the service's authority with \
             `Builder::root_certificate_pem`, `root_certificate_file` or AUTHING_ROOT_CERTIFICATE_FILE)"
        }
        _ => "",
    };
    SetupError {
        setting,
        reason: format!("can't be used for TLS{advice}"),
        source: Some(Arc::new(error)),
    }
}

#[cfg(feature = "rustls")]
fn provider() -> Result<Arc<CryptoProvider>, SetupError> {
    let installed = CryptoProvider::get_default().cloned();
    Ok(installed.unwrap_or_else(|| Arc::new(rustls::crypto::aws_lc_rs::default_provider())))
}

#[cfg(not(feature = "rustls"))]
fn provider() -> Result<Arc<CryptoProvider>, SetupError> {
    let installed = CryptoProvider::get_default().cloned();
    installed.ok_or_else(|| {
        SetupError::new(
            "transport",
            "has no crypto provider: with the feature `rustls-no-provider`, the program must install one for rustls first",
        )
    })
}
