//! How many retries a client can afford.

use std::sync::atomic::{AtomicU32, Ordering};

/// What a budget begins with, and never exceeds.
const FULL: u32 = 500;
/// What a retry costs.
const RETRY: u32 = 5;
/// What an answer gives back.
const ANSWER: u32 = 1;

/// Keeps the retries of all calls together from making it worse for a service that is down.
#[derive(Debug)]
pub(crate) struct Budget(AtomicU32);

impl Default for Budget {
    fn default() -> Self {
        Self(AtomicU32::new(FULL))
    }
}

impl Budget {
    /// Takes what a retry costs; `false` if there is not so much.
    pub(super) fn take(&self) -> bool {
        self.update(|left| left.checked_sub(RETRY))
    }

    /// Gives back a little, for an answer.
    pub(super) fn refill(&self) {
        self.update(|left| (left < FULL).then_some(left + ANSWER));
    }

    fn update(&self, change: impl Fn(u32) -> Option<u32>) -> bool {
        // Nothing else is read or written by what stands here.
        self.0
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, change)
            .is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_used_up_by_retries_and_filled_by_answers() {
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
