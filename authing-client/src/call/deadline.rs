//! The timeouts of a call and of its attempts.

use std::time::Duration;

use futures_util::FutureExt;
use tokio::time::{Instant, timeout_at};

use crate::error::Error;
use crate::transport::error::{TransportError, TransportErrorKind};

/// Stands for longer times, which a clock can't add.
const LONGEST: Duration = Duration::from_secs(10 * 365 * 24 * 60 * 60);

/// When work ends at the latest, and the setting that says so.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Deadline {
    end: Instant,
    limit: Duration,
    setting: &'static str,
}

impl Deadline {
    pub(crate) fn of_call(start: Instant, limit: Duration) -> Self {
        Self::new(start, limit, "call_timeout")
    }

    /// Returns the deadline of an attempt that begins now, which is not after that of its call.
    pub(crate) fn of_attempt(limit: Duration, call: Self) -> Self {
        let attempt = Self::new(Instant::now(), limit, "timeout");
        if attempt.end < call.end {
            attempt
        } else {
            call
        }
    }

    fn new(start: Instant, limit: Duration, setting: &'static str) -> Self {
        Self {
            end: start + limit.min(LONGEST),
            limit,
            setting,
        }
    }

    pub(crate) fn end(self) -> Instant {
        self.end
    }

    /// Ends work of an operation at the deadline. Work that is ready sets no timer.
    pub(crate) fn limit<T>(
        self,
        operation: &'static str,
        work: impl Future<Output = Result<T, Error>>,
    ) -> impl Future<Output = Result<T, Error>> {
        timeout_at(self.end, work).map(move |done| {
            done.unwrap_or_else(|_| {
                let Self { limit, setting, .. } = self;
                let reason = format!("timed out after {limit:?} (`{setting}`)");
                Err(Error::Transport {
                    operation,
                    source: TransportError::new(TransportErrorKind::Timeout, reason),
                })
            })
        })
    }
}
