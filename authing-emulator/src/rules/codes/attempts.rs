//! Recent attempts of actions that are limited in frequency.

use redb::WriteTransaction;

use crate::store::codes::ATTEMPTS;
use crate::store::{Read, StoreError};

/// How long an attempt counts, in seconds: the service's own default.
pub(crate) const WINDOW: i64 = 5 * 60;

/// Returns the number of attempts in the last five minutes.
pub(in crate::rules) fn count(
    transaction: &impl Read,
    key: &str,
    now: i64,
) -> Result<usize, StoreError> {
    Ok(recent(transaction, key, now)?.len())
}

pub(in crate::rules) fn add(
    transaction: &WriteTransaction,
    key: &str,
    now: i64,
) -> Result<(), StoreError> {
    let mut times = recent(transaction, key, now)?;
    times.push(now);
    ATTEMPTS.put(transaction, key, &times)
}

pub(in crate::rules) fn forget(
    transaction: &WriteTransaction,
    key: &str,
) -> Result<(), StoreError> {
    ATTEMPTS.delete(transaction, key)
}

fn recent(transaction: &impl Read, key: &str, now: i64) -> Result<Vec<i64>, StoreError> {
    let mut times = ATTEMPTS.get(transaction, key)?.unwrap_or_default();
    times.retain(|time| now - time < WINDOW);
    Ok(times)
}
