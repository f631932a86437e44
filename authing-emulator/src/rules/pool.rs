//! The running user pool: its store, clock, keys and limits.

pub(crate) mod checks;
pub(crate) mod settings;

use std::sync::OnceLock;

use crate::clock::Clock;
use crate::clock::js_date::js_date;
use crate::crypto::ids::ObjectIds;
use crate::crypto::password_key::PasswordKey;
use crate::crypto::randomness::Randomness;
use crate::crypto::signing_key::SigningKey;
use crate::crypto::{password_hash, secret};
use crate::rules::api_error::text::Language;
use crate::rules::api_error::{ApiError, Code};
use crate::store::Store;
use crate::store::apps::App;
use crate::store::pool::{self, PoolRecord};

/// One user pool with everything that its rules need.
pub(crate) struct Pool {
    pub(crate) user_pool_id: String,
    pub(crate) secret: String,
    /// The app of v2 clients that name none. It is announced at the start.
    pub(crate) app: App,
    /// The base URL of all endpoints, for links.
    pub(crate) base_url: String,
    pub(crate) store: Store,
    pub(crate) clock: Clock,
    pub(crate) randomness: Randomness,
    pub(crate) ids: ObjectIds,
    pub(crate) password_key: PasswordKey,
    /// The key that signs with RS256, once it was needed.
    pub(crate) signing_key: OnceLock<SigningKey>,
    pub(crate) limits: Limits,
    /// The language of messages where a request asks for none.
    pub(crate) language: Language,
}

/// The lifetime of codes, in seconds, and the limits on repeated actions.
pub(crate) struct Limits {
    pub(crate) code_lifetime: i64,
    /// The minimum time between two messages to a phone. Zero: none.
    pub(crate) sms_interval: i64,
    /// The number of failed logins after which a captcha is required.
    pub(crate) captcha_after: Option<usize>,
    /// The maximum number of registrations from one IP address in five minutes.
    pub(crate) registrations: Option<usize>,
}

impl Pool {
    /// Returns the pool's record, with its current settings.
    pub(crate) fn record(&self) -> Result<PoolRecord, ApiError> {
        Ok(pool::load(&self.store.read()?)?)
    }

    /// Rejects the id of another pool.
    pub(crate) fn check_id(&self, id: Option<&str>) -> Result<(), ApiError> {
        match id {
            None | Some("") => Err(Code::RegisterInClientMissing.into()),
            Some(id) if id == self.user_pool_id => Ok(()),
            Some(_) => Err(Code::UnknownPool.into()),
        }
    }

    /// Rejects the id of another pool; the id may be missing.
    pub(crate) fn check_id_if_given(&self, id: Option<&str>) -> Result<(), ApiError> {
        match id {
            None => Ok(()),
            Some(id) => self.check_id(Some(id)),
        }
    }

    pub(crate) fn is_secret(&self, presented: &str) -> bool {
        secret::is_right(presented, &self.secret)
    }

    /// Returns the issuer of the OpenID provider, which is the prefix of its endpoints.
    pub(crate) fn issuer(&self) -> String {
        format!("{}/oidc", self.base_url)
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

    /// Returns the name of a thing across the whole service.
    pub(crate) fn arn(&self, kind: &str, id: &str) -> String {
        arn(&self.user_pool_id, kind, id)
    }

    /// Returns the current time, in seconds since 1970.
    pub(crate) fn now(&self) -> i64 {
        self.clock.seconds()
    }

    /// Returns the current date, in the service's form.
    pub(crate) fn date(&self) -> String {
        js_date(self.now())
    }
}

/// The same for a thing in any pool.
pub(crate) fn arn(user_pool_id: &str, kind: &str, id: &str) -> String {
    format!("arn:cn:authing:{user_pool_id}:{kind}:{id}")
}
