//! What all requests to one emulator share.

use sha2::{Digest as _, Sha256};

use crate::clock::Clock;
use crate::clock::js_date::js_date;
use crate::control::faults::Faults;
use crate::control::rate_limit::RateLimit;
use crate::control::recorded::Log;
use crate::crypto::ids::ObjectIds;
use crate::crypto::password_hash;
use crate::crypto::password_key::PasswordKey;
use crate::crypto::randomness::Randomness;
use crate::rules::api_error::{ApiError, Code};
use crate::seed::Seed;
use crate::store::Store;
use crate::store::pool::{self, PoolSettings};

/// One user pool and all that its rules need.
pub(crate) struct Service {
    pub(crate) user_pool_id: String,
    pub(crate) secret: String,
    /// The address of everything, for links.
    pub(crate) base_url: String,
    pub(crate) store: Store,
    /// What the pool has in it again when it is reset.
    pub(crate) seed: Seed,
    pub(crate) clock: Clock,
    pub(crate) randomness: Randomness,
    pub(crate) ids: ObjectIds,
    pub(crate) password_key: PasswordKey,
    pub(crate) limits: Limits,
    pub(crate) rate_limit: Option<RateLimit>,
    pub(crate) faults: Faults,
    pub(crate) requests: Log,
}

/// How long codes live, in seconds, and how often things may be done.
pub(crate) struct Limits {
    pub(crate) code_lifetime: i64,
    /// How long a phone waits for its next message. Zero: it doesn't.
    pub(crate) sms_interval: i64,
    /// How many failed logins make a captcha necessary.
    pub(crate) captcha_after: Option<usize>,
    /// How many registrations may come from one address in a while.
    pub(crate) registrations: Option<usize>,
}

impl Service {
    pub(crate) fn settings(&self) -> Result<PoolSettings, ApiError> {
        Ok(pool::settings(&self.store.read()?)?)
    }

    /// Whether that is the pool's secret. Hashes are compared, so that the time taken tells nothing of the secret.
    pub(crate) fn is_secret(&self, presented: &str) -> bool {
        Sha256::digest(presented) == Sha256::digest(&self.secret)
    }

    pub(crate) fn decrypt(&self, ciphertext: &str) -> Result<String, ApiError> {
        let text = self.password_key.decrypt(ciphertext, &self.randomness);
        text.ok_or_else(|| Code::Undecryptable.into())
    }

    pub(crate) fn hash(&self, password: &str) -> Result<String, ApiError> {
        password_hash::hash(password, &self.randomness).map_err(|error| {
            tracing::error!(%error, "hashing failed");
            Code::Internal.into()
        })
    }

    pub(crate) fn new_id(&self) -> String {
        self.ids.next(&self.clock)
    }

    /// Now, as the service writes dates.
    pub(crate) fn date(&self) -> String {
        js_date(self.clock.seconds())
    }
}
