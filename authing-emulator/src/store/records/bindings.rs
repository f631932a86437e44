//! Which social accounts belong to which users.

use redb::WriteTransaction;
use serde::{Deserialize, Serialize};

use crate::store::{Read, Records, StoreError, put, take_out};

/// By user and kind.
pub(crate) const BINDINGS: Records = Records::new("bindings");
/// The users' ids by kind and the account's id there.
pub(crate) const BY_ACCOUNT: Records = Records::new("bindings_by_account");

#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Binding {
    pub(crate) id: String,
    pub(crate) user: String,
    /// Such as `github`.
    pub(crate) kind: String,
    pub(crate) unionid: String,
    pub(crate) user_info: String,
    pub(crate) created_at: String,
}

pub(crate) fn of_user(transaction: &impl Read, user: &str) -> Result<Vec<Binding>, StoreError> {
    transaction.records_under(BINDINGS, &key(user, ""))
}

pub(crate) fn of_kind(
    transaction: &impl Read,
    user: &str,
    kind: &str,
) -> Result<Option<Binding>, StoreError> {
    transaction.record(BINDINGS, &key(user, kind))
}

/// The id of the user to whom the account belongs.
pub(crate) fn holder(
    transaction: &impl Read,
    kind: &str,
    unionid: &str,
) -> Result<Option<String>, StoreError> {
    transaction.record(BY_ACCOUNT, &account(kind, unionid))
}

pub(crate) fn add(transaction: &WriteTransaction, binding: &Binding) -> Result<(), StoreError> {
    let account = account(&binding.kind, &binding.unionid);
    put(transaction, BY_ACCOUNT, &account, &binding.user)?;
    let key = key(&binding.user, &binding.kind);
    put(transaction, BINDINGS, &key, binding)
}

pub(crate) fn remove(transaction: &WriteTransaction, binding: &Binding) -> Result<(), StoreError> {
    let account = account(&binding.kind, &binding.unionid);
    take_out(transaction, BY_ACCOUNT, &account)?;
    take_out(transaction, BINDINGS, &key(&binding.user, &binding.kind))
}

pub(crate) fn forget(transaction: &WriteTransaction, user: &str) -> Result<(), StoreError> {
    for binding in of_user(transaction, user)? {
        remove(transaction, &binding)?;
    }
    Ok(())
}

/// Ids have a fixed length and no colon, so that no two keys are the same.
fn key(user: &str, kind: &str) -> String {
    format!("{user}:{kind}")
}

/// The length keeps apart what colons in the two parts could confuse.
fn account(kind: &str, unionid: &str) -> String {
    format!("{}:{kind}:{unionid}", kind.len())
}
