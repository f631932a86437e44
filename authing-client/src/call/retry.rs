//! Sending a call again: when, how often, and after how long.

mod attempts;
mod budget;
mod retry_after;

use std::time::Duration;

pub(crate) use attempts::{Attempts, Repeat};
pub(crate) use budget::Budget;
pub(crate) use retry_after::retry_after;

/// How often and after how long a call is sent again: [`Builder::retry_policy`](crate::Builder::retry_policy).
///
/// What is sent again:
///
/// - a query, if its error [`is_transient`](crate::Error::is_transient): no answer, a service that is busy (code 1000), or
///   HTTP status 408, 429, 502, 503 or 504. The fetch of the owner's token is a query of its own, with attempts of its own;
/// - a mutation, an SMS or an upload only if [nothing of the request has left this
///   machine](crate::TransportError::may_have_been_sent), so that nothing is done twice;
/// - the checks of health ([`preflight`](crate::Authing::preflight), [`cdn_status`](crate::Authing::cdn_status)) never: they
///   tell how it is now.
///
/// Backoff is exponential with full jitter: before the second attempt a random time of up to
/// [`initial_backoff`](Self::initial_backoff), before each further one up to twice as much, and never more than
/// [`max_backoff`](Self::max_backoff). The jitter keeps programs that failed together from coming back together. If the service
/// sends `Retry-After`, that time is waited first and the backoff added. If it is longer than `max_backoff`, or than what is left
/// of the [`call_timeout`](crate::Builder::call_timeout), the error is returned at once, and
/// [`retry_after`](crate::Error::retry_after) gives the time.
///
/// A client and its clones have a common budget: each retry takes from it, each call that the service answers gives a little
/// back. A service that is down uses it up after 100 retries, and gets one retry for every five answers then.
///
/// The call that the service refuses for the owner's token is no retry in this sense: it is always sent again, once, with a
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
    pub(crate) initial_backoff: Duration,
    pub(crate) max_backoff: Duration,
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
    /// Sends everything once.
    pub fn none() -> Self {
        Self::default().max_attempts(1)
    }

    /// How many attempts a call has, the first one included; at least 1. Default: 3.
    pub const fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = attempts;
        self
    }

    /// The longest backoff before the second attempt; it doubles with each further one. Default: 100 milliseconds.
    pub const fn initial_backoff(mut self, backoff: Duration) -> Self {
        self.initial_backoff = backoff;
        self
    }

    /// The longest backoff before any attempt. Default: 5 seconds.
    pub const fn max_backoff(mut self, backoff: Duration) -> Self {
        self.max_backoff = backoff;
        self
    }

    /// The longest backoff after so many attempts.
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
