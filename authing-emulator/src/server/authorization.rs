//! The token of a request, and the user pool and app that it names.

use axum::http::{HeaderMap, header};

/// Returns the token from the `Authorization` header, with or without `Bearer`. An empty header counts as none.
pub(super) fn token(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?;
    // A header that is not text is certainly not a token, but it was sent as one.
    let value = value.to_str().unwrap_or("unreadable").trim();
    let token = match value.split_at_checked(6) {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => token.trim_start(),
        _ => value,
    };
    Some(token).filter(|token| !token.is_empty())
}

/// Returns what follows this scheme in the `Authorization` header.
pub(super) fn with_scheme<'a>(headers: &'a HeaderMap, scheme: &str) -> Option<&'a str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (named, rest) = value.split_once(' ')?;
    named.eq_ignore_ascii_case(scheme).then(|| rest.trim())
}

/// Returns the token, but not the id and secret of an OAuth client.
pub(super) fn bearer(headers: &HeaderMap) -> Option<&str> {
    token(headers).filter(|_| with_scheme(headers, "basic").is_none())
}

/// Returns the id in a header of the v2 API. An empty header counts as none.
pub(super) fn named<'a>(headers: &'a HeaderMap, header: &str) -> Option<&'a str> {
    let value = headers.get(header)?;
    // A header that is not text is certainly not an id, but it was sent as one.
    let value = value.to_str().unwrap_or("unreadable").trim();
    Some(value).filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_is_read_with_and_without_bearer() {
        for (value, expected) in [
            ("Bearer a.b.c", Some("a.b.c")),
            ("bearer  a.b.c ", Some("a.b.c")),
            ("a.b.c", Some("a.b.c")),
            ("Bearer undefined", Some("undefined")),
            ("Bearer", None),
            ("Bearer ", None),
            ("", None),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::AUTHORIZATION, value.parse().unwrap());
            assert_eq!(token(&headers), expected, "{value:?}");
        }
        assert_eq!(token(&HeaderMap::new()), None);
    }
}
