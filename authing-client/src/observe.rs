//! What `tracing` is told of a call: which it is and how it ends, and nothing of what it holds.

use std::time::Instant;

use http::StatusCode;
use tracing::field::Empty;
use tracing::{Instrument, Span, debug, debug_span};

use crate::error::Error;

/// A call under way, with its span.
pub(crate) struct Call {
    operation: &'static str,
    span: Span,
    start: Instant,
}

impl Call {
    pub(crate) fn begin(operation: &'static str, service: &'static str) -> Self {
        Self {
            operation,
            span: debug_span!(
                "authing",
                operation,
                service,
                status = Empty,
                outcome = Empty,
                code = Empty,
                elapsed_ms = Empty,
            ),
            start: Instant::now(),
        }
    }

    /// The operation's name.
    pub(crate) fn operation(&self) -> &'static str {
        self.operation
    }

    /// Notes an answer's status; of several attempts the last one stays.
    pub(crate) fn answered(&self, status: StatusCode) {
        self.span.record("status", status.as_u16());
    }

    /// Runs the call inside its span.
    pub(crate) async fn observe<T>(
        &self,
        call: impl Future<Output = Result<T, Error>>,
    ) -> Result<T, Error> {
        let observed = async {
            let result = call.await;
            self.span
                .record("elapsed_ms", self.start.elapsed().as_secs_f64() * 1000.0);
            self.span.record(
                "outcome",
                result.as_ref().map_or_else(Error::outcome, |_| "ok"),
            );
            if let Some(code) = result.as_ref().err().and_then(Error::code) {
                self.span.record("code", code.get());
            }
            debug!("done");
            result
        };
        observed.instrument(self.span.clone()).await
    }
}
