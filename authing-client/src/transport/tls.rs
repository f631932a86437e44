//! Creates reqwest's client with the TLS of the enabled features, and reports errors immediately that reqwest would
//! report at the first call or by a panic.

use std::time::Duration;

use authing_core::Secret;
use http::Uri;
#[cfg(feature = "rustls-no-provider")]
use reqwest::Identity;
use reqwest::{Client, ClientBuilder, NoProxy, Proxy, redirect};

use super::error::SetupError;
use super::failure::failed_set_up;
use super::settings::Settings;

/// Shorter than the time for which servers and load balancers keep idle connections (60 s and more), so that a
/// connection is not found closed when a request goes out on it.
const IDLE_CONNECTION: Duration = Duration::from_secs(30);

/// Everything except the certificates.
fn client(settings: &Settings) -> Result<ClientBuilder, SetupError> {
    let builder = Client::builder()
        .connect_timeout(settings.connect_timeout)
        .timeout(settings.timeout)
        .pool_idle_timeout(IDLE_CONNECTION)
        .redirect(redirect::Policy::none())
        .referer(false)
        .https_only(settings.https_only);
    Ok(match &settings.proxy {
        Some((setting, url)) => builder.proxy(proxy(setting, url)?),
        None if settings.loopback => builder.no_proxy(),
        None => builder,
    })
}

/// The errors don't show the URL, which may contain a password, and have no cause that could.
fn proxy(setting: &'static str, url: &Secret) -> Result<Proxy, SetupError> {
    let url = url.expose();
    let invalid = || {
        SetupError::new(
            setting,
            "is not a valid proxy URL, such as `http://user:password@proxy.example.com:3128`",
        )
    };
    let uri: Uri = url.parse().map_err(|_| invalid())?;
    let is_http = matches!(uri.scheme_str(), Some("http" | "https"));
    if !is_http || uri.host().is_none_or(str::is_empty) {
        return Err(invalid());
    }
    let proxy = Proxy::all(url).map_err(|_| invalid())?;
    Ok(proxy.no_proxy(NoProxy::from_env()))
}

#[cfg(feature = "rustls-no-provider")]
pub(super) fn build(settings: &Settings) -> Result<Client, SetupError> {
    require_provider()?;
    let mut certificates = Vec::new();
    for (setting, pem) in &settings.root_certificates {
        certificates.extend(read_certificates(setting, pem.expose())?);
    }
    let setting = settings
        .root_certificates
        .first()
        .map_or("transport", |(setting, _)| setting);
    let mut base = client(settings)?;
    if let Some((setting, pem)) = &settings.client_certificate {
        // The cause could contain the key.
        let identity = Identity::from_pem(pem.expose().as_bytes()).map_err(|_| {
            let reason = "must contain a PEM certificate and its unencrypted private key";
            SetupError::new(setting, reason)
        })?;
        base = base.identity(identity);
    }
    let client = match base.tls_certs_merge(certificates).build() {
        // A machine without root certificates can still reach a service on itself.
        Err(_)
            if !settings.needs_tls
                && settings.root_certificates.is_empty()
                && settings.client_certificate.is_none() =>
        {
            client(settings)?.tls_certs_only([]).build()
        }
        built => built,
    };
    client.map_err(|error| failed_set_up(setting, error))
}

#[cfg(not(feature = "rustls-no-provider"))]
pub(super) fn build(settings: &Settings) -> Result<Client, SetupError> {
    let certificates = settings.root_certificates.len() + settings.client_certificate.iter().len();
    if settings.needs_tls || certificates > 0 {
        return Err(SetupError::new(
            "transport",
            "can't use https: enable the feature `rustls` or `rustls-no-provider`",
        ));
    }
    client(settings)?
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
            "contains no PEM certificate: there is no `-----BEGIN CERTIFICATE-----`",
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
            "has no crypto provider: with the feature `rustls-no-provider`, the program must install one for rustls first",
        )),
    }
}
