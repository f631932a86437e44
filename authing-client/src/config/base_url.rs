//! Reading a setting that is a URL.

use authing_connect::proxy::is_loopback;
use url::{Host, Url};

use super::setting::Setting;
use crate::error::Error;

/// Characters of lists and placeholders, and those that parsers of URLs replace silently.
const REJECTED: [char; 13] = [
    ' ', '\\', ',', ';', '<', '>', '{', '}', '|', '^', '$', '*', '\'',
];

/// Returns the URL of a setting, which must be https unless it is on this machine or plain http is allowed.
///
/// The errors don't show the value, which may be anything, including a secret in the wrong variable.
pub(crate) fn parse(given: &Setting<String>, allow_plain_http: bool) -> Result<Url, Error> {
    let invalid = |reason: &str| Err(Error::config(given.name, reason));
    let text = given.exact()?;
    if let Some(reason) = flaw(text) {
        return invalid(&reason);
    }
    let url = Url::parse(text)
        .map_err(|error| Error::config(given.name, format!("is not a valid URL: {error}")))?;
    if matches!(url.host(), Some(Host::Domain(name)) if !is_host_name(name)) {
        return invalid("has a character in its host that no host name has");
    }
    if !url.username().is_empty() || url.password().is_some() {
        return invalid("must not contain a user name or password");
    }
    if url.query().is_some() || url.fragment().is_some() {
        return invalid("must not contain `?` or `#`");
    }
    if url.scheme() == "http" && !is_loopback(&url) && !allow_plain_http {
        return invalid(
            "is plain http to another machine, so anyone on the network path could read the tokens: use https, or allow \
             it with `Builder::allow_plain_http` (AUTHING_ALLOW_PLAIN_HTTP=true) on a network that you trust",
        );
    }
    Ok(url)
}

/// Returns a path without this end, in any case, and without slashes after it.
pub(crate) fn without_end<'a>(path: &'a str, end: &str) -> &'a str {
    let path = path.trim_end_matches('/');
    let at = path.len().saturating_sub(end.len());
    match path.split_at_checked(at) {
        Some((base, found)) if found.eq_ignore_ascii_case(end) => base.trim_end_matches('/'),
        _ => path,
    }
}

/// Returns what is wrong with the notation of a URL. A parser would accept some of these, and mean another host.
fn flaw(text: &str) -> Option<String> {
    let Some(rest) = without_scheme(text) else {
        return Some("must begin with https:// or http://".to_owned());
    };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    let is_scheme =
        |name: &str| name.eq_ignore_ascii_case("https") || name.eq_ignore_ascii_case("http");
    if rest.contains("://") || host.split(':').next().is_some_and(is_scheme) {
        return Some("has a scheme twice: it must be one URL".to_owned());
    }
    if host.is_empty() {
        return Some("has no host".to_owned());
    }
    if !host.starts_with('[') && host.matches(':').count() > 1 {
        return Some("has an IPv6 address without brackets: write it as `[::1]`".to_owned());
    }
    let rejected = rest
        .chars()
        .find(|character| REJECTED.contains(character))?;
    Some(format!("must not contain `{rejected}`: it must be one URL"))
}

fn without_scheme(text: &str) -> Option<&str> {
    ["https://", "http://"].into_iter().find_map(|scheme| {
        let (start, rest) = text.split_at_checked(scheme.len())?;
        start.eq_ignore_ascii_case(scheme).then_some(rest)
    })
}

/// Returns whether a domain, in ASCII, has only characters of host names.
fn is_host_name(domain: &str) -> bool {
    domain
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Url, Error> {
        parse(&Setting::new("host", text), false)
    }

    #[test]
    fn another_notation_than_that_of_a_url_is_named() {
        for (text, reason) in [
            ("", "must not be empty"),
            ("\u{feff}\n", "must not be empty"),
            ("auth.example.com", "must begin with https:// or http://"),
            ("//auth.example.com", "must begin with https:// or http://"),
            ("127.0.0.1:3000", "must begin with https:// or http://"),
            ("localhost:3000", "must begin with https:// or http://"),
            ("::1", "must begin with https:// or http://"),
            (
                "https:auth.example.com",
                "must begin with https:// or http://",
            ),
            (
                "https:/auth.example.com",
                "must begin with https:// or http://",
            ),
            (
                "https:\\\\auth.example.com",
                "must begin with https:// or http://",
            ),
            (
                "ftp://auth.example.com",
                "must begin with https:// or http://",
            ),
            ("https://", "has no host"),
            ("https:///auth.example.com", "has no host"),
            ("https://?x", "has no host"),
            (
                "https://https://auth.example.com",
                "has a scheme twice: it must be one URL",
            ),
            (
                "https://HTTP//auth.example.com",
                "has a scheme twice: it must be one URL",
            ),
            ("http://https:443", "has a scheme twice: it must be one URL"),
            (
                "https://a.example.com/https://b.example.com",
                "has a scheme twice: it must be one URL",
            ),
            (
                "http://::1:7000",
                "has an IPv6 address without brackets: write it as `[::1]`",
            ),
            (
                "http://::1/graphql",
                "has an IPv6 address without brackets: write it as `[::1]`",
            ),
            (
                "https://fe80::1",
                "has an IPv6 address without brackets: write it as `[::1]`",
            ),
            (
                "https://auth.example.com,",
                "must not contain `,`: it must be one URL",
            ),
            (
                "https://auth.example.com/;",
                "must not contain `;`: it must be one URL",
            ),
            (
                "https://a.example.com https:",
                "must not contain ` `: it must be one URL",
            ),
            (
                "https://${HOST}/graphql",
                "must not contain `$`: it must be one URL",
            ),
            ("https://<host>", "must not contain `<`: it must be one URL"),
            (
                "https://good.example.com\\@evil",
                "must not contain `\\`: it must be one URL",
            ),
            (
                "https://auth!example.com",
                "has a character in its host that no host name has",
            ),
            ("https://[::1", "is not a valid URL: invalid IPv6 address"),
            (
                "https://auth.exam\nple.com",
                "contains a line break or another invisible character: remove it",
            ),
            (
                "https://auth.exam\u{200b}ple.com",
                "contains a line break or another invisible character: remove it",
            ),
            (
                "\"https://auth.example.com\"",
                "has quotes around it, which are part of its value: remove them",
            ),
        ] {
            let error = read(text).unwrap_err().to_string();
            assert_eq!(error, format!("`host` {reason}"), "{text}");
        }
    }

    #[test]
    fn urls_are_trimmed_and_every_host_is_accepted() {
        for (text, url) in [
            (
                "\u{feff}https://auth.example.com\r\n",
                "https://auth.example.com/",
            ),
            (
                "HTTPS://Auth.Example.com/Path/",
                "https://auth.example.com/Path/",
            ),
            (
                "https://https.example.com:8443",
                "https://https.example.com:8443/",
            ),
            ("https://a_b-c.example.com./", "https://a_b-c.example.com./"),
            (
                "https://认证.example.com",
                "https://xn--zc3a6b.example.com/",
            ),
            (
                "https://[2001:db8::1]:8443/x",
                "https://[2001:db8::1]:8443/x",
            ),
            ("http://[::1]:7000", "http://[::1]:7000/"),
            (
                "http://[::ffff:127.0.0.1]:7000",
                "http://[::ffff:7f00:1]:7000/",
            ),
            ("http://127.1:7000", "http://127.0.0.1:7000/"),
        ] {
            assert_eq!(read(text).unwrap().as_str(), url);
        }
    }
}
