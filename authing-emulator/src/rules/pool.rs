//! The user pool that runs: its store, clock, keys and limits.

use sha2::{Digest as _, Sha256};

use super::api_error::{ApiError, Code};
use crate::clock::Clock;
use crate::clock::js_date::js_date;
use crate::crypto::ids::ObjectIds;
use crate::crypto::password_hash;
use crate::crypto::password_key::PasswordKey;
use crate::crypto::randomness::Randomness;
use crate::store::Store;
use crate::store::pool::{self, PoolRecord};

/// One user pool and all that its rules need.
pub(crate) struct Pool {
    pub(crate) user_pool_id: String,
    pub(crate) secret: String,
    /// The URL that everything is under, for links.
    pub(crate) base_url: String,
    pub(crate) store: Store,
    pub(crate) clock: Clock,
    pub(crate) randomness: Randomness,
    pub(crate) ids: ObjectIds,
    pub(crate) password_key: PasswordKey,
    pub(crate) limits: Limits,
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

impl Pool {
    /// The pool's record, with its settings as they are now.
    pub(crate) fn record(&self) -> Result<PoolRecord, ApiError> {
        Ok(pool::load(&self.store.read()?)?)
    }

    /// Refuses the id of another pool.
    pub(crate) fn check_id(&self, id: Option<&str>) -> Result<(), ApiError> {
        match id {
            None | Some("") => Err(Code::RegisterInClientMissing.into()),
            Some(id) if id == self.user_pool_id => Ok(()),
            Some(_) => Err(Code::UnknownPool.into()),
        }
    }

    /// Refuses the id of another pool, where none need be given.
    pub(crate) fn check_id_if_given(&self, id: Option<&str>) -> Result<(), ApiError> {
        match id {
            None => Ok(()),
            Some(id) => self.check_id(Some(id)),
        }
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

    /// Now, in seconds since 1970.
    pub(crate) fn now(&self) -> i64 {
        self.clock.seconds()
    }

    /// Now, as the service writes dates.
    pub(crate) fn date(&self) -> String {
        js_date(self.now())
    }
}
