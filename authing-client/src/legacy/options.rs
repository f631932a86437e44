//! Options of single calls: clones of the client or session with other options.

use std::time::Duration;

use http::{HeaderName, HeaderValue};

use crate::call::retry::RetryPolicy;
use crate::legacy::authing::Authing;
use crate::legacy::session::Session;

/// # Options of single calls
///
/// Each returns a clone that shares the owner token, the connections and the retry budget. This client is unchanged.
impl Authing {
    /// Returns a clone with another call timeout, in place of [`Builder::call_timeout`](crate::Builder::call_timeout).
    ///
    /// The time spent waiting for the owner token counts; the fetch itself continues for other calls.
    ///
    /// ```no_run
    /// # async fn example(authing: authing_client::Authing) -> Result<(), authing_client::Error> {
    /// use std::time::Duration;
    ///
    /// let hasty = authing.with_call_timeout(Duration::from_secs(2));
    /// let login = hasty.login_by_email("test@testmail.com", "testpassword").await?;
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn with_call_timeout(&self, timeout: Duration) -> Self {
        self.with(|options| options.call_timeout = timeout)
    }

    /// Returns a clone that sends this header with every request to the service, such as a request id. A second value
    /// of the same name replaces the first.
    ///
    /// The header is not sent with the fetch of the owner token, which calls share, nor to the CDN and the upload host.
    /// The client's own headers (`Accept`, `Authorization`, `Content-Type`, `User-Agent`) can't be replaced.
    ///
    /// ```
    /// # fn example(authing: authing_client::Authing) {
    /// use authing_client::http::{HeaderName, HeaderValue};
    ///
    /// let name = HeaderName::from_static("x-request-id");
    /// let traced = authing.with_header(name, HeaderValue::from_static("5f2b"));
    /// # }
    /// ```
    #[must_use]
    pub fn with_header(&self, name: HeaderName, value: HeaderValue) -> Self {
        self.with(|options| options.set_header(name, value))
    }

    /// Returns a clone with another retry policy, in place of [`Builder::retry_policy`](crate::Builder::retry_policy).
    ///
    /// At least one attempt is made, even if `max_attempts` is 0.
    ///
    /// ```
    /// # fn example(authing: authing_client::Authing) {
    /// use authing_client::RetryPolicy;
    ///
    /// let once = authing.with_retry_policy(RetryPolicy::none());
    /// # }
    /// ```
    #[must_use]
    pub fn with_retry_policy(&self, policy: RetryPolicy) -> Self {
        self.with(|options| options.retry_policy = policy)
    }
}

/// # Options of single calls
///
/// Each returns a clone. This session is unchanged.
impl Session {
    /// See [`Authing::with_call_timeout`](crate::Authing::with_call_timeout).
    #[must_use]
    pub fn with_call_timeout(&self, timeout: Duration) -> Self {
        self.with_client(self.authing().with_call_timeout(timeout))
    }

    /// See [`Authing::with_header`](crate::Authing::with_header).
    #[must_use]
    pub fn with_header(&self, name: HeaderName, value: HeaderValue) -> Self {
        self.with_client(self.authing().with_header(name, value))
    }

    /// See [`Authing::with_retry_policy`](crate::Authing::with_retry_policy).
    #[must_use]
    pub fn with_retry_policy(&self, policy: RetryPolicy) -> Self {
        self.with_client(self.authing().with_retry_policy(policy))
    }
}
