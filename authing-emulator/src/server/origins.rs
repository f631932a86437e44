//! The origins that the settings name: those of web pages, and the one under which other machines reach the emulator.

use std::net::IpAddr;

use axum::http::{HeaderMap, HeaderValue, Uri, header};

/// The origins of the settings.
#[derive(Debug, Clone, Default)]
pub(crate) struct Origins {
    /// Web pages of these origins may call the service.
    pub(crate) allowed: Vec<HeaderValue>,
    /// The public URL, if one is set.
    pub(crate) public: Option<String>,
}

impl Origins {
    /// Returns whether the request comes from a web page of an allowed origin.
    pub(super) fn allow(&self, headers: &HeaderMap) -> bool {
        let origin = headers.get(header::ORIGIN);
        origin.is_some_and(|origin| self.allowed.contains(origin))
    }

    /// Returns the host of the public URL, without its port.
    pub(crate) fn public_host(&self) -> Option<String> {
        let uri: Uri = self.public.as_deref()?.parse().ok()?;
        Some(uri.host()?.trim_matches(['[', ']']).to_owned())
    }

    /// Returns whether this is the host of the public URL, with its port.
    pub(super) fn is_public(&self, host: &str) -> bool {
        let public = self.public.as_deref().and_then(|url| url.split_once("://"));
        public.is_some_and(|(scheme, public)| {
            let host = host.to_ascii_lowercase();
            without_default_port(scheme, &host) == public
        })
    }
}

/// Returns an origin in the form in which browsers send it: in lower case, and without the port that is the scheme's default.
pub(crate) fn parse(text: &str) -> Result<String, &'static str> {
    const FORM: &str =
        "must be a scheme, a host and optionally a port, such as http://localhost:3000";
    match text {
        "*" => return Err("must be one origin, not `*`: name each, such as http://localhost:3000"),
        "null" => {
            return Err(
                "must not be `null`, the origin of every local file: serve the page over HTTP",
            );
        }
        _ => {}
    }
    let uri: Uri = text.parse().map_err(|_| FORM)?;
    let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
        return Err(FORM);
    };
    let scheme = scheme.to_ascii_lowercase();
    if !["http", "https"].contains(&scheme.as_str()) {
        return Err("must begin with http:// or https://");
    }
    if authority.as_str().contains('@') {
        return Err("must not have a user");
    }
    if authority.host().is_empty() || authority.host().contains('*') {
        return Err(FORM);
    }
    let written = text.get(scheme.len() + "://".len()..);
    if written != Some(authority.as_str()) {
        return Err("must not have a path, not even a trailing slash");
    }
    let authority = authority.as_str().to_ascii_lowercase();
    Ok(format!(
        "{scheme}://{}",
        without_default_port(&scheme, &authority)
    ))
}

fn without_default_port<'a>(scheme: &str, authority: &'a str) -> &'a str {
    let port = if scheme == "https" { ":443" } else { ":80" };
    authority.strip_suffix(port).unwrap_or(authority)
}

/// Returns whether clients call this URL only with permission, because it is plain HTTP to what may be another machine.
pub(crate) fn needs_permission(url: &str) -> bool {
    let Some(authority) = url.strip_prefix("http://") else {
        return false;
    };
    let uri = authority.parse::<Uri>().ok();
    let host = uri.as_ref().and_then(Uri::host).unwrap_or_default();
    let ip = host.trim_matches(['[', ']']).parse::<IpAddr>();
    host != "localhost" && !ip.is_ok_and(|ip| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn origins_are_read_as_browsers_send_them() {
        for (text, expected) in [
            ("http://localhost:3000", "http://localhost:3000"),
            ("HTTP://LocalHost:3000", "http://localhost:3000"),
            ("http://a.example:80", "http://a.example"),
            ("https://a.example:443", "https://a.example"),
            ("https://a.example:80", "https://a.example:80"),
            ("http://[::1]:3000", "http://[::1]:3000"),
        ] {
            assert_eq!(parse(text).as_deref(), Ok(expected));
        }
        for (text, reason) in [
            ("*", "not `*`"),
            ("null", "`null`"),
            ("http://*.example", "a host"),
            ("localhost:3000", "http://localhost:3000"),
            ("http://localhost:3000/", "a path"),
            ("http://localhost:3000/app", "a path"),
            ("http://localhost:3000?a", "a path"),
            ("http://me@localhost", "a user"),
            ("file:///app", "http://"),
            ("ws://localhost", "http://"),
            ("", "a scheme"),
        ] {
            let error = parse(text).unwrap_err();
            assert!(error.contains(reason), "{text}: {error}");
        }
    }

    #[test]
    fn the_host_of_the_public_url_is_known() {
        let origins = |public: &str| Origins {
            allowed: Vec::new(),
            public: Some(parse(public).unwrap()),
        };
        for (public, host) in [
            ("http://auth.example:7000", "auth.example:7000"),
            ("https://auth.example", "Auth.Example"),
            ("https://auth.example", "auth.example:443"),
        ] {
            assert!(origins(public).is_public(host), "{public} {host}");
        }
        for host in ["auth.example", "auth.example:7001", "evil.example:7000", ""] {
            assert!(!origins("http://auth.example:7000").is_public(host));
        }
        assert!(!Origins::default().is_public(""));
    }

    #[test]
    fn plain_http_needs_permission_unless_it_stays_on_this_machine() {
        for (url, expected) in [
            ("http://127.0.0.1:7000", false),
            ("http://[::1]:7000", false),
            ("http://localhost:7000", false),
            ("https://auth.example", false),
            ("http://emulator:7000", true),
            ("http://192.168.0.7:7000", true),
            ("http://[fd00::1]", true),
        ] {
            assert_eq!(needs_permission(url), expected, "{url}");
        }
    }
}
