//! What test suites do with an emulator: make things go wrong, and see what was sent.

use std::time::Duration;

use crate::control::faults::Fault;
use crate::control::recorded::{Log, RecordedRequest};
use crate::emulator::Emulator;

/// Too few requests of a name have come in time.
#[derive(Debug, thiserror::Error)]
#[error("{came} of {expected} requests of `{name}` have come in {waited:?}")]
#[non_exhaustive]
pub struct TooFewRequests {
    /// What was waited for.
    pub name: String,
    /// How many were waited for.
    pub expected: usize,
    /// How many have come.
    pub came: usize,
    /// How long was waited.
    pub waited: Duration,
}

impl Emulator {
    /// Lets something go wrong: puts a fault at the end of the queue.
    pub fn inject(&self, fault: Fault) {
        self.service.faults.inject([fault]);
    }

    /// The faults that have not struck yet, in their order, each with as many times as are left of it.
    #[must_use]
    pub fn faults(&self) -> Vec<Fault> {
        self.service.faults.all()
    }

    /// Takes back all faults that have not struck yet. Requests that one keeps waiting go on waiting.
    pub fn clear_faults(&self) {
        self.service.faults.clear();
    }

    /// The requests so far, in the order in which they came: newest last. Those of the operator and of the page for people
    /// are not among them, but for what is asked on `/explore`, which comes like anybody's.
    ///
    /// The newest thousand are kept, and fewer if their bodies have more than 16 MiB together.
    #[must_use]
    pub fn requests(&self) -> Vec<RecordedRequest> {
        self.service.requests.all()
    }

    /// Forgets the requests so far.
    pub fn clear_requests(&self) {
        self.service.requests.clear();
    }

    /// Waits until there are so many requests of a name (as [`Fault::on`] understands it) among
    /// [`requests`](Self::requests), those that came before the call included. They may not have been answered yet.
    ///
    /// # Errors
    ///
    /// If they have not come within that time, by the machine's clock.
    pub async fn wait_for_requests(
        &self,
        name: &str,
        count: usize,
        within: Duration,
    ) -> Result<Vec<RecordedRequest>, TooFewRequests> {
        let mut arrivals = self.service.requests.arrivals();
        let mut timer = self.timer(within);
        loop {
            let found = called(&self.service.requests, name);
            if found.len() >= count {
                timer.abort();
                return Ok(found);
            }
            tokio::select! {
                // The sender lives as long as the emulator does.
                _ = arrivals.changed() => {}
                _ = &mut timer => return Err(TooFewRequests {
                    name: name.to_owned(),
                    expected: count,
                    came: found.len(),
                    waited: within,
                }),
            }
        }
    }
}

fn called(requests: &Log, name: &str) -> Vec<RecordedRequest> {
    let mut requests = requests.all();
    requests.retain(|request| request.is_called(name));
    requests
}
