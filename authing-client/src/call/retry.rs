//! Sending a call again: when, how often, and after how long.

mod attempts;
mod budget;
mod retry_after;

use std::time::Duration;

pub(crate) use attempts::{Attempts, Repeat, Retries};
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
/// Before the second attempt there is a wait of up to [`first_wait`](Self::first_wait), and of up to twice as much before
/// each further one, until [`longest_wait`](Self::longest_wait). How long it is below that is left to chance, so that many
/// programs that failed together do not come back together. A service that says `Retry-After` is left alone for so long
/// first, and then for that wait. If that is longer than `longest_wait`, or than what is left of the
/// [`call_timeout`](crate::Builder::call_timeout), the error comes at once, and
/// [`retry_after`](crate::Error::retry_after) tells it.
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
///     .retry_policy(RetryPolicy::default().attempts(5).longest_wait(Duration::from_secs(10)));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub struct RetryPolicy {
    pub(crate) attempts: u32,
    pub(crate) first_wait: Duration,
    pub(crate) longest_wait: Duration,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self {
            attempts: 3,
            first_wait: Duration::from_millis(100),
            longest_wait: Duration::from_secs(5),
        }
    }
}

impl RetryPolicy {
    /// Sends everything once.
    pub fn none() -> Self {
        Self::default().attempts(1)
    }

    /// How often a call is sent in all, at least 1. Default: 3.
    pub const fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts;
        self
    }

    /// The longest wait before the second attempt. Default: 100 milliseconds.
    pub const fn first_wait(mut self, wait: Duration) -> Self {
        self.first_wait = wait;
        self
    }

    /// The longest wait before any attempt. Default: 5 seconds.
    pub const fn longest_wait(mut self, wait: Duration) -> Self {
        self.longest_wait = wait;
        self
    }

    /// The longest wait after so many attempts.
    fn wait_after(&self, attempts: u32) -> Duration {
        let doublings = attempts.saturating_sub(1).min(31);
        self.first_wait
            .saturating_mul(1 << doublings)
            .min(self.longest_wait)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_do_not_overflow() {
        let policy = RetryPolicy::default().longest_wait(Duration::MAX);
        assert_eq!(policy.wait_after(1), Duration::from_millis(100));
        assert_eq!(policy.wait_after(32), policy.wait_after(u32::MAX));
        let endless = policy.first_wait(Duration::MAX);
        assert_eq!(endless.wait_after(2), Duration::MAX);
    }
}
