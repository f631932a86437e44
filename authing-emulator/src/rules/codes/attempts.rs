//! Recent attempts of actions that are limited in frequency.

use redb::WriteTransaction;

use crate::rules::pool::checks::Limit;
use crate::store::codes::ATTEMPTS;
use crate::store::{Read, StoreError};

/// Returns whether no more attempts are allowed for now.
pub(in crate::rules) fn are_used_up(
    transaction: &impl Read,
    key: &str,
    now: i64,
    limit: Limit,
) -> Result<bool, StoreError> {
    Ok(recent(transaction, key, now, limit)?.len() >= limit.count)
}

pub(in crate::rules) fn add(
    transaction: &WriteTransaction,
    key: &str,
    now: i64,
    limit: Limit,
) -> Result<(), StoreError> {
    let mut times = recent(transaction, key, now, limit)?;
    times.push(now);
    ATTEMPTS.put(transaction, key, &times)
}

pub(in crate::rules) fn forget(
    transaction: &WriteTransaction,
    key: &str,
) -> Result<(), StoreError> {
    ATTEMPTS.delete(transaction, key)
}

fn recent(
    transaction: &impl Read,
    key: &str,
    now: i64,
    limit: Limit,
) -> Result<Vec<i64>, StoreError> {
    let mut times = ATTEMPTS.get(transaction, key)?.unwrap_or_default();
    times.retain(|time| now - time < limit.seconds);
    Ok(times)
}
