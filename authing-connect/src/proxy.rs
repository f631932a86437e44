//! Finds the proxy for a service in environment variables.

use std::fmt;

use http::Uri;
use hyper_util::client::proxy::matcher::Matcher;
use url::{Host, Url};

/// A proxy, with the setting that names it.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Proxy {
    /// The environment variable, or the setting of the program.
    pub variable: &'static str,
    /// Its value, which may have a password in it.
    pub url: String,
    /// Host and port, for messages.
    pub authority: String,
}

impl fmt::Debug for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Proxy")
            .field("variable", &self.variable)
            .field("authority", &self.authority)
            .finish_non_exhaustive()
    }
}

impl fmt::Display for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the proxy {} (`{}`)", self.authority, self.variable)
    }
}

/// A variable or setting that names no usable proxy.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ProxyError {
    /// The environment variable, or the setting of the program.
    pub variable: &'static str,
    /// What is wrong with it, as the end of a sentence that begins with its name. Its value is not in it.
    pub reason: &'static str,
}

impl fmt::Display for ProxyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` {}", self.variable, self.reason)
    }
}

impl std::error::Error for ProxyError {}

/// Returns whether a URL is on this machine.
#[must_use]
pub fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.to_canonical().is_loopback(),
        None => false,
    }
}

/// Returns the proxy for requests to `url` from environment variables: `HTTPS_PROXY` or `HTTP_PROXY`, by the scheme of `url`, then
/// `ALL_PROXY`, each in capitals or not. `None` for a service on this machine, for a host that `NO_PROXY` lists, in a CGI
/// program (where a client could set `HTTP_PROXY`), and without such a variable. An empty variable counts as not set.
///
/// `NO_PROXY` is a list with commas of domains (`example.com`, `.example.com`: the domain and all below it), IP addresses,
/// networks (`10.0.0.0/8`), or `*` for all host names.
///
/// # Errors
///
/// [`ProxyError`] if the variable that counts is not the URL of an HTTP proxy: a SOCKS proxy's, for example. Without the
/// error, requests would bypass the proxy.
pub fn of(url: &Url, get: impl Fn(&str) -> Option<String>) -> Result<Option<Proxy>, ProxyError> {
    if is_loopback(url) || get("REQUEST_METHOD").is_some() || is_excepted(url, &get) {
        return Ok(None);
    }
    let variables = match url.scheme() {
        "https" => ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"],
        _ => ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"],
    };
    let set = variables.into_iter().find_map(|variable| {
        let value = get(variable).filter(|value| !value.is_empty())?;
        Some((variable, value))
    });
    set.map(|(variable, value)| read(variable, &value))
        .transpose()
}

/// Returns the proxy of a setting of the program for requests to `url`; `None` for a host that `NO_PROXY` lists.
///
/// # Errors
///
/// [`ProxyError`] if the setting is not the URL of an HTTP proxy, for whatever `url`.
pub fn given(
    url: &Url,
    setting: &'static str,
    value: &str,
    get: impl Fn(&str) -> Option<String>,
) -> Result<Option<Proxy>, ProxyError> {
    let proxy = read(setting, value)?;
    // Without a scheme, a password in the wrong setting would be a host.
    if !value.contains("://") {
        return Err(ProxyError {
            variable: setting,
            reason: WRONG,
        });
    }
    Ok((!is_excepted(url, get)).then_some(proxy))
}

/// Whether `NO_PROXY` lists the host.
fn is_excepted(url: &Url, get: impl Fn(&str) -> Option<String>) -> bool {
    let list = get("NO_PROXY").or_else(|| get("no_proxy"));
    let any = Matcher::builder()
        .all("http://proxy")
        .no(list.unwrap_or_default())
        .build();
    let uri = url.as_str().parse::<Uri>();
    uri.is_ok_and(|uri| any.intercept(&uri).is_none())
}

fn read(variable: &'static str, value: &str) -> Result<Proxy, ProxyError> {
    let authority = authority(value).map_err(|reason| ProxyError { variable, reason })?;
    Ok(Proxy {
        variable,
        url: value.to_owned(),
        authority,
    })
}

const WRONG: &str =
    "is not a valid proxy URL, such as `http://user:password@proxy.example.com:3128`";

/// Host and port of an HTTP proxy's URL, which may have no scheme.
fn authority(value: &str) -> Result<String, &'static str> {
    let uri: Uri = value.parse().map_err(|_| WRONG)?;
    match uri.scheme_str() {
        None | Some("http" | "https") => {}
        Some(scheme) if scheme.starts_with("socks") => {
            return Err(
                "names a SOCKS proxy, which is not supported: give an HTTP proxy, or list the host in `NO_PROXY`",
            );
        }
        Some(_) => return Err(WRONG),
    }
    let authority = uri.authority().ok_or(WRONG)?;
    let shown = match authority.port() {
        Some(port) => format!("{}:{port}", authority.host()),
        None => authority.host().to_owned(),
    };
    if authority.host().is_empty() || shown.contains(['"', '\'']) {
        return Err(WRONG);
    }
    Ok(shown)
}

#[cfg(test)]
mod tests;
