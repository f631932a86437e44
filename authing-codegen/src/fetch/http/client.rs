//! The HTTP client: which certificates it trusts, and which proxy it uses.

use std::error::Error as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use authing_connect::certificates::{self, CertificateError};
use authing_connect::proxy;
use reqwest::blocking::{Client, ClientBuilder};
use reqwest::{Certificate, Proxy, Url, redirect};
use rustls::RootCertStore;

use crate::error::Error;

pub(super) const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
pub(super) const TIMEOUT: Duration = Duration::from_secs(120);

/// Returns a client for this URL, and the proxy that it goes through.
pub(super) fn build(
    authorities: &[PathBuf],
    url: &Url,
    name: &str,
) -> Result<(Client, Option<proxy::Proxy>), Error> {
    let fault = |reason: String| Error::Fetch {
        service: name.to_owned(),
        reason,
    };
    let mut roots = Vec::new();
    for path in authorities {
        roots.extend(read(path, &fault)?);
    }
    let proxy = proxy::of(url, true, proxy::variable);
    let proxy = proxy.map_err(|error| fault(error.to_string()))?;
    let base = || -> Result<ClientBuilder, Error> {
        let builder = Client::builder()
            .redirect(redirect::Policy::none())
            .connect_timeout(CONNECT_TIMEOUT)
            .timeout(TIMEOUT)
            // The environment's proxies are found here, so that messages can name them.
            .no_proxy();
        let Some(proxy) = &proxy else {
            return Ok(builder);
        };
        // The cause could show the password.
        let all = Proxy::all(&proxy.url)
            .map_err(|_| fault(format!("{proxy} is not a valid proxy URL")))?;
        Ok(builder.proxy(all))
    };
    let client = match base()?.tls_certs_merge(roots.clone()).build() {
        // A machine without certificates of its own can use those that it is given, and needs none for http.
        Err(_) if url.scheme() == "http" || !roots.is_empty() => {
            base()?.tls_certs_only(roots).build()
        }
        built => built,
    };
    let client = client.map_err(|error| {
        let reason = error.source().map(ToString::to_string);
        fault(format!(
            "TLS can't be set up: {}",
            reason.unwrap_or_default()
        ))
    })?;
    Ok((client, proxy))
}

fn read(path: &Path, fault: &impl Fn(String) -> Error) -> Result<Vec<Certificate>, Error> {
    let unusable = |error: CertificateError| fault(format!("{} {error}", path.display()));
    let bytes = fs::read(path).map_err(|error| Error::io(path, error))?;
    let mut roots = Vec::new();
    for certificate in certificates::read(&bytes).map_err(unusable)? {
        // reqwest would look into it when it is too late to say which one is wrong.
        RootCertStore::empty()
            .add(certificate.der.as_slice().into())
            .map_err(|error| unusable(CertificateError::invalid(&certificate, &error)))?;
        let root = Certificate::from_der(&certificate.der);
        roots.push(root.map_err(|error| fault(format!("{}: {error}", path.display())))?);
    }
    Ok(roots)
}
