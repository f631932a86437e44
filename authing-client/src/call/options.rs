//! The options that a clone of a client can change.

use std::time::Duration;

use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, USER_AGENT};
use http::{HeaderMap, HeaderName, HeaderValue};

use super::retry::RetryPolicy;

/// The header that names the user pool in the v2 API.
pub(crate) const USER_POOL_ID: HeaderName = HeaderName::from_static("x-authing-userpool-id");

/// The header that names the app in the v2 API.
pub(crate) const APP_ID: HeaderName = HeaderName::from_static("x-authing-app-id");

/// The headers that the client sets itself.
const OWN_HEADERS: [HeaderName; 6] = [
    ACCEPT,
    AUTHORIZATION,
    CONTENT_TYPE,
    USER_AGENT,
    USER_POOL_ID,
    APP_ID,
];

/// The options that a clone can change.
#[derive(Clone)]
pub(crate) struct Options {
    pub(crate) call_timeout: Duration,
    pub(crate) retry_policy: RetryPolicy,
    /// Additional headers of requests to the service.
    pub(crate) headers: HeaderMap,
}

impl Options {
    /// Sets a header of requests to the service, unless the client sets it itself.
    pub(crate) fn set_header(&mut self, name: HeaderName, value: HeaderValue) {
        if !OWN_HEADERS.contains(&name) {
            self.headers.insert(name, value);
        }
    }
}
