//! Finds the proxy for a service in environment variables, and says why it could not be used.

mod failure;
pub mod no_proxy;

use std::fmt;

pub use failure::{UNAUTHORIZED, cause, is_unreachable};
use http::Uri;
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
    /// The reason, as the end of a sentence that begins with its name. Its value is not in it.
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

/// Returns an environment variable of this process. What is not UTF-8 in it is replaced, so that a proxy is not valid
/// instead of missing.
#[must_use]
pub fn variable(name: &str) -> Option<String> {
    let value = std::env::var_os(name)?;
    Some(value.to_string_lossy().into_owned())
}

/// Returns the proxy for requests to `url` from environment variables: `HTTPS_PROXY` or `HTTP_PROXY`, by the scheme of `url`, then
/// `ALL_PROXY`, each in capitals or not. `None` for a service on this machine, for a host that `NO_PROXY`
/// [lists](no_proxy), in a CGI program (where a client could set `HTTP_PROXY`), and without such a variable. An empty
/// variable counts as not set.
///
/// # Errors
///
/// [`ProxyError`] if the variable that counts is not the URL of an HTTP proxy, or of a SOCKS proxy if the program can use
/// one (`socks`). Without the error, requests would bypass the proxy.
pub fn of(
    url: &Url,
    socks: bool,
    get: impl Fn(&str) -> Option<String>,
) -> Result<Option<Proxy>, ProxyError> {
    if is_loopback(url) || get("REQUEST_METHOD").is_some() || no_proxy::lists(url, &get) {
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
    set.map(|(variable, value)| read(variable, &value, socks))
        .transpose()
}

/// Returns the proxy of a setting of the program for requests to `url`; `None` for a host that `NO_PROXY` lists.
///
/// # Errors
///
/// [`ProxyError`] as for [a variable](of), for whatever `url`.
pub fn given(
    url: &Url,
    setting: &'static str,
    value: &str,
    socks: bool,
    get: impl Fn(&str) -> Option<String>,
) -> Result<Option<Proxy>, ProxyError> {
    let proxy = read(setting, value, socks)?;
    // Without a scheme, a password in the wrong setting would be a host.
    if !value.contains("://") {
        return Err(ProxyError {
            variable: setting,
            reason: WRONG,
        });
    }
    Ok((!no_proxy::lists(url, get)).then_some(proxy))
}

fn read(variable: &'static str, value: &str, socks: bool) -> Result<Proxy, ProxyError> {
    let authority = authority(value, socks).map_err(|reason| ProxyError { variable, reason })?;
    Ok(Proxy {
        variable,
        url: value.to_owned(),
        authority,
    })
}

const WRONG: &str =
    "is not a valid proxy URL, such as `http://user:password@proxy.example.com:3128`";

/// Host and port of a proxy's URL, which may have no scheme.
fn authority(value: &str, socks: bool) -> Result<String, &'static str> {
    if value.contains(char::is_whitespace) {
        return Err(
            "has whitespace in it, or a line break: it must be a proxy URL and nothing else",
        );
    }
    if value.contains(['"', '\'']) {
        return Err("has quotes in it: it must be a proxy URL without quotes");
    }
    let uri: Uri = value.parse().map_err(|_| WRONG)?;
    match uri.scheme_str() {
        None | Some("http" | "https") => {}
        Some("socks4" | "socks4a" | "socks5" | "socks5h") if socks => {}
        Some("socks4" | "socks4a" | "socks5" | "socks5h") => {
            return Err(
                "names a SOCKS proxy, which needs the feature `socks` of authing-client: enable it, give an HTTP proxy, or list \
                 the host in `NO_PROXY`",
            );
        }
        Some(scheme) if scheme.starts_with("socks") => {
            return Err(
                "must begin with `socks5h://`, `socks5://`, `socks4a://` or `socks4://` for a SOCKS proxy",
            );
        }
        Some(_) => return Err(WRONG),
    }
    let authority = uri.authority().ok_or(WRONG)?;
    let shown = match authority.as_str().rsplit_once('@') {
        Some((_, shown)) => shown,
        None => authority.as_str(),
    };
    let has_port = authority.port_u16().is_some();
    // What follows the host is a port, or nothing: `http:proxy` has a host `http`.
    if authority.host().is_empty() || (shown != authority.host() && !has_port) {
        return Err(WRONG);
    }
    Ok(shown.to_owned())
}

#[cfg(test)]
mod tests;
