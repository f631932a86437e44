//! The accounts of the emulated LDAP directory, which is a plain table.

use redb::WriteTransaction;
use serde::{Deserialize, Serialize};

use super::fields::is_default;
use crate::store::error::StoreError;
use crate::store::table::Table;

/// By username.
pub(crate) const ACCOUNTS: Table<Account> = Table::new("directory");

/// No `Debug`, because hashes must not be logged.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Account {
    pub(crate) username: String,
    /// Only in a seed: it is hashed before the record is stored.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) password: Option<String>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) password_hash: Option<String>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) email: Option<String>,
    /// The id of the user that the account's first login created.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) user: Option<String>,
}

pub(crate) fn save(transaction: &WriteTransaction, account: &Account) -> Result<(), StoreError> {
    ACCOUNTS.put(transaction, &account.username, account)
}
