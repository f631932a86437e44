//! Protection against web pages that make their own host name resolve to this machine (DNS rebinding).
//!
//! A browser lets no page read a response of another origin unless the response allows it. But a page whose name resolves to
//! this machine is of the same origin; only the name in `Host` reveals it. So names are accepted that can't be such a page's:
//! an IP address, `localhost`, a name without a dot, as containers have, names that nobody can register, and the name in the
//! public URL.

use axum::extract::{Request, State};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;

use crate::server::app::App;
use crate::server::origins::Origins;
use crate::server::response::error_response;

/// The top-level domains, besides `localhost`, in which nobody can register a name. `host.docker.internal` is this machine.
const PRIVATE: [&str; 3] = [".localhost", ".test", ".internal"];

const REBOUND: &str = "the name in `Host` could belong to a public web page: use an IP address, `localhost`, a name without \
                       a dot, or set the public URL (`--public-url`)";

/// For the emulator's own endpoints: no other name is accepted.
pub(in crate::server) async fn check(
    State(app): State<App>,
    request: Request,
    next: Next,
) -> Response {
    if is_ours(request.headers(), &app.origins) {
        return next.run(request).await;
    }
    error_response(StatusCode::FORBIDDEN, REBOUND)
}

/// For the service's endpoints: no other name is accepted from a web page, unless its origin is allowed. Other programs may
/// use any name.
pub(in crate::server) async fn check_pages(
    State(app): State<App>,
    request: Request,
    next: Next,
) -> Response {
    let (headers, origins) = (request.headers(), &app.origins);
    if !is_from_page(headers) || origins.allow(headers) || is_ours(headers, origins) {
        return next.run(request).await;
    }
    tracing::info!(path = request.uri().path(), "rejected: {REBOUND}");
    error_response(StatusCode::FORBIDDEN, REBOUND)
}

/// Browsers send `Sec-Fetch-Site` to `localhost` and over TLS, and elsewhere `Origin` with every request that is not a plain
/// GET. `none` is a URL that a person has entered.
fn is_from_page(headers: &HeaderMap) -> bool {
    let site = headers.get("sec-fetch-site");
    site.is_some_and(|site| site != "none") || headers.contains_key(header::ORIGIN)
}

fn is_ours(headers: &HeaderMap, origins: &Origins) -> bool {
    let named = headers.get(header::HOST);
    let host = named.and_then(|host| host.to_str().ok());
    host.is_some_and(|host| is_private(host) || origins.is_public(host))
}

fn is_private(host: &str) -> bool {
    let Ok(authority) = host.parse::<Authority>() else {
        return false;
    };
    let name = authority.host().to_ascii_lowercase();
    if name.parse::<std::net::Ipv4Addr>().is_ok() || name.starts_with('[') {
        return true;
    }
    // A final dot makes a name absolute: `ai.` is a top-level domain, which may have a web page.
    let relative = name.strip_suffix('.').unwrap_or(&name);
    relative == "localhost"
        || PRIVATE.iter().any(|domain| relative.ends_with(domain))
        || !name.contains('.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_a_web_page_can_have_are_rejected() {
        for host in [
            "127.0.0.1:7000",
            "192.168.0.7",
            "[::1]:7000",
            "localhost",
            "LOCALHOST:80",
            "localhost.",
            "authing.localhost:1",
            "authing.test",
            "host.docker.internal:7000",
            "emulator:7000",
        ] {
            assert!(is_private(host), "{host}");
        }
        for host in [
            "evil.com",
            "evil.com.:7000",
            "localhost.evil.com",
            "127.0.0.1.evil.com",
            "evil.com/127.0.0.1",
            "ai.",
            "ai.:7000",
            "localhost..",
            "",
            "a b",
            "notlocalhost.com",
        ] {
            assert!(!is_private(host), "{host}");
        }
    }
}
