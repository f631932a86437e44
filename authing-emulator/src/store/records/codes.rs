//! What somebody has to present soon, and what is counted only for a while: codes, captchas, attempts.

use serde::{Deserialize, Serialize};

use crate::store::table::Table;

/// By purpose and address.
pub(crate) const CODES: Table<Code> = Table::new("codes");
/// By id.
pub(crate) const CAPTCHAS: Table<Captcha> = Table::new("captchas");
/// The ids of captchas, by account.
pub(crate) const CAPTCHAS_BY_ACCOUNT: Table<String> = Table::new("captchas_by_account");
/// When something was done, by what and by whom.
pub(crate) const ATTEMPTS: Table<Vec<i64>> = Table::new("attempts");

/// It has no `Debug`: codes are no business of a log.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Code {
    pub(crate) code: String,
    pub(crate) sent_at: i64,
    pub(crate) expires_at: i64,
    /// None are left of a code that was used, or guessed at too often.
    pub(crate) tries_left: u8,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Captcha {
    pub(crate) id: String,
    pub(crate) text: String,
    pub(crate) expires_at: i64,
}
