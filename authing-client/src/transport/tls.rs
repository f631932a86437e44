//! Makes reqwest's client with the TLS that the features give, and says at once what reqwest would say at the first call or
//! by a panic.

use std::time::Duration;

use reqwest::{Client, ClientBuilder, redirect};

use super::error::SetupError;
use super::failure::failed_set_up;
use super::settings::Settings;

/// Shorter than servers and load balancers keep an idle connection (60 s and more), so that none of ours is found closed
/// just when a request goes out on it.
const IDLE_CONNECTION: Duration = Duration::from_secs(30);

/// Everything but the certificates.
fn client(settings: &Settings) -> ClientBuilder {
    let builder = Client::builder()
        .connect_timeout(settings.connect_timeout)
        .timeout(settings.timeout)
        .pool_idle_timeout(IDLE_CONNECTION)
        .redirect(redirect::Policy::none())
        .referer(false)
        .https_only(settings.https_only);
    if settings.loopback {
        builder.no_proxy()
    } else {
        builder
    }
}

#[cfg(feature = "rustls-no-provider")]
pub(super) fn build(settings: &Settings) -> Result<Client, SetupError> {
    require_provider()?;
    let mut certificates = Vec::new();
    for (setting, pem) in &settings.root_certificates {
        certificates.extend(read_certificates(setting, pem)?);
    }
    let setting = settings
        .root_certificates
        .first()
        .map_or("transport", |(setting, _)| setting);
    let client = match client(settings).tls_certs_merge(certificates).build() {
        // A machine without root certificates can still reach a service on itself.
        Err(_) if !settings.needs_tls && settings.root_certificates.is_empty() => {
            client(settings).tls_certs_only([]).build()
        }
        built => built,
    };
    client.map_err(|error| failed_set_up(setting, error))
}

#[cfg(not(feature = "rustls-no-provider"))]
pub(super) fn build(settings: &Settings) -> Result<Client, SetupError> {
    if settings.needs_tls || !settings.root_certificates.is_empty() {
        return Err(SetupError::new(
            "transport",
            "can't do https: turn the feature `rustls` or `rustls-no-provider` on",
        ));
    }
    client(settings)
        .build()
        .map_err(|error| failed_set_up("transport", error))
}

#[cfg(feature = "rustls-no-provider")]
fn read_certificates(
    setting: &'static str,
    pem: &str,
) -> Result<Vec<reqwest::Certificate>, SetupError> {
    let certificates = reqwest::Certificate::from_pem_bundle(pem.as_bytes())
        .map_err(|error| failed_set_up(setting, error))?;
    if certificates.is_empty() {
        return Err(SetupError::new(
            setting,
            "holds no certificate in PEM: there is no `-----BEGIN CERTIFICATE-----`",
        ));
    }
    Ok(certificates)
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
            "has no crypto provider: with the feature `rustls-no-provider` the program installs one of rustls's first",
        )),
    }
}
