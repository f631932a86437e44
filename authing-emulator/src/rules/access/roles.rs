//! Roles, which the legacy API also calls groups, and their members.

pub(crate) mod coded;

use redb::WriteTransaction;

use crate::rules::api_error::{ApiError, Code};
use crate::rules::pool::Pool;
use crate::rules::users::lookup;
use crate::store::roles::{self, ROLES, Role};
use crate::store::user_parts::Membership;
use crate::store::users::{self, User};
use crate::store::{Read, StoreError};

/// A user's membership in a role.
pub(crate) struct Member {
    pub(crate) membership: Membership,
    pub(crate) user: User,
}

/// Creates a role. Several may have the same name.
pub(crate) fn create(
    pool: &Pool,
    name: String,
    descriptions: Option<String>,
) -> Result<Role, ApiError> {
    let role = Role {
        id: pool.new_id(),
        name,
        descriptions,
        created_at: Some(pool.date()),
        ..Role::default()
    };
    let save = |transaction: &_| roles::save(transaction, &role).map_err(ApiError::from);
    pool.store.write(save)?;
    Ok(role)
}

pub(crate) fn change(
    pool: &Pool,
    id: &str,
    change: impl FnOnce(&mut Role),
) -> Result<Role, ApiError> {
    pool.store.write(|transaction| {
        let mut role = known(transaction, id)?;
        change(&mut role);
        roles::save(transaction, &role)?;
        Ok(role)
    })
}

/// Returns a role by id. The service has no code for an unknown role.
pub(crate) fn known(transaction: &impl Read, id: &str) -> Result<Role, ApiError> {
    let role = ROLES.get(transaction, id)?;
    role.ok_or_else(|| Code::Internal.saying("角色不存在", "there is no such role"))
}

/// Assigns a role to a user, and returns it. A user who already has the role keeps it.
pub(crate) fn assign(pool: &Pool, role: &str, user: &str) -> Result<Role, ApiError> {
    pool.store.write(|transaction| {
        let role = known(transaction, role)?;
        give(pool, transaction, &role, user)?;
        Ok(role)
    })
}

/// Assigns a role to a user, who may have it already.
pub(crate) fn give(
    pool: &Pool,
    transaction: &WriteTransaction,
    role: &Role,
    user: &str,
) -> Result<(), ApiError> {
    let mut user = lookup::known(transaction, user)?;
    if user.roles.iter().all(|has| has.role != role.id) {
        user.roles.push(Membership {
            id: pool.new_id(),
            role: role.id.clone(),
            created_at: Some(pool.date()),
        });
        user.sort_lists();
        users::save(transaction, &user)?;
    }
    Ok(())
}

/// Removes a role from a user, and returns the removed membership.
pub(crate) fn remove(pool: &Pool, role: &str, user: &str) -> Result<(Role, Member), ApiError> {
    pool.store.write(|transaction| {
        let role = known(transaction, role)?;
        let member = take(transaction, &role, user)?;
        let member = member.ok_or_else(|| {
            Code::UnknownUser.saying("用户没有此角色", "the user does not have this role")
        })?;
        Ok((role, member))
    })
}

/// Removes a role from a user who has it.
pub(crate) fn take(
    transaction: &WriteTransaction,
    role: &Role,
    user: &str,
) -> Result<Option<Member>, StoreError> {
    let Some(mut user) = users::by_id(transaction, user)? else {
        return Ok(None);
    };
    let Some(index) = user.roles.iter().position(|has| has.role == role.id) else {
        return Ok(None);
    };
    let membership = user.roles.remove(index);
    users::save(transaction, &user)?;
    Ok(Some(Member { membership, user }))
}

/// Returns at most `take` members of a role after the first `skip`, oldest first, and the total number of members.
pub(crate) fn members(
    transaction: &impl Read,
    role: &Role,
    skip: usize,
    take: usize,
) -> Result<(Vec<Member>, u64), StoreError> {
    let (ids, total) = users::page_with_role(transaction, &role.id, skip, take)?;
    let mut members = Vec::new();
    for id in ids {
        let user = users::by_id(transaction, &id)?.ok_or(StoreError::Missing("a role's member"))?;
        let membership = user.roles.iter().find(|has| has.role == role.id).cloned();
        let membership = membership.ok_or(StoreError::Missing("a membership"))?;
        members.push(Member { membership, user });
    }
    Ok((members, total))
}
