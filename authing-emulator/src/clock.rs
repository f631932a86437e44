//! The emulator's clock, which tests can advance.

pub(crate) mod js_date;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// An emulator's clock.
///
/// Clones share the time: advancing one advances all. Time only moves forward, except for a [reset](Clock::reset).
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
    /// Returns a clock that follows the machine's clock. [`advance`](Clock::advance) moves it ahead.
    #[must_use]
    pub fn system() -> Self {
        Self::starting(Start::System)
    }

    /// Returns a clock that stays at `time` until it is advanced.
    #[must_use]
    pub fn stopped_at(time: SystemTime) -> Self {
        Self::starting(Start::Stopped(time))
    }

    /// Moves the clock forward, so that tokens and codes expire at once. Counts whole milliseconds.
    pub fn advance(&self, by: Duration) {
        let millis = u64::try_from(by.as_millis()).unwrap_or(u64::MAX);
        let add = |now: u64| Some(now.saturating_add(millis));
        // The closure always returns a value, so the update can't fail.
        let _ = self
            .advanced_millis
            .fetch_update(Ordering::SeqCst, Ordering::SeqCst, add);
    }

    /// Undoes every [`advance`](Clock::advance): the clock follows the machine's again, or stands where it was stopped.
    ///
    /// Objects created meanwhile have dates in the future: [`Emulator::reset`](crate::Emulator::reset) deletes them, too.
    pub fn reset(&self) {
        self.advanced_millis.store(0, Ordering::SeqCst);
    }

    /// Returns the current time.
    #[must_use]
    pub fn now(&self) -> SystemTime {
        let start = match self.start {
            Start::System => SystemTime::now(),
            Start::Stopped(time) => time,
        };
        start.checked_add(self.advanced()).unwrap_or(start)
    }

    /// Returns how far it has been advanced.
    pub(crate) fn advanced(&self) -> Duration {
        Duration::from_millis(self.advanced_millis.load(Ordering::SeqCst))
    }

    /// Returns the seconds since 1970, as tokens and dates count.
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
    fn a_reset_undoes_all_advances_of_all_clones() {
        let clock = Clock::stopped_at(UNIX_EPOCH);
        let other = clock.clone();
        clock.advance(Duration::from_secs(1));
        other.advance(Duration::from_secs(1));
        other.reset();
        assert_eq!(clock.now(), UNIX_EPOCH);
        clock.advance(Duration::from_secs(1));
        assert_eq!(other.seconds(), 1);
    }

    #[test]
    fn advancing_too_far_does_not_wrap() {
        let clock = Clock::stopped_at(UNIX_EPOCH);
        clock.advance(Duration::MAX);
        clock.advance(Duration::from_secs(1));
        assert!(clock.now() >= UNIX_EPOCH);
    }
}
