//! The members of groups and departments.

use redb::WriteTransaction;
use serde::{Deserialize, Serialize};

use crate::store::error::StoreError;
use crate::store::read::Read;
use crate::store::table::Table;

/// By the id of the group or department, and the user's id.
pub(crate) const MEMBERS: Table<Member> = Table::new("members");
/// The ids of the groups and departments, by the user's id and theirs.
pub(crate) const MEMBERS_BY_USER: Table<String> = Table::new("members_by_user");

#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Member {
    /// The id of the group or department.
    pub(crate) of: String,
    pub(crate) user: String,
    pub(crate) joined_at: String,
    /// Whether the user leads the department.
    pub(crate) is_leader: bool,
    /// Whether it is the user's main department.
    pub(crate) is_main: bool,
}

pub(crate) fn save(transaction: &WriteTransaction, member: &Member) -> Result<(), StoreError> {
    MEMBERS_BY_USER.put(transaction, &key(&member.user, &member.of), &member.of)?;
    MEMBERS.put(transaction, &key(&member.of, &member.user), member)
}

pub(crate) fn remove(
    transaction: &WriteTransaction,
    of: &str,
    user: &str,
) -> Result<Option<Member>, StoreError> {
    MEMBERS_BY_USER.delete(transaction, &key(user, of))?;
    MEMBERS.take(transaction, &key(of, user))
}

pub(crate) fn get(
    transaction: &impl Read,
    of: &str,
    user: &str,
) -> Result<Option<Member>, StoreError> {
    MEMBERS.get(transaction, &key(of, user))
}

/// Returns the members of a group or department, oldest user first.
pub(crate) fn of(transaction: &impl Read, of: &str) -> Result<Vec<Member>, StoreError> {
    MEMBERS.under(transaction, &key(of, ""))
}

/// Returns the memberships of a user.
pub(crate) fn of_user(transaction: &impl Read, user: &str) -> Result<Vec<Member>, StoreError> {
    let of = MEMBERS_BY_USER.under(transaction, &key(user, ""))?;
    let members = of.iter().map(|of| {
        let member = get(transaction, of, user)?;
        member.ok_or(StoreError::Missing("a member"))
    });
    members.collect()
}

/// Deletes the memberships of a user.
pub(super) fn forget(transaction: &WriteTransaction, user: &str) -> Result<(), StoreError> {
    for member in of_user(transaction, user)? {
        remove(transaction, &member.of, user)?;
    }
    Ok(())
}

/// Deletes the memberships in a group or department.
pub(crate) fn dissolve(transaction: &WriteTransaction, of: &str) -> Result<(), StoreError> {
    for member in self::of(transaction, of)? {
        remove(transaction, of, &member.user)?;
    }
    Ok(())
}

/// Indexes the members by user.
pub(in crate::store) fn index(transaction: &WriteTransaction) -> Result<(), StoreError> {
    for member in MEMBERS.all(transaction)? {
        save(transaction, &member)?;
    }
    Ok(())
}

/// Ids have a fixed length and no colon, so keys are unique.
fn key(first: &str, second: &str) -> String {
    format!("{first}:{second}")
}
