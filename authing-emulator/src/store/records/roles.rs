//! The roles, and which users have them.

use redb::WriteTransaction;
use serde::{Deserialize, Serialize};

use crate::store::{Read, Records, StoreError, put, take_out};

pub(crate) const ROLES: Records = Records::new("roles");
/// By role and user.
pub(crate) const MEMBERS: Records = Records::new("role_members");

#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Role {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) descriptions: Option<String>,
    pub(crate) permissions: Option<String>,
    pub(crate) created_at: String,
}

#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Member {
    pub(crate) id: String,
    pub(crate) role: String,
    pub(crate) user: String,
    pub(crate) created_at: String,
}

pub(crate) fn by_id(transaction: &impl Read, id: &str) -> Result<Option<Role>, StoreError> {
    transaction.record(ROLES, id)
}

/// All roles, oldest first.
pub(crate) fn all(transaction: &impl Read) -> Result<Vec<Role>, StoreError> {
    transaction.records_under(ROLES, "")
}

pub(crate) fn save(transaction: &WriteTransaction, role: &Role) -> Result<(), StoreError> {
    put(transaction, ROLES, &role.id, role)
}

pub(crate) fn member(
    transaction: &impl Read,
    role: &str,
    user: &str,
) -> Result<Option<Member>, StoreError> {
    transaction.record(MEMBERS, &key(role, user))
}

/// The users of a role, in the order in which the users were made.
pub(crate) fn members(transaction: &impl Read, role: &str) -> Result<Vec<Member>, StoreError> {
    transaction.records_under(MEMBERS, &key(role, ""))
}

/// Which users have which roles, by role.
pub(crate) fn all_members(transaction: &impl Read) -> Result<Vec<Member>, StoreError> {
    transaction.records_under(MEMBERS, "")
}

/// The roles of a user, oldest first.
pub(crate) fn of_user(transaction: &impl Read, user: &str) -> Result<Vec<Member>, StoreError> {
    let mut members = all_members(transaction)?;
    members.retain(|member| member.user == user);
    Ok(members)
}

pub(crate) fn add(transaction: &WriteTransaction, member: &Member) -> Result<(), StoreError> {
    put(
        transaction,
        MEMBERS,
        &key(&member.role, &member.user),
        member,
    )
}

pub(crate) fn remove(transaction: &WriteTransaction, member: &Member) -> Result<(), StoreError> {
    take_out(transaction, MEMBERS, &key(&member.role, &member.user))
}

pub(crate) fn forget(transaction: &WriteTransaction, user: &str) -> Result<(), StoreError> {
    for member in of_user(transaction, user)? {
        remove(transaction, &member)?;
    }
    Ok(())
}

/// Ids have a fixed length and no colon, so that no two keys are the same.
fn key(role: &str, user: &str) -> String {
    format!("{role}:{user}")
}
