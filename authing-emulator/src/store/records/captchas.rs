//! The captchas that somebody has been shown: one for each account.

use redb::WriteTransaction;
use serde::{Deserialize, Serialize};

use crate::store::{Read, Records, StoreError, put, take_out};

pub(crate) const CAPTCHAS: Records = Records::new("captchas");
/// The ids, by account.
pub(crate) const BY_ACCOUNT: Records = Records::new("captchas_by_account");

#[derive(Serialize, Deserialize)]
pub(crate) struct Captcha {
    pub(crate) id: String,
    pub(crate) text: String,
    pub(crate) expires_at: i64,
}

pub(crate) fn by_id(transaction: &impl Read, id: &str) -> Result<Option<Captcha>, StoreError> {
    transaction.record(CAPTCHAS, id)
}

/// Keeps a new captcha; the account's older one is void.
pub(crate) fn add(
    transaction: &WriteTransaction,
    account: &str,
    captcha: &Captcha,
) -> Result<(), StoreError> {
    take(transaction, account)?;
    put(transaction, BY_ACCOUNT, account, &captcha.id)?;
    put(transaction, CAPTCHAS, &captcha.id, captcha)
}

/// The account's captcha, which is gone with that.
pub(crate) fn take(
    transaction: &WriteTransaction,
    account: &str,
) -> Result<Option<Captcha>, StoreError> {
    let Some(id) = transaction.record::<String>(BY_ACCOUNT, account)? else {
        return Ok(None);
    };
    let captcha = by_id(transaction, &id)?;
    take_out(transaction, BY_ACCOUNT, account)?;
    take_out(transaction, CAPTCHAS, &id)?;
    Ok(captcha)
}
