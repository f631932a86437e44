//! Control by test suites: reset, faults, recorded requests.

use std::time::Duration;

use super::Emulator;
use crate::control::faults::Fault;
use crate::control::recorded::{Log, RecordedRequest};
use crate::rules::operator::UserError;
use crate::seed::{Seed, SeedError};

/// Too few requests with a name were received in time.
#[derive(Debug, thiserror::Error)]
#[error("received {came} of {expected} requests named `{name}` within {waited:?}")]
#[non_exhaustive]
pub struct TooFewRequests {
    /// The name of the requests.
    pub name: String,
    /// The expected number of requests.
    pub expected: usize,
    /// The number of requests received.
    pub came: usize,
    /// The time waited.
    pub waited: Duration,
}

impl Emulator {
    /// Resets the pool to the [seed](crate::Builder::seed), or to an empty pool if there is none. All other users,
    /// roles, apps, codes, messages and files are deleted, also from a data file. The contents of a new pool get the
    /// ids they had; if the seed was ignored because the data file already had a pool, its users and roles without ids
    /// get new ids each time. The [clock is reset](crate::Clock::reset), and the queued faults, the recorded requests and
    /// the counts of the rate limit are cleared.
    ///
    /// The pool keeps its id, secret, key and settings, and the owner's tokens stay valid, so a connected program keeps
    /// working.
    ///
    /// # Errors
    ///
    /// If the data file can't be written. It is then unchanged; the clock is reset.
    pub fn reset(&self) -> Result<(), UserError> {
        self.control.reset(&self.pool)
    }

    /// Exports everything that is needed to start a new emulator with the same state: the pool with its secrets, users,
    /// roles, apps and LDAP accounts, all from the same moment. Passwords are exported as hashes.
    ///
    /// # Errors
    ///
    /// If the data file can't be read any more.
    pub fn export(&self) -> Result<Seed, SeedError> {
        Ok(Seed::of(&self.pool.store)?)
    }

    /// Injects a fault: adds it to the end of the queue.
    pub fn inject(&self, fault: Fault) {
        self.control.faults.inject([fault]);
    }

    /// Returns the queued faults in their order, each with the number of requests it still applies to.
    #[must_use]
    pub fn faults(&self) -> Vec<Fault> {
        self.control.faults.all()
    }

    /// Removes all queued faults. Requests that are already delayed stay delayed.
    pub fn clear_faults(&self) {
        self.control.faults.clear();
    }

    /// Returns the requests so far, newest last. Requests to the operator endpoints and from the overview page are not
    /// included; documents that are run on `/explore` are, like any other request.
    ///
    /// The newest thousand are kept, or fewer if their bodies exceed 16 MiB in total.
    #[must_use]
    pub fn requests(&self) -> Vec<RecordedRequest> {
        self.control.requests.all()
    }

    /// Clears the recorded requests.
    pub fn clear_requests(&self) {
        self.control.requests.clear();
    }

    /// Waits until [`requests`](Self::requests) contains this many requests with a name (in the sense of
    /// [`Fault::on`]), including those received before the call. They may still be in flight.
    ///
    /// # Errors
    ///
    /// If they are not received within this time, by the machine's clock.
    pub async fn wait_for_requests(
        &self,
        name: &str,
        count: usize,
        within: Duration,
    ) -> Result<Vec<RecordedRequest>, TooFewRequests> {
        let mut arrivals = self.control.requests.arrivals();
        let mut timer = self.timer(within);
        loop {
            let found = called(&self.control.requests, name);
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
