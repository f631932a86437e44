//! The headers that let web pages of the allowed origins call the service.

use std::time::Duration;

use axum::http::{Method, header};
use tower_http::cors::{AllowHeaders, CorsLayer};

use crate::server::origins::Origins;

/// How long a browser may remember that it is allowed to send a request.
const MAX_AGE: Duration = Duration::from_secs(600);

/// With credentials: the official JavaScript SDK of the v2 API makes all its requests with them (`withCredentials`), and a
/// browser sends none unless they are allowed. Any header may be sent, because the official SDKs let programs rename theirs.
pub(in crate::server) fn cors(origins: &Origins) -> CorsLayer {
    CorsLayer::new()
        .allow_origin(origins.allowed.clone())
        .allow_credentials(true)
        .allow_methods([
            Method::GET,
            Method::HEAD,
            Method::POST,
            Method::PUT,
            Method::PATCH,
            Method::DELETE,
        ])
        .allow_headers(AllowHeaders::mirror_request())
        .expose_headers([header::ALLOW, header::RETRY_AFTER, header::WWW_AUTHENTICATE])
        .max_age(MAX_AGE)
}
