//! The accounts of the LDAP directory, which is not a directory but a table.

use redb::WriteTransaction;
use serde::{Deserialize, Serialize};

use crate::store::{Read, Records, StoreError, put};

pub(crate) const DIRECTORY: Records = Records::new("directory");

/// It has no `Debug`: hashes are no business of a log.
#[derive(Serialize, Deserialize)]
pub(crate) struct Account {
    pub(crate) username: String,
    pub(crate) password_hash: String,
    pub(crate) email: Option<String>,
    /// The user that the account's first login has made.
    pub(crate) user: Option<String>,
}

pub(crate) fn account(
    transaction: &impl Read,
    username: &str,
) -> Result<Option<Account>, StoreError> {
    transaction.record(DIRECTORY, username)
}

/// All accounts, by username.
pub(crate) fn all(transaction: &impl Read) -> Result<Vec<Account>, StoreError> {
    transaction.records_under(DIRECTORY, "")
}

pub(crate) fn save(transaction: &WriteTransaction, account: &Account) -> Result<(), StoreError> {
    put(transaction, DIRECTORY, &account.username, account)
}
