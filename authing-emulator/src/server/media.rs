//! The bodies of requests: their size, and the media types that they may have.

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::http::{HeaderMap, StatusCode, header};

/// The status of a rejected request, and the reason.
pub(super) type Rejection = (StatusCode, &'static str);

/// Returns a body that has arrived and is not too long.
pub(super) fn received(body: Result<Bytes, BytesRejection>) -> Result<Bytes, Rejection> {
    body.map_err(|rejection| match rejection.status() {
        status @ StatusCode::PAYLOAD_TOO_LARGE => (status, "the body is longer than 1 MiB"),
        status => (status, "the body could not be read"),
    })
}

/// The media type of a form.
pub(super) const FORM: &str = "application/x-www-form-urlencoded";

/// Returns the media type of a body, in lower case and without its parameters. Empty if there is none.
pub(super) fn essence(headers: &HeaderMap) -> String {
    let content_type = headers.get(header::CONTENT_TYPE);
    let content_type = content_type.and_then(|value| value.to_str().ok());
    let essence = content_type.unwrap_or_default().split(';').next();
    essence.unwrap_or_default().trim().to_ascii_lowercase()
}

/// Why a body is not supported.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Unsupported(pub(super) &'static str);

/// Checks that the headers announce uncompressed JSON in UTF-8.
pub(super) fn json_in_the_clear(headers: &HeaderMap) -> Result<(), Unsupported> {
    let text = |name| {
        headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap_or("?"))
    };
    let mut content_type = text(header::CONTENT_TYPE).split(';').map(str::trim);
    let essence = content_type.next().unwrap_or_default();
    if !essence.eq_ignore_ascii_case("application/json") {
        return Err(Unsupported("the content type must be application/json"));
    }
    for parameter in content_type {
        let Some((name, value)) = parameter.split_once('=') else {
            continue;
        };
        let value = value.trim_matches('"');
        if name.eq_ignore_ascii_case("charset")
            && !["utf-8", "utf8"]
                .iter()
                .any(|utf8| value.eq_ignore_ascii_case(utf8))
        {
            return Err(Unsupported("the charset must be UTF-8"));
        }
    }
    let encoding = text(header::CONTENT_ENCODING).trim();
    if !encoding.is_empty() && !encoding.eq_ignore_ascii_case("identity") {
        return Err(Unsupported("the body must not be compressed"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(headers: &[(header::HeaderName, &str)]) -> Result<(), Unsupported> {
        let headers = headers
            .iter()
            .map(|(name, value)| (name.clone(), value.parse().unwrap()));
        json_in_the_clear(&headers.collect())
    }

    #[test]
    fn only_json_in_utf_8_is_accepted() {
        for accepted in [
            "application/json",
            "Application/JSON; charset=utf-8",
            "application/json;charset=\"UTF-8\"",
            "application/json; charset=utf8; profile=x; y",
        ] {
            assert_eq!(
                verdict(&[(header::CONTENT_TYPE, accepted)]),
                Ok(()),
                "{accepted}"
            );
        }
        for rejected in [
            "",
            "text/plain",
            "application/graphql",
            "application/jsonp",
            "application/json; charset=gbk",
        ] {
            assert!(
                verdict(&[(header::CONTENT_TYPE, rejected)]).is_err(),
                "{rejected}"
            );
        }
        assert!(verdict(&[]).is_err());
    }

    #[test]
    fn compressed_bodies_are_rejected() {
        let json = (header::CONTENT_TYPE, "application/json");
        assert_eq!(
            verdict(&[json.clone(), (header::CONTENT_ENCODING, "identity")]),
            Ok(())
        );
        assert!(verdict(&[json, (header::CONTENT_ENCODING, "gzip")]).is_err());
    }
}
