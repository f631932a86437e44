//! The options that a clone of a client can change.

use std::time::Duration;

use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, USER_AGENT};
use http::{HeaderMap, HeaderName, HeaderValue};

use super::retry::RetryPolicy;

/// The headers that the client sets itself.
const OWN_HEADERS: [HeaderName; 4] = [ACCEPT, AUTHORIZATION, CONTENT_TYPE, USER_AGENT];

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
