//! The responses to requests without a valid token.

use http::header::WWW_AUTHENTICATE;
use http::{HeaderValue, Response, StatusCode};

use crate::error::TokenError;

/// Why a request does not reach the service behind the layer.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Rejection {
    NoToken,
    /// Two tokens in one place.
    TwoTokens,
    InvalidToken(TokenError),
    /// The provider's keys can't be fetched.
    #[cfg(feature = "v2")]
    NoKeys,
}

impl From<TokenError> for Rejection {
    fn from(error: TokenError) -> Self {
        Self::InvalidToken(error)
    }
}

impl Rejection {
    /// Returns the response, with the challenge of RFC 6750, section 3.
    pub(super) fn response<R: Default>(self) -> Response<R> {
        let (status, challenge) = match self {
            Self::NoToken => (StatusCode::UNAUTHORIZED, Some("Bearer".to_owned())),
            Self::TwoTokens => {
                let challenge = error("invalid_request", "the request has two tokens");
                (StatusCode::BAD_REQUEST, Some(challenge))
            }
            // The errors' texts contain no part of the token, and no quotes.
            Self::InvalidToken(reason) => {
                let challenge = error("invalid_token", &reason.to_string());
                (StatusCode::UNAUTHORIZED, Some(challenge))
            }
            #[cfg(feature = "v2")]
            Self::NoKeys => (StatusCode::SERVICE_UNAVAILABLE, None),
        };
        let mut response = Response::new(R::default());
        *response.status_mut() = status;
        let challenge = challenge.and_then(|challenge| HeaderValue::try_from(challenge).ok());
        let headers = response.headers_mut();
        headers.extend(challenge.map(|challenge| (WWW_AUTHENTICATE, challenge)));
        response
    }
}

fn error(code: &str, description: &str) -> String {
    format!("Bearer error=\"{code}\", error_description=\"{description}\"")
}
