//! Options of single calls, like those of the asynchronous client.

use std::time::Duration;

use http::{HeaderName, HeaderValue};

use super::authing::Authing;
use super::session::Session;
use crate::call::retry::RetryPolicy;

macro_rules! options {
    ($($Type:ident),*) => {$(
        /// # Options of single calls
        impl $Type {
            /// Returns a clone with another call timeout:
            /// [`Authing::with_call_timeout`](crate::Authing::with_call_timeout).
            #[must_use]
            pub fn with_call_timeout(&self, timeout: Duration) -> Self {
                Self { inner: self.inner.with_call_timeout(timeout) }
            }

            /// Returns a clone that sends this header with every request to the service:
            /// [`Authing::with_header`](crate::Authing::with_header).
            #[must_use]
            pub fn with_header(&self, name: HeaderName, value: HeaderValue) -> Self {
                Self { inner: self.inner.with_header(name, value) }
            }

            /// Returns a clone with another retry policy:
            /// [`Authing::with_retry_policy`](crate::Authing::with_retry_policy).
            #[must_use]
            pub fn with_retry_policy(&self, policy: RetryPolicy) -> Self {
                Self { inner: self.inner.with_retry_policy(policy) }
            }
        }
    )*};
}

options!(Authing, Session);
