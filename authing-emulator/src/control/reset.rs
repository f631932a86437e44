//! Resetting an emulator while it runs, so that one emulator serves a whole test suite.

use super::Control;
use crate::rules::operator::UserError;
use crate::rules::pool::Pool;
use crate::seed::{SeedContext, SeedError};
use crate::store;
use crate::store::apps::{self, APPS};

impl Control {
    pub(crate) fn reset(&self, pool: &Pool) -> Result<(), UserError> {
        let context = SeedContext {
            clock: &pool.clock,
            randomness: &pool.randomness,
            ids: &pool.ids,
        };
        let imported = pool.store.write(|transaction| {
            store::empty(transaction)?;
            store::pool::save(transaction, &self.start)?;
            self.seed.import(transaction, &context)?;
            // It was announced at the start, and the seed may not have it.
            if APPS.get(transaction, &pool.app.id)?.is_none() {
                apps::save(transaction, &pool.app)?;
            }
            Ok(())
        });
        imported.map_err(|error: SeedError| UserError::Internal(error.to_string()))?;
        self.faults.clear();
        self.requests.clear();
        if let Some(limit) = &self.rate_limit {
            limit.clear();
        }
        Ok(())
    }
}
