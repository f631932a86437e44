//! The options that a clone of a client can change.

use std::time::Duration;

use http::header::{
    ACCEPT, ACCEPT_ENCODING, AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, TRANSFER_ENCODING,
    USER_AGENT,
};
use http::{HeaderMap, HeaderName, HeaderValue};

use super::retry::RetryPolicy;

/// The header that names the user pool in the v2 API.
pub(crate) const USER_POOL_ID: HeaderName = HeaderName::from_static("x-authing-userpool-id");

/// The header that names the app in the v2 API.
pub(crate) const APP_ID: HeaderName = HeaderName::from_static("x-authing-app-id");

/// The headers that the client sets itself. A program that passes on all headers of a request has others' lengths and
/// encodings among them.
const OWN_HEADERS: [HeaderName; 9] = [
    ACCEPT,
    ACCEPT_ENCODING,
    AUTHORIZATION,
    CONTENT_LENGTH,
    CONTENT_TYPE,
    TRANSFER_ENCODING,
    USER_AGENT,
    USER_POOL_ID,
    APP_ID,
];

/// The options that a clone can change.
#[derive(Clone)]
pub(crate) struct Options {
    pub(crate) timeout: Duration,
    pub(crate) call_timeout: Duration,
    pub(crate) retry_policy: RetryPolicy,
    /// The headers of every request to the service.
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

/// The methods of clients and sessions that return a clone with other options, which their `with` changes.
macro_rules! single_call_options {
    ($($Client:ty),*) => {$(
        /// # Options of single calls
        ///
        /// Each returns a clone that shares the client's own token, the connections and the retry budget. This one is
        /// unchanged.
        impl $Client {
            /// Returns a clone with another call timeout, in place of the builder's.
            ///
            /// The time spent waiting for the client's own token counts; its fetch continues for other calls.
            #[must_use]
            pub fn with_call_timeout(&self, timeout: ::std::time::Duration) -> Self {
                self.with(|options| options.call_timeout = timeout)
            }

            /// Returns a clone that sends this header with every request to the service, such as a request id. A second
            /// value of the same name replaces the first.
            ///
            /// The header is not sent with the fetch of the client's own token, which calls share, nor to a CDN and an upload
            /// host. The client's own headers (`Accept`, `Accept-Encoding`, `Authorization`, `Content-Length`, `Content-Type`,
            /// `Transfer-Encoding`, `User-Agent`, and those that name the user pool or the app in the v2 API) can't be
            /// replaced.
            #[must_use]
            pub fn with_header(&self, name: ::http::HeaderName, value: ::http::HeaderValue) -> Self {
                self.with(|options| options.set_header(name, value))
            }

            /// Returns a clone with another retry policy, in place of the builder's.
            ///
            /// At least one attempt is made, even if `max_attempts` is 0.
            #[must_use]
            pub fn with_retry_policy(&self, policy: $crate::RetryPolicy) -> Self {
                self.with(|options| options.retry_policy = policy)
            }
        }
    )*};
}

pub(crate) use single_call_options;
