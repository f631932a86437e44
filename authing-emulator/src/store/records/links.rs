//! Relations between objects that no rule knows.

use redb::WriteTransaction;

use crate::store::error::StoreError;
use crate::store::read::Read;
use crate::store::table::Table;

/// By relation and the ids of both sides. The record is the id of the second side.
pub(crate) const LINKS: Table<String> = Table::new("links");

/// The permissions of a role in the legacy API.
pub(crate) const ROLE_PERMISSIONS: &str = "rolePermissions";

/// Returns the ids that are related to this one, oldest first.
pub(crate) fn of(
    transaction: &impl Read,
    relation: &str,
    from: &str,
) -> Result<Vec<String>, StoreError> {
    LINKS.under(transaction, &key(relation, from, ""))
}

/// Relates an id to another one, or ends the relation.
pub(crate) fn set(
    transaction: &WriteTransaction,
    relation: &str,
    from: &str,
    to: &str,
    related: bool,
) -> Result<(), StoreError> {
    let key = key(relation, from, to);
    match related {
        true => LINKS.put(transaction, &key, &to.to_owned()),
        false => LINKS.delete(transaction, &key),
    }
}

/// Ends the relations of an id.
pub(crate) fn forget(
    transaction: &WriteTransaction,
    relation: &str,
    from: &str,
) -> Result<(), StoreError> {
    for to in of(transaction, relation, from)? {
        set(transaction, relation, from, &to, false)?;
    }
    Ok(())
}

/// Ends the relations to an id.
pub(crate) fn forget_target(transaction: &WriteTransaction, to: &str) -> Result<(), StoreError> {
    LINKS.retain(transaction, |_, target| target != to)
}

/// Ids have a fixed length and no colon, so keys are unique.
fn key(relation: &str, from: &str, to: &str) -> String {
    format!("{relation}:{from}:{to}")
}
