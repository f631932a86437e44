//! Why no response came, in one line, with what to do about it.

use std::error::Error as StdError;

use authing_connect::{proxy, tls};

use super::client::{CONNECT_TIMEOUT, TIMEOUT};

const REMEDIES: tls::Remedies = tls::Remedies {
    trust: "give the authority's certificate with --ca",
    client_certificate: "fetch its schema with a program that presents one, and give the response with --from",
};

/// Why no response came.
pub(super) fn unreached(error: &reqwest::Error, proxy: Option<&proxy::Proxy>) -> String {
    let through = proxy.map_or_else(String::new, |proxy| format!(" through {proxy}"));
    if error.is_timeout() {
        let (what, limit) = match error.is_connect() {
            true => ("no connection", CONNECT_TIMEOUT),
            false => ("no response", TIMEOUT),
        };
        return format!("{what}{through} within {} s", limit.as_secs());
    }
    let failure = tls::failure(error, REMEDIES);
    let failure = failure.filter(|failure| error.is_connect() || failure.is_about_client);
    if let Some(tls::TlsFailure { advice, cause, .. }) = failure {
        let (advice, cause) = match advice.as_str() {
            "" => (cause, String::new()),
            _ => (advice, format!(" ({cause})")),
        };
        return match proxy {
            Some(proxy) if proxy::is_unreachable(error) => {
                format!("no TLS connection to {proxy}: {advice}{cause}")
            }
            _ => format!("no TLS connection{through}: {advice}{cause}"),
        };
    }
    let is_https = error.url().is_some_and(|url| url.scheme() == "https");
    if proxy.is_some() && error.is_connect() {
        let cause = proxy::cause(error, is_https);
        return format!("it can't be reached{through}: {cause}");
    }
    let causes: Vec<String> = chain(error).map(ToString::to_string).collect();
    let causes = causes.join(": ");
    if is_no_http(error) && !is_https {
        return format!("it does not respond by HTTP{through}: is its URL https://…? ({causes})");
    }
    format!("it can't be reached{through}: {causes}")
}

/// Returns whether there was a connection, but no response by HTTP on it: the server of a TLS port sends an alert, or closes
/// the connection.
fn is_no_http(error: &reqwest::Error) -> bool {
    let mut hyper = chain(error).filter_map(|cause| cause.downcast_ref::<hyper::Error>());
    hyper.any(|error| error.is_parse() || error.is_incomplete_message())
}

/// Returns the causes of an error.
fn chain(error: &reqwest::Error) -> impl Iterator<Item = &(dyn StdError + 'static)> {
    std::iter::successors(error.source(), |cause| (**cause).source())
}
