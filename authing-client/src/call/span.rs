//! The `tracing` span of a call: its name and outcome, and none of its content.

use std::sync::atomic::{AtomicU16, AtomicU32, Ordering};
use std::time::Duration;

use authing_core::ErrorCode;
use http::StatusCode;
use tokio::time::Instant;
use tracing::field::Empty;
use tracing::{Instrument, Span, debug, debug_span};

use super::deadline::Deadline;
use crate::error::Error;

/// A call in flight, with its span.
pub(crate) struct Call {
    operation: &'static str,
    span: Span,
    start: Instant,
    deadline: Deadline,
    /// The number of requests sent.
    attempts: AtomicU32,
    /// The HTTP status of the last response; 0 if there is none yet.
    status: AtomicU16,
}

impl Call {
    /// Begins a call that may take this long.
    pub(crate) fn begin(operation: &'static str, service: &'static str, limit: Duration) -> Self {
        let start = Instant::now();
        Self {
            operation,
            span: debug_span!(
                "authing",
                operation,
                service,
                attempts = Empty,
                status = Empty,
                outcome = Empty,
                code = Empty,
                elapsed_ms = Empty,
            ),
            start,
            deadline: Deadline::of_call(start, limit),
            attempts: AtomicU32::new(0),
            status: AtomicU16::new(0),
        }
    }

    /// Returns the operation's name.
    pub(crate) fn operation(&self) -> &'static str {
        self.operation
    }

    pub(crate) fn deadline(&self) -> Deadline {
        self.deadline
    }

    /// Ends work for the call at its deadline.
    pub(crate) fn limit<T>(
        &self,
        work: impl Future<Output = Result<T, Error>>,
    ) -> impl Future<Output = Result<T, Error>> {
        self.deadline.limit(self.operation, work)
    }

    /// Counts a request that is sent.
    pub(crate) fn attempted(&self) {
        self.attempts.fetch_add(1, Ordering::Relaxed);
        self.status.store(0, Ordering::Relaxed);
    }

    /// Records a response's status.
    pub(crate) fn responded(&self, status: StatusCode) {
        self.status.store(status.as_u16(), Ordering::Relaxed);
    }

    /// Runs the call inside its span.
    pub(crate) async fn observe<T>(
        &self,
        call: impl Future<Output = Result<T, Error>>,
    ) -> Result<T, Error> {
        let observed = async {
            let mut unfinished = Unfinished(Some(self));
            let result = call.await;
            unfinished.0 = None;
            match &result {
                Ok(_) => self.record("ok", None),
                Err(error) => self.record(error.outcome(), error.code()),
            }
            debug!("done");
            result
        };
        observed.instrument(self.span.clone()).await
    }

    /// Records the span's fields, each once: a subscriber may show both of two values.
    fn record(&self, outcome: &'static str, code: Option<ErrorCode>) {
        let span = &self.span;
        if span.is_disabled() {
            return;
        }
        span.record("attempts", self.attempts.load(Ordering::Relaxed));
        match self.status.load(Ordering::Relaxed) {
            0 => {}
            status => {
                span.record("status", status);
            }
        }
        span.record("outcome", outcome);
        if let Some(code) = code {
            span.record("code", code.get());
        }
        let elapsed_ms = self.start.elapsed().as_secs_f64() * 1000.0;
        span.record("elapsed_ms", elapsed_ms);
    }
}

/// A call that the program can still cancel by dropping its future.
struct Unfinished<'a>(Option<&'a Call>);

impl Drop for Unfinished<'_> {
    fn drop(&mut self) {
        if let Some(call) = self.0 {
            call.record("canceled", None);
        }
    }
}
