//! The parameters of a request, and the client that it names.

use std::convert::Infallible;

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, Method, StatusCode};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::rules::oidc::clients::Credentials;
use crate::rules::oidc::error::{ErrorCode, OAuthError};
use crate::rules::oidc::parameters::Parameters;
use crate::server::authorization::with_scheme;
use crate::server::media;

/// The parameters of a request: in the form that it posts, or else in the query string.
pub(super) struct Sent(pub(super) Result<Parameters, OAuthError>);

impl<S: Send + Sync> FromRequest<S> for Sent {
    type Rejection = Infallible;

    async fn from_request(request: Request, state: &S) -> Result<Self, Infallible> {
        if request.method() != Method::POST {
            let query = request.uri().query().unwrap_or_default();
            return Ok(Self(Ok(Parameters::parse(query.as_bytes()))));
        }
        let headers = request.headers().clone();
        Ok(Self(form(
            &headers,
            Bytes::from_request(request, state).await,
        )))
    }
}

fn form(
    headers: &HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Parameters, OAuthError> {
    let body = media::received(body).map_err(|(status, reason)| match status {
        StatusCode::PAYLOAD_TOO_LARGE => ErrorCode::BodyTooLong.saying(reason),
        _ => ErrorCode::InvalidRequest.saying(reason),
    })?;
    match media::essence(headers) == media::FORM || body.is_empty() {
        true => Ok(Parameters::parse(&body)),
        false => Err(ErrorCode::InvalidRequest
            .saying("the content type must be application/x-www-form-urlencoded")),
    }
}

/// Returns whether the client authenticates by a header.
pub(super) fn is_basic(headers: &HeaderMap) -> bool {
    with_scheme(headers, "basic").is_some()
}

/// Returns the client's id and secret, from the header or from the form (RFC 6749, section 2.3.1).
pub(super) fn credentials(
    headers: &HeaderMap,
    form: &Parameters,
) -> Result<Credentials, OAuthError> {
    form.check_unique(&["client_id", "client_secret"])?;
    let Some(pair) = with_scheme(headers, "basic") else {
        return Ok(Credentials {
            id: form.required("client_id")?.to_owned(),
            secret: form.get("client_secret").map(str::to_owned),
        });
    };
    if form.get("client_secret").is_some() {
        let twice = "the client must authenticate either by a header or in the form";
        return Err(ErrorCode::InvalidRequest.saying(twice));
    }
    let malformed = || ErrorCode::InvalidClient.saying("the header `Authorization` is malformed");
    let pair = STANDARD
        .decode(pair)
        .ok()
        .and_then(|pair| String::from_utf8(pair).ok());
    let pair = pair.ok_or_else(malformed)?;
    let (id, secret) = pair.split_once(':').ok_or_else(malformed)?;
    let (id, secret) = (decoded(id), decoded(secret));
    if form.get("client_id").is_some_and(|named| named != id) {
        let other = "`client_id` is not the client of the header `Authorization`";
        return Err(ErrorCode::InvalidRequest.saying(other));
    }
    Ok(Credentials {
        id,
        secret: Some(secret).filter(|secret| !secret.is_empty()),
    })
}

/// Decodes a part of the pair, which is encoded like a value of a form.
fn decoded(part: &str) -> String {
    // A name of its own, so that a `=` in the part does not end one.
    let form = format!("v={}", part.replace('&', "%26"));
    let mut pairs = form_urlencoded::parse(form.as_bytes());
    pairs
        .next()
        .map(|(_, value)| value.into_owned())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use axum::http::header;

    use super::*;

    fn read(pair: &str, form: &str) -> Result<(String, Option<String>), String> {
        let mut headers = HeaderMap::new();
        let value = format!("bAsIc {}", STANDARD.encode(pair));
        headers.insert(header::AUTHORIZATION, value.parse().unwrap());
        let read = credentials(&headers, &Parameters::parse(form.as_bytes()));
        read.map(|read| (read.id, read.secret))
            .map_err(|error| error.to_string())
    }

    #[test]
    fn the_pair_of_the_header_is_decoded() {
        let pair = |secret: &str| Ok(("app".to_owned(), Some(secret.to_owned())));
        assert_eq!(read("app:secret", ""), pair("secret"));
        assert_eq!(read("app:a%3Ab%25+c", "client_id=app"), pair("a:b% c"));
        assert_eq!(read("app:a=b&c:d", ""), pair("a=b&c:d"));
        assert_eq!(read("app:", ""), Ok(("app".to_owned(), None)));
        assert!(read("app", "").is_err());
        assert!(read("app:secret", "client_secret=secret").is_err());
        assert!(read("app:secret", "client_id=other").is_err());
    }
}
