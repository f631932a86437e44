//! Rejecting a user's passwords for a while after too many wrong ones.

use redb::WriteTransaction;

use super::attempt::{Attempt, Proof};
use crate::rules::api_error::ApiError;
use crate::rules::codes::attempts;
use crate::rules::pool::Pool;
use crate::rules::pool::checks::{Check, Limit};
use crate::store;
use crate::store::StoreError;
use crate::store::users::User;

/// The wrong passwords of a user, if the pool's setting limits them.
pub(super) struct PasswordLock<'a> {
    pool: &'a Pool,
    transaction: &'a WriteTransaction,
    key: String,
    limit: Limit,
}

impl<'a> PasswordLock<'a> {
    /// Returns the lock for an attempt with a password.
    pub(super) fn of(
        pool: &'a Pool,
        transaction: &'a WriteTransaction,
        attempt: &Attempt<'_>,
        user: &User,
    ) -> Result<Option<Self>, ApiError> {
        if let Proof::Code(_) | Proof::Provider = attempt.proof {
            return Ok(None);
        }
        let limit = Check::Passwords.limit(pool, &store::pool::load(transaction)?);
        Ok(limit.map(|limit| Self {
            pool,
            transaction,
            key: format!("password of {}", user.id),
            limit,
        }))
    }

    pub(super) fn is_closed(&self) -> Result<bool, StoreError> {
        attempts::are_used_up(self.transaction, &self.key, self.pool.now(), self.limit)
    }

    pub(super) fn count_wrong_password(&self) -> Result<(), StoreError> {
        attempts::add(self.transaction, &self.key, self.pool.now(), self.limit)
    }

    pub(super) fn forget_wrong_passwords(&self) -> Result<(), StoreError> {
        attempts::forget(self.transaction, &self.key)
    }
}
