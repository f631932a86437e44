//! Why a connection through a proxy failed.
//!
//! The errors of hyper-util's proxies have no public types, so they are told apart by their texts.

use std::error::Error as StdError;

const TUNNEL: &str = "tunnel error: ";
const SOCKS: &str = "SOCKS error: ";
const UNREACHABLE: &str = "failed to create underlying connection";
const UNKNOWN_HERE: &str = "error resolving for socks proxy";

/// The cause of status 407.
pub const UNAUTHORIZED: &str =
    "the proxy requires a user and a password, or rejects those of its URL (status 407)";

/// Returns the cause of an error of a connection that goes through a proxy, in one line. `is_https` is whether the service is
/// reached by TLS, and the proxy only connects.
#[must_use]
pub fn cause(error: &(dyn StdError + 'static), is_https: bool) -> String {
    let texts: Vec<String> = chain(error).map(ToString::to_string).collect();
    let after = |start: &str| texts.iter().find_map(|text| text.strip_prefix(start));
    let innermost = texts.last().map_or("", String::as_str);
    match (after(TUNNEL), after(SOCKS)) {
        (Some("proxy authorization required"), _) => UNAUTHORIZED.to_owned(),
        (Some("unsuccessful"), _) => {
            "the proxy did not connect to it: it forbids it, or can't reach it (a status other than 200)".to_owned()
        }
        (Some("unexpected end of file"), _) => "the proxy closed the connection".to_owned(),
        (Some(other), _) if other != UNREACHABLE => {
            format!("the proxy did not connect to it: {innermost}")
        }
        (_, Some(UNREACHABLE)) => "the proxy can't be reached".to_owned(),
        (_, Some(other)) => format!("the proxy did not connect to it: {other}"),
        _ if texts.iter().any(|text| text == UNKNOWN_HERE) => {
            format!("its name is unknown here ({innermost}): with `socks5h://`, the proxy resolves it")
        }
        // The proxy has connected, and the service did not complete the TLS handshake.
        (None, None) if is_https => innermost.to_owned(),
        _ => format!("the proxy can't be reached: {innermost}"),
    }
}

/// Returns whether the connection to the proxy itself failed, before it was asked to connect to a service.
#[must_use]
pub fn is_unreachable(error: &(dyn StdError + 'static)) -> bool {
    chain(error).any(|error| error.to_string().strip_prefix(TUNNEL) == Some(UNREACHABLE))
}

/// Returns an error and its causes.
fn chain<'a>(
    error: &'a (dyn StdError + 'static),
) -> impl Iterator<Item = &'a (dyn StdError + 'static)> {
    let mut next = Some(error);
    std::iter::from_fn(move || {
        let error = next?;
        next = error.source();
        Some(error)
    })
}
