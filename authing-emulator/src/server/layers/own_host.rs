//! Protection of the pages and endpoints for people and test suites against web pages.
//!
//! A browser lets no page read a response of another origin unless the response allows it, and none of ours does. But a
//! page can make its own host name resolve to this machine (DNS rebinding), and is then of the same origin; only the
//! name in `Host` reveals it. So only names that can't be such a name are accepted: an IP address, `localhost`, and a
//! name without a dot, as containers have, which nobody can register.

use axum::extract::Request;
use axum::http::uri::Authority;
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;

use crate::server::response::error_response;

pub(in crate::server) async fn check(request: Request, next: Next) -> Response {
    let named = request.headers().get(header::HOST);
    let host = named.and_then(|host| host.to_str().ok());
    if host.is_some_and(is_ours) {
        return next.run(request).await;
    }
    error_response(
        StatusCode::FORBIDDEN,
        "the name in `Host` could belong to a public web page: use an IP address, `localhost` or a name without a dot",
    )
}

fn is_ours(host: &str) -> bool {
    let Ok(authority) = host.parse::<Authority>() else {
        return false;
    };
    let name = authority.host().trim_end_matches('.').to_ascii_lowercase();
    let is_address = name.parse::<std::net::Ipv4Addr>().is_ok() || name.starts_with('[');
    is_address || !name.contains('.') || name.ends_with(".localhost")
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
            "emulator:7000",
        ] {
            assert!(is_ours(host), "{host}");
        }
        for host in [
            "evil.com",
            "evil.com.:7000",
            "localhost.evil.com",
            "127.0.0.1.evil.com",
            "evil.com/127.0.0.1",
            "",
            "a b",
            "notlocalhost.com",
        ] {
            assert!(!is_ours(host), "{host}");
        }
    }
}
