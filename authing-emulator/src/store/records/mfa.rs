//! Whose login needs a second factor, and the keys for it.

use redb::WriteTransaction;
use serde::{Deserialize, Serialize};

use crate::store::{Read, Records, StoreError, put, take_out};

/// By user.
pub(crate) const MFA: Records = Records::new("mfa");
/// The users' ids.
pub(crate) const BY_ID: Records = Records::new("mfa_by_id");

/// It has no `Debug`: the key is no business of a log.
#[derive(Serialize, Deserialize)]
pub(crate) struct Mfa {
    pub(crate) id: String,
    pub(crate) user: String,
    pub(crate) enable: bool,
    pub(crate) key: [u8; 20],
    /// The time step of the last code that was accepted. Neither it nor those before are accepted again.
    pub(crate) last_step: i64,
}

pub(crate) fn of_user(transaction: &impl Read, user: &str) -> Result<Option<Mfa>, StoreError> {
    transaction.record(MFA, user)
}

/// The id of the user whose record has that id.
pub(crate) fn user_of(transaction: &impl Read, id: &str) -> Result<Option<String>, StoreError> {
    transaction.record(BY_ID, id)
}

pub(crate) fn save(transaction: &WriteTransaction, mfa: &Mfa) -> Result<(), StoreError> {
    put(transaction, BY_ID, &mfa.id, &mfa.user)?;
    put(transaction, MFA, &mfa.user, mfa)
}

pub(crate) fn forget(transaction: &WriteTransaction, user: &str) -> Result<(), StoreError> {
    if let Some(mfa) = of_user(transaction, user)? {
        take_out(transaction, BY_ID, &mfa.id)?;
        take_out(transaction, MFA, user)?;
    }
    Ok(())
}
