//! The log of an emulator's requests.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::watch;

use super::{Received, RecordedRequest};

/// The number of requests that are kept, and the total bytes of their bodies; the oldest are dropped first.
const KEPT: usize = 1000;
const KEPT_BYTES: usize = 16 << 20;

/// The response to a request, as far as it is recorded.
#[derive(Clone)]
pub(crate) struct RecordedResponse {
    /// `None` if the connection was reset instead.
    pub(crate) status: Option<u16>,
    pub(crate) code: Option<i64>,
    pub(crate) has_errors: bool,
    pub(crate) duration: Duration,
}

pub(crate) struct Log {
    kept: Mutex<Kept>,
    /// The number of requests so far.
    arrivals: watch::Sender<u64>,
}

#[derive(Default)]
struct Kept {
    /// Oldest first.
    requests: VecDeque<RecordedRequest>,
    bytes: usize,
    /// The number of the last one.
    last: u64,
    /// The number of the last one before the last clearing.
    cleared: u64,
}

impl Default for Log {
    fn default() -> Self {
        Self {
            kept: Mutex::default(),
            arrivals: watch::Sender::new(0),
        }
    }
}

impl Log {
    /// Records a request, and returns the number under which its response is recorded.
    pub(crate) fn add(&self, mut received: Received) -> u64 {
        let mut kept = self.kept();
        kept.last += 1;
        received.number = kept.last;
        kept.bytes += received.size();
        kept.requests.push_back(RecordedRequest {
            received: Arc::new(received),
            response: None,
        });
        while kept.requests.len() > KEPT || kept.bytes > KEPT_BYTES {
            let Some(oldest) = kept.requests.pop_front() else {
                break;
            };
            kept.bytes -= oldest.received.size();
        }
        self.arrivals.send_replace(kept.last);
        kept.last
    }

    /// Records the response to a request, and returns the request, unless it has been dropped meanwhile.
    pub(crate) fn add_response(
        &self,
        number: u64,
        response: RecordedResponse,
    ) -> Option<RecordedRequest> {
        let mut kept = self.kept();
        // Numbers increase without gaps, but those before the last clearing are gone.
        let newest_first = kept.requests.iter_mut().rev();
        let mut same = newest_first.take_while(|request| request.number() >= number);
        let request = same.find(|request| request.number() == number)?;
        request.response = Some(response);
        Some(request.clone())
    }

    pub(crate) fn all(&self) -> Vec<RecordedRequest> {
        self.kept().requests.iter().cloned().collect()
    }

    /// Returns at most `count` of the newest requests, newest first.
    pub(crate) fn newest(&self, count: usize) -> Vec<RecordedRequest> {
        let kept = self.kept();
        kept.requests.iter().rev().take(count).cloned().collect()
    }

    /// Returns the number of requests since the last clearing, including those that are not kept.
    pub(crate) fn count(&self) -> u64 {
        let kept = self.kept();
        kept.last - kept.cleared
    }

    /// Drops all requests. Numbering continues.
    pub(crate) fn clear(&self) {
        let mut kept = self.kept();
        kept.cleared = kept.last;
        kept.requests.clear();
        kept.bytes = 0;
    }

    /// Returns a receiver that is notified of every request.
    pub(crate) fn arrivals(&self) -> watch::Receiver<u64> {
        self.arrivals.subscribe()
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::time::SystemTime;

    use axum::body::Bytes;
    use axum::http::{Method, Uri};

    use super::*;

    fn received(bytes: usize) -> Received {
        let body = Bytes::from(vec![b'x'; bytes]);
        let uri = Uri::from_static("/graphql");
        Received::new(&Method::POST, &uri, SystemTime::UNIX_EPOCH, body)
    }

    fn response(status: u16) -> RecordedResponse {
        RecordedResponse {
            status: Some(status),
            code: None,
            has_errors: false,
            duration: Duration::ZERO,
        }
    }

    #[test]
    fn the_newest_are_kept_with_their_responses() {
        let log = Log::default();
        for _ in 0..KEPT + 5 {
            log.add(received(1));
        }
        // The first has been dropped, so its response is ignored.
        log.add_response(1, response(500));
        log.add_response(6, response(201));
        log.add_response(1005, response(202));
        let all = log.all();
        assert_eq!(
            (all.len(), all[0].number(), all[999].number()),
            (1000, 6, 1005)
        );
        assert_eq!((all[0].status(), all[999].status()), (Some(201), Some(202)));
        assert_eq!(
            all.iter()
                .filter(|request| request.status().is_some())
                .count(),
            2
        );
        assert_eq!(log.newest(2)[1].number(), 1004);
    }

    #[test]
    fn big_bodies_push_out_the_oldest_requests() {
        let log = Log::default();
        for _ in 0..40 {
            log.add(received(1 << 20));
        }
        let all = log.all();
        assert_eq!((all.len(), all[0].number()), (15, 26));
        log.clear();
        assert!(log.all().is_empty());
        assert_eq!(log.add(received(1 << 20)), 41);
        log.add_response(3, response(500));
        assert_eq!(log.all()[0].status(), None);
    }
}
