//! What test suites do with an emulator: start over, make things go wrong, and see what was sent.

use std::time::Duration;

use super::Emulator;
use crate::control::faults::Fault;
use crate::control::recorded::{Log, RecordedRequest};
use crate::rules::operator::UserError;
use crate::seed::{Seed, SeedError};

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
    /// Empties the pool, and puts in again what the [seed](crate::Builder::seed) has, if there is one: all other users,
    /// roles, apps, codes, messages and files are gone, from a data file too. What came with a new pool has the ids that it
    /// had; a seed that was left alone, because the data file had a pool already, gives its users and roles without ids new
    /// ones each time. The waiting faults and the recorded requests are forgotten, and so is who has called how often.
    ///
    /// The pool with its id, secret, key and settings stays, and so do the owner's tokens: a program that is connected
    /// goes on. The clock is not put back.
    ///
    /// # Errors
    ///
    /// If the data file can't be written. Then it is as it was.
    pub fn reset(&self) -> Result<(), UserError> {
        self.control.reset(&self.pool)
    }

    /// All that a new emulator needs to be like this one: the pool with its secrets, users, roles, apps and LDAP accounts,
    /// as they are at one moment. Passwords are in it as their hashes.
    ///
    /// # Errors
    ///
    /// If the data file can't be read any more.
    pub fn export(&self) -> Result<Seed, SeedError> {
        Ok(Seed::of(&self.pool.store)?)
    }

    /// Lets something go wrong: puts a fault at the end of the queue.
    pub fn inject(&self, fault: Fault) {
        self.control.faults.inject([fault]);
    }

    /// The faults that have not struck yet, in their order, each with as many times as are left of it.
    #[must_use]
    pub fn faults(&self) -> Vec<Fault> {
        self.control.faults.all()
    }

    /// Takes back all faults that have not struck yet. Requests that one keeps waiting go on waiting.
    pub fn clear_faults(&self) {
        self.control.faults.clear();
    }

    /// The requests so far, in the order in which they came: newest last. Those of the operator and of the page for people
    /// are not among them, but for what is asked on `/explore`, which comes like anybody's.
    ///
    /// The newest thousand are kept, and fewer if their bodies have more than 16 MiB together.
    #[must_use]
    pub fn requests(&self) -> Vec<RecordedRequest> {
        self.control.requests.all()
    }

    /// Forgets the requests so far.
    pub fn clear_requests(&self) {
        self.control.requests.clear();
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
