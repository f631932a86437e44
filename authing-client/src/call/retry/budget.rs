//! The retry budget of a client.

use std::sync::atomic::{AtomicU32, Ordering};

/// The initial and maximum budget.
const FULL: u32 = 500;
/// The cost of a retry.
const RETRY: u32 = 5;
/// The amount restored by a response.
const RESPONSE: u32 = 1;

/// Limits the retries of all calls together, so that they do not add to the load of a service that is down.
#[derive(Debug)]
pub(crate) struct Budget(AtomicU32);

impl Default for Budget {
    fn default() -> Self {
        Self(AtomicU32::new(FULL))
    }
}

impl Budget {
    /// Takes the cost of a retry; returns `false` if the budget is too small.
    pub(super) fn take(&self) -> bool {
        self.update(|left| left.checked_sub(RETRY))
    }

    /// Restores a little, for a response.
    pub(super) fn refill(&self) {
        self.update(|left| (left < FULL).then_some(left + RESPONSE));
    }

    fn update(&self, change: impl Fn(u32) -> Option<u32>) -> bool {
        // The budget guards no other memory.
        self.0
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, change)
            .is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_exhausted_by_retries_and_restored_by_responses() {
        let budget = Budget::default();
        budget.refill();
        let retries = std::iter::repeat_with(|| budget.take())
            .take_while(|taken| *taken)
            .count();
        assert_eq!(retries, 100);
        for _ in 0..4 {
            budget.refill();
            assert!(!budget.take());
        }
        budget.refill();
        assert!(budget.take() && !budget.take());
    }
}
