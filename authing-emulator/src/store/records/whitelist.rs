//! The usernames, emails and phones that may register.

use serde::{Deserialize, Serialize};

use crate::store::error::StoreError;
use crate::store::read::Read;
use crate::store::table::Table;

/// By kind and value.
pub(crate) const WHITELIST: Table<Entry> = Table::new("whitelist");

#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Entry {
    pub(crate) value: String,
    pub(crate) created_at: String,
}

/// The kind of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Username,
    Email,
    Phone,
}

pub(crate) fn key(kind: Kind, value: &str) -> String {
    format!("{kind:?}:{value}")
}

pub(crate) fn of(transaction: &impl Read, kind: Kind) -> Result<Vec<Entry>, StoreError> {
    WHITELIST.under(transaction, &key(kind, ""))
}
