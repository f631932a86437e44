//! Verification codes: one per purpose and recipient, valid once, for a short time, with few attempts.

pub(crate) mod attempts;
pub(crate) mod sending;

use redb::WriteTransaction;

use crate::rules::api_error::{ApiError, Code};
use crate::rules::pool::Pool;
use crate::store::codes::{self, CODES};
use crate::store::messages::Purpose;
use crate::store::{Read, StoreError};

/// The number of wrong attempts after which the right code is void.
const TRIES: u8 = 5;

/// Stores a new code; an older one for the same purpose is void.
pub(super) fn add(
    transaction: &WriteTransaction,
    purpose: Purpose,
    to: &str,
    code: &str,
    sent_at: i64,
    expires_at: i64,
) -> Result<(), StoreError> {
    let record = codes::Code {
        code: code.to_owned(),
        sent_at,
        expires_at,
        tries_left: TRIES,
    };
    CODES.put(transaction, &key(purpose, to), &record)
}

/// Checks a code. A right one is used up, a wrong one costs an attempt, so the transaction must be committed either
/// way: a wrong code is an outcome to keep, not a failure to roll back.
pub(crate) fn present(
    transaction: &WriteTransaction,
    purpose: Purpose,
    to: &str,
    presented: &str,
    now: i64,
) -> Result<Result<(), Code>, StoreError> {
    let right = match find(transaction, purpose, to, presented, now)? {
        Ok(right) => right,
        Err(code) => return Ok(Err(code)),
    };
    if let Some(mut record) = CODES.get(transaction, &right)? {
        record.tries_left = 0;
        CODES.put(transaction, &right, &record)?;
    }
    Ok(Ok(()))
}

/// The same, but a right code can be presented again.
pub(crate) fn peek(
    transaction: &WriteTransaction,
    purpose: Purpose,
    to: &str,
    presented: &str,
    now: i64,
) -> Result<Result<(), Code>, StoreError> {
    Ok(find(transaction, purpose, to, presented, now)?.map(drop))
}

/// Returns the key of the right code: the one that was sent for the purpose, or for any.
fn find(
    transaction: &WriteTransaction,
    purpose: Purpose,
    to: &str,
    presented: &str,
    now: i64,
) -> Result<Result<String, Code>, StoreError> {
    let mut found = Err(Code::VerificationWrong);
    for purpose in [
        Some(purpose),
        (purpose != Purpose::Verify).then_some(Purpose::Any),
    ] {
        let Some(key) = purpose.map(|purpose| key(purpose, to)) else {
            continue;
        };
        match judge(transaction, &key, presented, now)? {
            Ok(()) => return Ok(Ok(key)),
            Err(Code::VerificationWrong) => {}
            Err(code) => found = Err(code),
        }
    }
    Ok(found)
}

fn judge(
    transaction: &WriteTransaction,
    key: &str,
    presented: &str,
    now: i64,
) -> Result<Result<(), Code>, StoreError> {
    let Some(mut record) = CODES.get(transaction, key)? else {
        return Ok(Err(Code::VerificationWrong));
    };
    if record.tries_left == 0 {
        return Ok(Err(Code::VerificationWrong));
    }
    if record.code != presented {
        record.tries_left -= 1;
        CODES.put(transaction, key, &record)?;
        return Ok(Err(Code::VerificationWrong));
    }
    if record.expires_at <= now {
        return Ok(Err(Code::VerificationExpired));
    }
    Ok(Ok(()))
}

/// Checks a code without using it up.
pub(crate) fn check(pool: &Pool, purpose: Purpose, to: &str, code: &str) -> Result<(), ApiError> {
    let peek = |transaction: &_| peek(transaction, purpose, to, code, pool.now());
    Ok(pool.store.write(peek)??)
}

/// Returns when a code was last sent to this recipient, for any purpose.
pub(super) fn last_sent_at(transaction: &impl Read, to: &str) -> Result<Option<i64>, StoreError> {
    let mut last = None;
    for purpose in Purpose::ALL {
        let record = CODES.get(transaction, &key(purpose, to))?;
        last = last.max(record.map(|record| record.sent_at));
    }
    Ok(last)
}

fn key(purpose: Purpose, to: &str) -> String {
    format!("{}:{to}", purpose.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Store;

    const RIGHT: Result<(), Code> = Ok(());
    const WRONG: Result<(), Code> = Err(Code::VerificationWrong);
    const EXPIRED: Result<(), Code> = Err(Code::VerificationExpired);
    const PHONE: &str = "13800000000";

    fn store_with(code: &str) -> Store {
        let store = Store::in_memory().unwrap();
        send(&store, code);
        store
    }

    fn send(store: &Store, code: &str) {
        let added =
            store.write(|transaction| add(transaction, Purpose::Login, PHONE, code, 100, 400));
        added.unwrap();
    }

    fn present_at(store: &Store, purpose: Purpose, code: &str, now: i64) -> Result<(), Code> {
        let judged = store.write(|transaction| present(transaction, purpose, PHONE, code, now));
        judged.unwrap()
    }

    #[test]
    fn a_code_is_used_once() {
        let store = store_with("123456");
        assert_eq!(present_at(&store, Purpose::Login, "123456", 399), RIGHT);
        assert_eq!(present_at(&store, Purpose::Login, "123456", 399), WRONG);
    }

    #[test]
    fn a_code_serves_its_purpose_only() {
        let store = store_with("123456");
        assert_eq!(present_at(&store, Purpose::Register, "123456", 200), WRONG);
        assert_eq!(present_at(&store, Purpose::Login, "123456", 200), RIGHT);
    }

    #[test]
    fn a_code_for_any_purpose_is_used_once_too() {
        let store = Store::in_memory().unwrap();
        let added =
            store.write(|transaction| add(transaction, Purpose::Any, PHONE, "1234", 100, 400));
        added.unwrap();
        assert_eq!(present_at(&store, Purpose::Verify, "1234", 200), WRONG);
        assert_eq!(present_at(&store, Purpose::Register, "4321", 200), WRONG);
        assert_eq!(present_at(&store, Purpose::Register, "1234", 200), RIGHT);
        assert_eq!(present_at(&store, Purpose::Login, "1234", 200), WRONG);
    }

    #[test]
    fn a_code_expires() {
        let store = store_with("123456");
        assert_eq!(present_at(&store, Purpose::Login, "123456", 400), EXPIRED);
        assert_eq!(present_at(&store, Purpose::Login, "654321", 400), WRONG);
    }

    #[test]
    fn the_newest_code_counts() {
        let store = store_with("123456");
        send(&store, "222222");
        assert_eq!(present_at(&store, Purpose::Login, "123456", 200), WRONG);
        assert_eq!(present_at(&store, Purpose::Login, "222222", 200), RIGHT);
    }

    #[test]
    fn guessing_voids_a_code() {
        let store = store_with("123456");
        for _ in 0..TRIES {
            assert_eq!(present_at(&store, Purpose::Login, "000000", 200), WRONG);
        }
        assert_eq!(present_at(&store, Purpose::Login, "123456", 200), WRONG);
        send(&store, "333333");
        assert_eq!(present_at(&store, Purpose::Login, "333333", 200), RIGHT);
    }

    #[test]
    fn the_time_of_the_last_code_is_kept() {
        let store = store_with("123456");
        assert_eq!(present_at(&store, Purpose::Login, "123456", 200), RIGHT);
        let read = store.read().unwrap();
        assert_eq!(last_sent_at(&read, PHONE).unwrap(), Some(100));
        assert_eq!(last_sent_at(&read, "13900000000").unwrap(), None);
    }
}
