//! The retry policy: which calls are retried, how often, and after which backoff.

mod attempts;
mod budget;
mod retry_after;

use std::time::Duration;

pub(crate) use attempts::{Attempts, Repeat};
pub(crate) use budget::Budget;
pub(crate) use retry_after::retry_after;

/// The rules for retries: [`Builder::retry_policy`](crate::Builder::retry_policy).
///
/// Retries depend on the kind of call:
///
/// - a query is retried if its error [`is_transient`](crate::Error::is_transient): no response, a busy service (codes
///   1000 and 1002), or status 408, 429, 502, 503 or 504, of HTTP or inside of a REST response. The fetch of the owner
///   token is a separate query with its own attempts;
/// - a mutation, an SMS or an upload is retried only if [nothing of the request has left this
///   machine](crate::TransportError::may_have_been_sent), or the service declared over HTTP/2 that it did not process
///   it, so nothing is done twice. Within an attempt, such a request is resent at once, up to 5 times;
/// - health checks ([`preflight`](crate::Authing::preflight), [`cdn_status`](crate::Authing::cdn_status)) are never
///   retried, because they report the current state.
///
/// Backoff is exponential with full jitter: before the second attempt a random time of up to
/// [`initial_backoff`](Self::initial_backoff), doubled for each further attempt, and never more than
/// [`max_backoff`](Self::max_backoff). The jitter keeps programs that failed together from retrying together. If the
/// service sends `Retry-After`, the client waits that time plus the backoff. If that time is longer than `max_backoff`,
/// or than the rest of the [`call_timeout`](crate::Builder::call_timeout), the error is returned immediately, and
/// [`retry_after`](crate::Error::retry_after) returns the time.
///
/// A client and its clones share a retry budget: each retry costs some of it, and each response from the service
/// restores a little. If the service is down, the budget is exhausted after 100 retries, and then allows one retry per
/// five responses.
///
/// The resend of a call whose owner token was rejected is not a retry in this sense: it always happens, once, with a
/// new token.
///
/// ```
/// use std::time::Duration;
/// use authing_client::{Authing, RetryPolicy};
///
/// let builder = Authing::builder("5e4cdd055df3df65dc58b97d", "the pool's secret")
///     .retry_policy(RetryPolicy::default().max_attempts(5).max_backoff(Duration::from_secs(10)));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub struct RetryPolicy {
    pub(crate) max_attempts: u32,
    initial_backoff: Duration,
    max_backoff: Duration,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self {
            max_attempts: 3,
            initial_backoff: Duration::from_millis(100),
            max_backoff: Duration::from_secs(5),
        }
    }
}

impl RetryPolicy {
    /// Returns a policy without retries.
    pub fn none() -> Self {
        Self::default().max_attempts(1)
    }

    /// Sets the maximum number of attempts, including the first one; at least 1. Default: 3.
    pub const fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = attempts;
        self
    }

    /// Sets the maximum backoff before the second attempt; it doubles with each further attempt. Default: 100
    /// milliseconds.
    pub const fn initial_backoff(mut self, backoff: Duration) -> Self {
        self.initial_backoff = backoff;
        self
    }

    /// Sets the maximum backoff before any attempt. Default: 5 seconds.
    pub const fn max_backoff(mut self, backoff: Duration) -> Self {
        self.max_backoff = backoff;
        self
    }

    /// Returns the maximum backoff after this many attempts.
    fn backoff_after(&self, attempts: u32) -> Duration {
        let doublings = attempts.saturating_sub(1).min(31);
        self.initial_backoff
            .saturating_mul(1 << doublings)
            .min(self.max_backoff)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn backoff_does_not_overflow() {
        let policy = RetryPolicy::default().max_backoff(Duration::MAX);
        assert_eq!(policy.backoff_after(1), Duration::from_millis(100));
        assert_eq!(policy.backoff_after(32), policy.backoff_after(u32::MAX));
        let endless = policy.initial_backoff(Duration::MAX);
        assert_eq!(endless.backoff_after(2), Duration::MAX);
    }
}
