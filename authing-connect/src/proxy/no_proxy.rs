//! The hosts that `NO_PROXY` excludes from the proxy, or `no_proxy` if `NO_PROXY` is not set or empty.
//!
//! It is a list, separated by commas or spaces:
//!
//! | Entry | Matches |
//! |---|---|
//! | `example.com`, `.example.com`, `*.example.com` | this host and its subdomains, case-insensitively |
//! | `10.1.2.3`, `fd00::1`, `[fd00::1]` | a URL with this IP address |
//! | `10.0.0.0/8`, `fd00::/8` | a URL with an IP address of this network |
//! | any of these with a port, as in `example.com:8443`, `[fd00::1]:8443` | the same, if the URL has this port |
//! | `*` | every host |
//!
//! Names are not resolved for a comparison with IP addresses.

use http::Uri;
use hyper_util::client::proxy::matcher::Matcher;
use url::Url;

/// Returns whether the variable lists the host of a URL.
#[must_use]
pub fn lists(url: &Url, get: impl Fn(&str) -> Option<String>) -> bool {
    let list = ["NO_PROXY", "no_proxy"]
        .into_iter()
        .find_map(|name| get(name).filter(|list| !list.is_empty()));
    let Some(list) = list else { return false };
    let entries = list.split(|one: char| one == ',' || one.is_whitespace());
    let hosts: Vec<&str> = entries.filter_map(|entry| host(entry, url)).collect();
    let direct = Matcher::builder()
        .all("http://proxy")
        .no(hosts.join(","))
        .build();
    let uri = url.as_str().parse::<Uri>();
    hosts.contains(&"*") || uri.is_ok_and(|uri| direct.intercept(&uri).is_none())
}

/// Returns the host of an entry, in the form that the matcher knows; `None` if the entry is for another port.
fn host<'a>(entry: &'a str, url: &Url) -> Option<&'a str> {
    let (host, port) = match entry.rsplit_once(':') {
        // The last group of an IPv6 address is no port.
        Some((host, _)) if host.contains(':') && !host.ends_with(']') => (entry, None),
        Some((host, port)) => (host, Some(port)),
        None => (entry, None),
    };
    let port = port.map(|port| port.parse::<u16>().ok());
    if port.is_some_and(|port| port != url.port_or_known_default()) {
        return None;
    }
    let host = host
        .strip_prefix('[')
        .and_then(|host| host.strip_suffix(']'))
        .unwrap_or(host);
    // The matcher takes `.example.com` for the host itself, too.
    match host.strip_prefix('*') {
        Some(below) if below.starts_with('.') => Some(below),
        _ => Some(host),
    }
}
