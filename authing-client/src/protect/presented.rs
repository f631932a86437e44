//! The token of a request, from its `Authorization` header or a cookie.

use std::str;

use http::HeaderMap;
use http::header::{AUTHORIZATION, COOKIE};

use super::rejection::Rejection;
use crate::error::TokenError;

/// Returns the token of a request, the header's before the cookie's.
///
/// Two tokens in one place are rejected: anyone who can add one, such as a neighboring subdomain that sets a cookie,
/// must not choose the user.
pub(super) fn token<'a>(
    headers: &'a HeaderMap,
    cookie: Option<&str>,
) -> Result<&'a str, Rejection> {
    let bearer = headers
        .get_all(AUTHORIZATION)
        .iter()
        .filter_map(|header| bearer(header.as_bytes()));
    if let Some(token) = only(bearer)? {
        return Ok(token);
    }
    let name = cookie.ok_or(Rejection::NoToken)?;
    let cookies = headers
        .get_all(COOKIE)
        .iter()
        .flat_map(|header| header.as_bytes().split(|byte| *byte == b';'));
    only(cookies.filter_map(|pair| value_of(pair, name.as_bytes())))?.ok_or(Rejection::NoToken)
}

/// Marks the headers that may contain the token as sensitive, so that `Debug` redacts them in logs.
pub(super) fn mark_sensitive(headers: &mut HeaderMap, cookie: bool) {
    for (name, value) in headers.iter_mut() {
        if name == AUTHORIZATION || (cookie && name == COOKIE) {
            value.set_sensitive(true);
        }
    }
}

fn only<'a>(mut tokens: impl Iterator<Item = &'a [u8]>) -> Result<Option<&'a str>, Rejection> {
    match (tokens.next(), tokens.next()) {
        (None, _) => Ok(None),
        (Some(token), None) => {
            let token = str::from_utf8(token).map_err(|_| TokenError::Malformed)?;
            Ok(Some(token))
        }
        (Some(_), Some(_)) => Err(Rejection::TwoTokens),
    }
}

/// Returns the part after `Bearer`, which is case-insensitive (RFC 9110); `None` for another scheme.
fn bearer(header: &[u8]) -> Option<&[u8]> {
    let header = header.trim_ascii();
    let end = header
        .iter()
        .position(|byte| *byte == b' ')
        .unwrap_or(header.len());
    let (scheme, token) = header.split_at(end);
    scheme
        .eq_ignore_ascii_case(b"Bearer")
        .then(|| token.trim_ascii())
}

/// Returns the value of the cookie with this name, without the quotes that RFC 6265 allows around it.
fn value_of<'a>(pair: &'a [u8], name: &[u8]) -> Option<&'a [u8]> {
    let equals = pair.iter().position(|byte| *byte == b'=')?;
    let (found, value) = pair.split_at(equals);
    if found.trim_ascii() != name {
        return None;
    }
    let value = value.strip_prefix(b"=")?.trim_ascii();
    let unquoted = value
        .strip_prefix(b"\"")
        .and_then(|value| value.strip_suffix(b"\""));
    Some(unquoted.unwrap_or(value))
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn headers(values: &[(http::HeaderName, &'static [u8])]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in values {
            headers.append(name, HeaderValue::from_bytes(value).unwrap());
        }
        headers
    }

    #[test]
    fn the_header_takes_precedence_over_the_cookie() {
        for (values, expected) in [
            (&[][..], None),
            (&[(AUTHORIZATION, b"Bearer a.b.c" as &[u8])], Some("a.b.c")),
            (&[(AUTHORIZATION, b"bEARER   a.b.c ")], Some("a.b.c")),
            (&[(AUTHORIZATION, b"Bearer")], Some("")),
            (&[(AUTHORIZATION, b"Basic dTpw")], None),
            (&[(AUTHORIZATION, b"Bearera.b.c")], None),
            (&[(COOKIE, b"token=a.b.c")], Some("a.b.c")),
            (&[(COOKIE, b"x=1; token=\"a.b.c\" ; y=\xff")], Some("a.b.c")),
            (&[(COOKIE, b"x=1"), (COOKIE, b"token=a.b.c")], Some("a.b.c")),
            (&[(COOKIE, b"xtoken=a.b.c; tokenx=a; TOKEN=b; token")], None),
            (
                &[(COOKIE, b"token=a"), (AUTHORIZATION, b"Bearer b")],
                Some("b"),
            ),
            (
                &[(COOKIE, b"token=a"), (AUTHORIZATION, b"Basic b")],
                Some("a"),
            ),
        ] {
            let headers = headers(values);
            let expected = expected.ok_or(Rejection::NoToken);
            assert_eq!(token(&headers, Some("token")), expected, "{values:?}");
        }
        let cookie = headers(&[(COOKIE, b"token=a.b.c")]);
        assert_eq!(token(&cookie, None), Err(Rejection::NoToken));
    }

    #[test]
    fn two_tokens_in_one_place_are_rejected() {
        for values in [
            &[(COOKIE, b"token=a; token=b" as &[u8])][..],
            &[(COOKIE, b"token=a"), (COOKIE, b"token=a")],
            &[(AUTHORIZATION, b"Bearer a"), (AUTHORIZATION, b"Bearer b")],
        ] {
            let headers = headers(values);
            let rejected = token(&headers, Some("token"));
            assert_eq!(rejected, Err(Rejection::TwoTokens), "{values:?}");
        }
        let malformed = headers(&[(AUTHORIZATION, b"Bearer \xff")]);
        let expected = Err(TokenError::Malformed.into());
        assert_eq!(token(&malformed, Some("token")), expected);
    }

    #[test]
    fn headers_with_a_token_are_marked_sensitive() {
        let mut headers = headers(&[
            (AUTHORIZATION, b"Bearer hunter2"),
            (AUTHORIZATION, b"Bearer hunter2"),
            (COOKIE, b"token=hunter2"),
        ]);
        mark_sensitive(&mut headers, true);
        assert!(!format!("{headers:?}").contains("hunter2"));
    }
}
