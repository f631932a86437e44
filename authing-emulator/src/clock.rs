//! The emulator's time, which tests can move.

pub(crate) mod js_date;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// The time that an emulator goes by.
///
/// A clone is the same clock: whoever moves one moves all. Time only goes forward.
///
/// ```
/// use authing_emulator::Clock;
/// use std::time::{Duration, SystemTime};
///
/// let clock = Clock::stopped_at(SystemTime::UNIX_EPOCH);
/// clock.clone().advance(Duration::from_secs(60));
/// assert_eq!(clock.now(), SystemTime::UNIX_EPOCH + Duration::from_secs(60));
/// ```
#[derive(Debug, Clone)]
pub struct Clock {
    start: Start,
    advanced_millis: Arc<AtomicU64>,
}

#[derive(Debug, Clone, Copy)]
enum Start {
    System,
    Stopped(SystemTime),
}

impl Clock {
    /// The machine's clock. [`advance`](Clock::advance) puts it ahead of the machine's.
    #[must_use]
    pub fn system() -> Self {
        Self::starting(Start::System)
    }

    /// A clock that shows `time` until it is advanced.
    #[must_use]
    pub fn stopped_at(time: SystemTime) -> Self {
        Self::starting(Start::Stopped(time))
    }

    /// Moves the clock forward, so that what expires meanwhile is expired at once. Counts whole milliseconds.
    pub fn advance(&self, by: Duration) {
        let millis = u64::try_from(by.as_millis()).unwrap_or(u64::MAX);
        let add = |now: u64| Some(now.saturating_add(millis));
        // The closure never refuses, so the update can't fail.
        let _ = self
            .advanced_millis
            .fetch_update(Ordering::SeqCst, Ordering::SeqCst, add);
    }

    /// What time it is.
    #[must_use]
    pub fn now(&self) -> SystemTime {
        let start = match self.start {
            Start::System => SystemTime::now(),
            Start::Stopped(time) => time,
        };
        let advanced = Duration::from_millis(self.advanced_millis.load(Ordering::SeqCst));
        start.checked_add(advanced).unwrap_or(start)
    }

    /// Seconds since 1970, as tokens and dates count.
    pub(crate) fn seconds(&self) -> i64 {
        let since = self.now().duration_since(UNIX_EPOCH).unwrap_or_default();
        i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
    }

    fn starting(start: Start) -> Self {
        Self {
            start,
            advanced_millis: Arc::default(),
        }
    }
}

impl Default for Clock {
    fn default() -> Self {
        Self::system()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_system_clock_can_be_put_ahead() {
        let clock = Clock::system();
        clock.advance(Duration::from_secs(3600));
        assert!(clock.now() > SystemTime::now() + Duration::from_secs(3000));
    }

    #[test]
    fn advancing_too_far_does_not_wrap() {
        let clock = Clock::stopped_at(UNIX_EPOCH);
        clock.advance(Duration::MAX);
        clock.advance(Duration::from_secs(1));
        assert!(clock.now() >= UNIX_EPOCH);
    }
}
