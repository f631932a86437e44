//! Resetting an emulator while it runs, so that one emulator serves a whole test suite.

use super::Control;
use crate::rules::operator::UserError;
use crate::rules::pool::Pool;
use crate::seed::{SeedContext, SeedError};
use crate::store;
use crate::store::apps::{self, APPS};
use crate::store::pool::PoolRecord;

impl Control {
    pub(crate) fn reset(&self, pool: &Pool) -> Result<(), UserError> {
        // First, because the seed is imported with the dates of this clock.
        pool.clock.reset();
        let context = SeedContext {
            clock: &pool.clock,
            randomness: &pool.randomness,
            ids: &pool.ids,
        };
        let imported = pool.store.write(|transaction| {
            // Clients may have cached the public key.
            let signing_key = store::pool::load(transaction)?.signing_key;
            store::empty(transaction)?;
            let record = PoolRecord {
                signing_key,
                ..self.start.clone()
            };
            store::pool::save(transaction, &record)?;
            self.seed.import(transaction, &context)?;
            // It was announced at the start, and the seed may not have it.
            let app = match APPS.get(transaction, &pool.app.id)? {
                None => pool.app.clone(),
                Some(mut app) => {
                    // These were given at the start, too.
                    for uri in &pool.app.redirect_uris {
                        app.add_redirect_uri(uri);
                    }
                    app
                }
            };
            apps::save(transaction, &app)?;
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
