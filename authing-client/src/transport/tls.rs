//! Creates reqwest's client with the TLS of the enabled features, and reports errors immediately that reqwest would
//! report at the first call or by a panic.

use std::time::Duration;

#[cfg(feature = "rustls-no-provider")]
use authing_connect::certificates::{self, CertificateError};
#[cfg(feature = "rustls-no-provider")]
use authing_connect::identity;
#[cfg(feature = "rustls-no-provider")]
use reqwest::Identity;
use reqwest::{Client, ClientBuilder, redirect};
#[cfg(feature = "rustls-no-provider")]
use rustls::RootCertStore;
#[cfg(feature = "rustls-no-provider")]
use zeroize::Zeroizing;

use super::error::SetupError;
use super::failure::failed_set_up;
use super::proxies::Proxies;
use super::settings::Settings;

/// Shorter than the time for which servers and load balancers keep idle connections (60 s and more), so that a
/// connection is not found closed when a request goes out on it.
const IDLE_CONNECTION: Duration = Duration::from_secs(30);

/// Everything except the certificates.
fn client(settings: &Settings, proxies: &Proxies) -> Result<ClientBuilder, SetupError> {
    let builder = Client::builder()
        .connect_timeout(settings.connect_timeout)
        .timeout(settings.timeout)
        .pool_idle_timeout(IDLE_CONNECTION)
        .redirect(redirect::Policy::none())
        .referer(false)
        .https_only(settings.https_only);
    // Otherwise reqwest would use the environment's proxies for this machine too.
    Ok(match proxies.to_reqwest() {
        Some(proxy) => builder.proxy(proxy),
        None => builder.no_proxy(),
    })
}

#[cfg(feature = "rustls-no-provider")]
pub(super) fn build(settings: &Settings, proxies: &Proxies) -> Result<Client, SetupError> {
    require_provider()?;
    let mut certificates = Vec::new();
    for (setting, bytes) in &settings.root_certificates {
        certificates.extend(read_certificates(setting, bytes)?);
    }
    let mut base = client(settings, proxies)?;
    if let Some((setting, file)) = &settings.client_certificate {
        base = base.identity(read_identity(setting, file)?);
    }
    let client = match base.tls_certs_merge(certificates).build() {
        // A machine without root certificates can still reach a service on itself.
        Err(_)
            if !settings.needs_tls
                && settings.root_certificates.is_empty()
                && settings.client_certificate.is_none() =>
        {
            client(settings, proxies)?.tls_certs_only([]).build()
        }
        built => built,
    };
    // The root certificates have been checked.
    let setting = settings
        .client_certificate
        .as_ref()
        .map_or("transport", |(setting, _)| *setting);
    client.map_err(|error| failed_set_up(setting, error))
}

#[cfg(not(feature = "rustls-no-provider"))]
pub(super) fn build(settings: &Settings, proxies: &Proxies) -> Result<Client, SetupError> {
    let certificates = settings.root_certificates.len() + settings.client_certificate.iter().len();
    if settings.needs_tls || certificates > 0 {
        return Err(SetupError::new(
            "transport",
            "can't use https: enable the feature `rustls` or `rustls-no-provider`",
        ));
    }
    client(settings, proxies)?
        .build()
        .map_err(|error| failed_set_up("transport", error))
}

#[cfg(feature = "rustls-no-provider")]
fn read_certificates(
    setting: &'static str,
    bytes: &[u8],
) -> Result<Vec<reqwest::Certificate>, SetupError> {
    let unusable = |error: CertificateError| SetupError::new(setting, error.to_string());
    let mut certificates = Vec::new();
    for certificate in certificates::read(bytes).map_err(unusable)? {
        // reqwest checks it too late to say which certificate is invalid.
        RootCertStore::empty()
            .add(certificate.der.as_slice().into())
            .map_err(|error| unusable(CertificateError::invalid(&certificate, &error)))?;
        let certificate = reqwest::Certificate::from_der(&certificate.der);
        certificates.push(certificate.map_err(|error| failed_set_up(setting, error))?);
    }
    Ok(certificates)
}

#[cfg(feature = "rustls-no-provider")]
fn read_identity(setting: &'static str, bytes: &[u8]) -> Result<Identity, SetupError> {
    let unusable = |error: CertificateError| SetupError::new(setting, error.to_string());
    let pem = Zeroizing::new(identity::read(bytes).map_err(unusable)?);
    // The cause could contain the key.
    Identity::from_pem(pem.as_bytes()).map_err(|_| {
        let reason = "must contain a PEM certificate and its unencrypted private key";
        SetupError::new(setting, reason)
    })
}

#[cfg(feature = "rustls")]
fn require_provider() -> Result<(), SetupError> {
    Ok(())
}

#[cfg(all(feature = "rustls-no-provider", not(feature = "rustls")))]
fn require_provider() -> Result<(), SetupError> {
    match rustls::crypto::CryptoProvider::get_default() {
        Some(_) => Ok(()),
        None => Err(SetupError::new(
            "transport",
            "has no crypto provider: with the feature `rustls-no-provider`, the program must install one for rustls first",
        )),
    }
}
