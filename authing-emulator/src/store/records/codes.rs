//! Short-lived records: codes, captchas, attempts.

use serde::{Deserialize, Serialize};

use crate::store::table::Table;

/// By purpose and recipient.
pub(crate) const CODES: Table<Code> = Table::new("codes");
/// By id.
pub(crate) const CAPTCHAS: Table<Captcha> = Table::new("captchas");
/// The ids of captchas, by account or session.
pub(crate) const CAPTCHAS_BY_OWNER: Table<String> = Table::new("captchas_by_account");
/// The times of attempts, by action and actor.
pub(crate) const ATTEMPTS: Table<Vec<i64>> = Table::new("attempts");

/// No `Debug`, because codes must not be logged.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Code {
    pub(crate) code: String,
    pub(crate) sent_at: i64,
    pub(crate) expires_at: i64,
    /// The remaining attempts. Zero for a code that was used, or guessed too often.
    pub(crate) tries_left: u8,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Captcha {
    pub(crate) id: String,
    pub(crate) text: String,
    pub(crate) expires_at: i64,
}
