//! Redirect URIs, and the responses that are sent to them.

use super::error::OAuthError;
use crate::store::oidc::{AuthorizationRequest, ResponseMode};

/// The schemes that make a browser run something.
const DANGEROUS: [&str; 5] = ["javascript", "data", "vbscript", "blob", "about"];

/// Checks a redirect URI that is to be registered: an absolute URI without a fragment.
pub(crate) fn check(uri: &str) -> Result<(), &'static str> {
    let is_allowed =
        |byte: u8| byte.is_ascii_alphanumeric() || b"-._~:/?[]@!$&'()*+,;=%".contains(&byte);
    if uri.contains('#') {
        return Err("must not have a fragment");
    }
    if !uri.bytes().all(is_allowed) {
        return Err("has a character that is not allowed in a URI");
    }
    let Some((scheme, rest)) = uri.split_once(':') else {
        return Err("is not an absolute URI");
    };
    let is_scheme = scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
    if !is_scheme || rest.is_empty() {
        return Err("is not an absolute URI");
    }
    let scheme = scheme.to_ascii_lowercase();
    if DANGEROUS.contains(&scheme.as_str()) {
        return Err("must not have a scheme that a browser runs");
    }
    let is_web = ["http", "https"].contains(&scheme.as_str());
    if is_web && !authority(rest).is_some_and(is_host) {
        return Err("must name a host, without a user");
    }
    Ok(())
}

/// Returns a host name or an IP address, perhaps with a port.
fn is_host(authority: &str) -> bool {
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-._:[]".contains(&byte);
    !authority.is_empty() && !authority.starts_with(':') && authority.bytes().all(is_allowed)
}

fn authority(rest: &str) -> Option<&str> {
    rest.strip_prefix("//")?.split(['/', '?']).next()
}

/// Returns the part of a URI that a content security policy can name: the origin, or else the scheme.
pub(crate) fn origin(uri: &str) -> String {
    let Some((scheme, rest)) = uri.split_once(':') else {
        return String::new();
    };
    // A policy can't name an IPv6 address.
    let can_be_named = |authority: &&str| is_host(authority) && !authority.starts_with('[');
    match authority(rest).filter(can_be_named) {
        Some(authority) => format!("{scheme}://{authority}"),
        None => format!("{scheme}:"),
    }
}

/// Appends parameters to a URI, which may have some.
pub(crate) fn with(uri: &str, parameters: &[(&str, String)]) -> String {
    if parameters.is_empty() {
        return uri.to_owned();
    }
    let mut encoded = form_urlencoded::Serializer::new(String::new());
    encoded.extend_pairs(parameters);
    let joint = match uri.split_once('?') {
        None => "?",
        Some((_, query)) if query.is_empty() || query.ends_with('&') => "",
        Some(_) => "&",
    };
    format!("{uri}{joint}{}", encoded.finish())
}

/// A response to an authorization request, to be sent to the redirect URI. No `Debug`, because it may have a code.
pub(crate) struct Redirect {
    pub(crate) uri: String,
    pub(crate) mode: ResponseMode,
    pub(crate) parameters: Vec<(&'static str, String)>,
}

impl Redirect {
    pub(crate) fn code(request: &AuthorizationRequest, code: String) -> Self {
        Self::new(request, vec![("code", code)])
    }

    pub(crate) fn error(request: &AuthorizationRequest, error: OAuthError) -> Self {
        Self::failed(
            &request.redirect_uri,
            request.response_mode,
            request.state.as_deref(),
            error,
        )
    }

    /// The same for a request that is not valid.
    pub(super) fn failed(
        uri: &str,
        mode: ResponseMode,
        state: Option<&str>,
        error: OAuthError,
    ) -> Self {
        let parameters = vec![
            ("error", error.code.name().to_owned()),
            ("error_description", error.description),
        ];
        let state = state.map(|state| ("state", state.to_owned()));
        Self {
            uri: uri.to_owned(),
            mode,
            parameters: parameters.into_iter().chain(state).collect(),
        }
    }

    fn new(request: &AuthorizationRequest, parameters: Vec<(&'static str, String)>) -> Self {
        let state = request.state.clone().map(|state| ("state", state));
        Self {
            uri: request.redirect_uri.clone(),
            mode: request.response_mode,
            parameters: parameters.into_iter().chain(state).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_absolute_uris_without_a_fragment_can_be_registered() {
        for uri in [
            "https://app.example/callback",
            "http://127.0.0.1:8080/",
            "http://[::1]:8080/cb?x=1",
            "http://localhost",
            "com.example.app:/callback",
            "HTTPS://app.example",
        ] {
            assert_eq!(check(uri), Ok(()), "{uri}");
        }
        for uri in [
            "",
            "/callback",
            "app.example",
            "http:",
            "https://",
            "https:/callback",
            "https://:80/",
            "https://user@app.example/",
            "https://app.example/#",
            "https://app.example/a b",
            "https://app.example/\n",
            "https://app.example/\\evil",
            "https://\u{4f8b}\u{5b50}.cn/",
            "javascript:alert(1)",
            "JavaScript://app.example/%0aalert(1)",
            "data:text/html,x",
            "1http://app.example",
        ] {
            assert!(check(uri).is_err(), "{uri}");
        }
    }

    #[test]
    fn parameters_are_appended_encoded() {
        let parameters = [
            ("code", "a b".to_owned()),
            ("state", "&=\u{4f60}".to_owned()),
        ];
        let appended = "code=a+b&state=%26%3D%E4%BD%A0";
        for (uri, joint) in [
            ("https://a.b/c", "?"),
            ("https://a.b/c?", ""),
            ("https://a.b/c?x=1", "&"),
            ("https://a.b/c?x=1&", ""),
        ] {
            assert_eq!(with(uri, &parameters), format!("{uri}{joint}{appended}"));
        }
        assert_eq!(with("https://a.b", &[]), "https://a.b");
    }

    #[test]
    fn a_policy_names_the_origin_or_the_scheme() {
        for (uri, expected) in [
            ("https://a.b:1/c?d=e;f", "https://a.b:1"),
            ("http://[::1]:8080", "http:"),
            ("com.example.app:/callback", "com.example.app:"),
            ("myapp://a;b/", "myapp:"),
        ] {
            assert_eq!(origin(uri), expected);
        }
    }
}
