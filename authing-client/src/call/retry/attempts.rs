//! The attempts of one call.

use std::ops::ControlFlow;
use std::time::Duration;

use authing_core::OperationKind;
use tokio::time::Instant;
use tracing::debug;

use super::RetryPolicy;
use super::budget::Budget;
use crate::crypto::randomness::Randomness;
use crate::error::Error;

/// The conditions under which a request may be retried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Repeat {
    /// For every transient error: the request changes nothing.
    Freely,
    /// As long as nothing of the request has left this machine: its effect must not happen twice.
    Unsent,
    /// Never: the request asks for the current state. Only the legacy API has such requests.
    #[cfg(feature = "legacy")]
    Never,
}

impl From<OperationKind> for Repeat {
    fn from(kind: OperationKind) -> Self {
        match kind {
            OperationKind::Query => Self::Freely,
            OperationKind::Mutation => Self::Unsent,
        }
    }
}

impl Repeat {
    fn allows(self, error: &Error) -> bool {
        match self {
            Self::Freely => error.is_transient(),
            Self::Unsent => error.is_safe_to_retry(),
            #[cfg(feature = "legacy")]
            Self::Never => false,
        }
    }
}

/// The attempts of one call.
pub(crate) struct Attempts<'a> {
    policy: RetryPolicy,
    budget: &'a Budget,
    randomness: &'a Randomness,
    repeat: Repeat,
    end: Instant,
    made: u32,
}

impl<'a> Attempts<'a> {
    /// Starts a call that ends then at the latest.
    pub(crate) fn begin(
        repeat: Repeat,
        policy: RetryPolicy,
        end: Instant,
        budget: &'a Budget,
        randomness: &'a Randomness,
    ) -> Self {
        Self {
            policy,
            budget,
            randomness,
            repeat,
            end,
            made: 0,
        }
    }

    /// Returns the result of the call after this attempt, or the time to wait before another attempt.
    pub(crate) fn settle<T>(
        &mut self,
        attempt: Result<T, Error>,
    ) -> ControlFlow<Result<T, Error>, Duration> {
        self.made = self.made.saturating_add(1);
        match &attempt {
            Ok(_) => self.budget.refill(),
            Err(error) => {
                if let Some(wait) = self.wait(error) {
                    let wait_ms = wait.as_secs_f64() * 1000.0;
                    debug!(outcome = error.outcome(), wait_ms, "retrying");
                    return ControlFlow::Continue(wait);
                }
                // A service that returns an error is up.
                if matches!(error, Error::Api { .. }) && !error.is_transient() {
                    self.budget.refill();
                }
            }
        }
        ControlFlow::Break(attempt)
    }

    /// Returns the time to wait before the next attempt, or `None` if there is no next attempt.
    fn wait(&self, error: &Error) -> Option<Duration> {
        let policy = &self.policy;
        if self.made >= policy.max_attempts || !self.repeat.allows(error) {
            return None;
        }
        let asked = error.retry_after().unwrap_or_default();
        // In addition to `Retry-After`; otherwise all clients that got the same value would return together.
        let wait = asked.saturating_add(self.jittered(policy.backoff_after(self.made)));
        let too_late = self.end.saturating_duration_since(Instant::now()) <= wait;
        let can_wait = asked <= policy.max_backoff && !too_late;
        (can_wait && self.budget.take()).then_some(wait)
    }

    /// Returns a random time up to `longest`, or `longest` if no randomness is available.
    fn jittered(&self, longest: Duration) -> Duration {
        self.randomness
            .fraction()
            .map_or(longest, |fraction| longest.mul_f64(fraction))
    }
}

#[cfg(test)]
mod tests {
    use authing_core::ErrorCode;

    use super::*;
    use crate::error::tests::api_error;

    #[test]
    fn errors_of_a_busy_service_do_not_refill_the_budget() {
        let (budget, randomness) = (Budget::default(), Randomness::default());
        while budget.take() {}
        for code in [ErrorCode::BUSY, ErrorCode::INTERNAL] {
            for _ in 0..5 {
                let policy = RetryPolicy::none();
                let repeat = Repeat::Unsent;
                let mut attempts =
                    Attempts::begin(repeat, policy, Instant::now(), &budget, &randomness);
                let error = api_error(Some(code.get()), "", None);
                assert!(attempts.settle::<()>(Err(error)).is_break());
            }
            assert_eq!(budget.take(), code != ErrorCode::BUSY);
        }
    }
}
