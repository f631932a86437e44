//! Starting over without stopping, so that one emulator serves a whole test suite.

use crate::builder::start_error::StartError;
use crate::emulator::Emulator;
use crate::emulator::operator::UserError;
use crate::rules::pool::Service;
use crate::seed::Soil;
use crate::store;

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
        self.service.reset()
    }
}

/// The same for `DELETE /operator/state`.
impl Service {
    pub(crate) fn reset(&self) -> Result<(), UserError> {
        let soil = Soil {
            clock: &self.clock,
            randomness: &self.randomness,
            ids: &self.ids,
        };
        let planted = self.store.write(|transaction| {
            store::empty(transaction)?;
            self.seed.plant(transaction, &soil)
        });
        planted.map_err(|error: StartError| UserError::Internal(error.to_string()))?;
        self.faults.clear();
        self.requests.clear();
        if let Some(limit) = &self.rate_limit {
            limit.clear();
        }
        Ok(())
    }
}
