//! Verification codes: one per purpose and address, used once, for a short while, with few tries.

use redb::WriteTransaction;
use serde::{Deserialize, Serialize};

use crate::rules::api_error::Code as ErrorCode;
use crate::store::message::Purpose;
use crate::store::{Read, Records, StoreError, put};

pub(crate) const CODES: Records = Records::new("codes");

/// So many wrong codes make the right one void.
const TRIES: u8 = 5;

#[derive(Serialize, Deserialize)]
struct Code {
    code: String,
    sent_at: i64,
    expires_at: i64,
    /// None are left of a code that was used, or guessed at too often.
    tries_left: u8,
}

/// What became of a code that somebody presented.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Check {
    Right,
    Wrong,
    Expired,
}

impl Check {
    pub(crate) fn ok(self) -> Result<(), ErrorCode> {
        match self {
            Self::Right => Ok(()),
            Self::Wrong => Err(ErrorCode::VerificationWrong),
            Self::Expired => Err(ErrorCode::VerificationExpired),
        }
    }
}

/// Keeps a new code; an older one for the same purpose is void.
pub(crate) fn add(
    transaction: &WriteTransaction,
    purpose: Purpose,
    to: &str,
    code: &str,
    sent_at: i64,
    expires_at: i64,
) -> Result<(), StoreError> {
    let record = Code {
        code: code.to_owned(),
        sent_at,
        expires_at,
        tries_left: TRIES,
    };
    put(transaction, CODES, &key(purpose, to), &record)
}

/// Judges a presented code. A right one is used up, a wrong one costs a try, so the transaction must be committed
/// either way.
pub(crate) fn present(
    transaction: &WriteTransaction,
    purpose: Purpose,
    to: &str,
    presented: &str,
    now: i64,
) -> Result<Check, StoreError> {
    let check = peek(transaction, purpose, to, presented, now)?;
    let key = key(purpose, to);
    if check == Check::Right
        && let Some(mut record) = transaction.record::<Code>(CODES, &key)?
    {
        record.tries_left = 0;
        put(transaction, CODES, &key, &record)?;
    }
    Ok(check)
}

/// The same, but a right code can be presented again.
pub(crate) fn peek(
    transaction: &WriteTransaction,
    purpose: Purpose,
    to: &str,
    presented: &str,
    now: i64,
) -> Result<Check, StoreError> {
    let key = key(purpose, to);
    let Some(mut record) = transaction.record::<Code>(CODES, &key)? else {
        return Ok(Check::Wrong);
    };
    if record.tries_left == 0 {
        return Ok(Check::Wrong);
    }
    if record.code != presented {
        record.tries_left -= 1;
        put(transaction, CODES, &key, &record)?;
        return Ok(Check::Wrong);
    }
    if record.expires_at <= now {
        return Ok(Check::Expired);
    }
    Ok(Check::Right)
}

/// When a code was last sent to that address, whatever for.
pub(crate) fn last_sent_at(transaction: &impl Read, to: &str) -> Result<Option<i64>, StoreError> {
    let mut last = None;
    for purpose in Purpose::ALL {
        let record: Option<Code> = transaction.record(CODES, &key(purpose, to))?;
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

    fn present_at(store: &Store, purpose: Purpose, code: &str, now: i64) -> Check {
        let judged = store.write(|transaction| present(transaction, purpose, PHONE, code, now));
        judged.unwrap()
    }

    #[test]
    fn a_code_is_used_once() {
        let store = store_with("123456");
        assert_eq!(
            present_at(&store, Purpose::Login, "123456", 399),
            Check::Right
        );
        assert_eq!(
            present_at(&store, Purpose::Login, "123456", 399),
            Check::Wrong
        );
    }

    #[test]
    fn a_code_serves_its_purpose_only() {
        let store = store_with("123456");
        assert_eq!(
            present_at(&store, Purpose::Register, "123456", 200),
            Check::Wrong
        );
        assert_eq!(
            present_at(&store, Purpose::Login, "123456", 200),
            Check::Right
        );
    }

    #[test]
    fn a_code_expires() {
        let store = store_with("123456");
        assert_eq!(
            present_at(&store, Purpose::Login, "123456", 400),
            Check::Expired
        );
        assert_eq!(
            present_at(&store, Purpose::Login, "654321", 400),
            Check::Wrong
        );
    }

    #[test]
    fn the_newest_code_counts() {
        let store = store_with("123456");
        send(&store, "222222");
        assert_eq!(
            present_at(&store, Purpose::Login, "123456", 200),
            Check::Wrong
        );
        assert_eq!(
            present_at(&store, Purpose::Login, "222222", 200),
            Check::Right
        );
    }

    #[test]
    fn guessing_voids_a_code() {
        let store = store_with("123456");
        for _ in 0..TRIES {
            assert_eq!(
                present_at(&store, Purpose::Login, "000000", 200),
                Check::Wrong
            );
        }
        assert_eq!(
            present_at(&store, Purpose::Login, "123456", 200),
            Check::Wrong
        );
        send(&store, "333333");
        assert_eq!(
            present_at(&store, Purpose::Login, "333333", 200),
            Check::Right
        );
    }

    #[test]
    fn remembers_when_it_sent_last() {
        let store = store_with("123456");
        present_at(&store, Purpose::Login, "123456", 200);
        let read = store.read().unwrap();
        assert_eq!(last_sent_at(&read, PHONE).unwrap(), Some(100));
        assert_eq!(last_sent_at(&read, "13900000000").unwrap(), None);
    }
}
