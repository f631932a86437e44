//! The attempts of one call.

use std::time::Duration;

use authing_core::OperationKind;
use tokio::time::{Instant, sleep};
use tracing::debug;

use super::RetryPolicy;
use super::budget::Budget;
use crate::crypto::randomness::Randomness;
use crate::error::Error;

/// When a request may be sent again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Repeat {
    /// Whenever that may help: it changes nothing.
    Freely,
    /// As long as nothing of it has left this machine: what it does must not be done twice.
    Unsent,
    /// Not at all: how it is now is what was asked.
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
    end: Option<Instant>,
    made: u32,
}

impl<'a> Attempts<'a> {
    /// Begins a call that may take so long in all.
    pub(crate) fn begin(
        repeat: Repeat,
        policy: RetryPolicy,
        limit: Duration,
        budget: &'a Budget,
        randomness: &'a Randomness,
    ) -> Self {
        Self {
            policy,
            budget,
            randomness,
            repeat,
            end: Instant::now().checked_add(limit),
            made: 0,
        }
    }

    /// What the call comes to after this attempt; `None` when the next one is due.
    pub(crate) async fn settle<T>(
        &mut self,
        attempt: Result<T, Error>,
    ) -> Option<Result<T, Error>> {
        self.made = self.made.saturating_add(1);
        match &attempt {
            Ok(_) => self.budget.refill(),
            Err(error) => {
                if let Some(wait) = self.wait(error) {
                    let wait_ms = wait.as_secs_f64() * 1000.0;
                    debug!(outcome = error.outcome(), wait_ms, "trying again");
                    sleep(wait).await;
                    return None;
                }
                // A service that says no is one that is up.
                if matches!(error, Error::Api { .. }) && !error.is_transient() {
                    self.budget.refill();
                }
            }
        }
        Some(attempt)
    }

    /// How long to wait before the next attempt; `None` if there is to be none.
    fn wait(&self, error: &Error) -> Option<Duration> {
        let policy = &self.policy;
        if self.made >= policy.max_attempts || !self.repeat.allows(error) {
            return None;
        }
        let asked = error.retry_after().unwrap_or_default();
        // On top of what is asked for, or all who were asked alike would come back together.
        let wait = asked.saturating_add(self.jittered(policy.backoff_after(self.made)));
        let too_late = self
            .end
            .is_some_and(|end| end.saturating_duration_since(Instant::now()) <= wait);
        let can_wait = asked <= policy.max_backoff && !too_late;
        (can_wait && self.budget.take()).then_some(wait)
    }

    /// Any time up to `longest`; all of it if the system has no randomness to give.
    fn jittered(&self, longest: Duration) -> Duration {
        self.randomness
            .fraction()
            .map_or(longest, |fraction| longest.mul_f64(fraction))
    }
}
