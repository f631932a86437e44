//! When somebody did what may not be done too often. Only a short while is remembered.

use redb::WriteTransaction;

use crate::store::{Read, Records, StoreError, put, take_out};

pub(crate) const ATTEMPTS: Records = Records::new("attempts");

/// How long an attempt counts, in seconds: the service's own default.
pub(crate) const WINDOW: i64 = 5 * 60;

/// How many there were in the last minutes.
pub(crate) fn count(transaction: &impl Read, key: &str, now: i64) -> Result<usize, StoreError> {
    Ok(recent(transaction, key, now)?.len())
}

pub(crate) fn add(transaction: &WriteTransaction, key: &str, now: i64) -> Result<(), StoreError> {
    let mut times = recent(transaction, key, now)?;
    times.push(now);
    put(transaction, ATTEMPTS, key, &times)
}

pub(crate) fn forget(transaction: &WriteTransaction, key: &str) -> Result<(), StoreError> {
    take_out(transaction, ATTEMPTS, key)
}

fn recent(transaction: &impl Read, key: &str, now: i64) -> Result<Vec<i64>, StoreError> {
    let mut times: Vec<i64> = transaction.record(ATTEMPTS, key)?.unwrap_or_default();
    times.retain(|time| now - time < WINDOW);
    Ok(times)
}
