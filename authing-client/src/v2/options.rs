//! Options of single calls: clones of a client or session with other options.

use std::time::Duration;

use http::{HeaderName, HeaderValue};

use super::authentication::AuthenticationClient;
use super::management::ManagementClient;
use super::session::UserSession;
use crate::call::retry::RetryPolicy;

/// The options of clients. `with` changes a clone.
macro_rules! options {
    ($($client:ident),*) => {$(
        /// # Options of single calls
        ///
        /// Each returns a clone that shares the connections and the retry budget. This client is unchanged.
        impl $client {
            /// Returns a clone with another call timeout, in place of the builder's.
            #[must_use]
            pub fn with_call_timeout(&self, timeout: Duration) -> Self {
                self.with(|options| options.call_timeout = timeout)
            }

            /// Returns a clone that sends this header with every call, such as a request id. A second value of the same
            /// name replaces the first.
            ///
            /// The header is not sent with the fetch of the management token, which calls share. The client's own headers
            /// (`Accept`, `Authorization`, `Content-Type`, `User-Agent`, and those that name the pool or the app) can't be
            /// replaced.
            #[must_use]
            pub fn with_header(&self, name: HeaderName, value: HeaderValue) -> Self {
                self.with(|options| options.set_header(name, value))
            }

            /// Returns a clone with another retry policy, in place of the builder's.
            ///
            /// At least one attempt is made, even if `max_attempts` is 0.
            #[must_use]
            pub fn with_retry_policy(&self, policy: RetryPolicy) -> Self {
                self.with(|options| options.retry_policy = policy)
            }
        }
    )*};
}

options!(ManagementClient, AuthenticationClient, UserSession);
