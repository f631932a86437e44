//! Groups of users.

use std::collections::BTreeSet;

use redb::WriteTransaction;

use crate::rules::api_error::{ApiError, Code};
use crate::rules::pool::Pool;
use crate::rules::users::lookup;
use crate::rules::well_formed;
use crate::store::groups::{self, GROUPS, Group};
use crate::store::members::{self, Member};
use crate::store::policies::Holder;
use crate::store::{Read, StoreError, access};

pub(crate) fn known(transaction: &impl Read, code: &str) -> Result<Group, ApiError> {
    let group = groups::by_code(transaction, code)?;
    group.ok_or_else(|| {
        Code::Internal.saying(
            format!("分组 `{code}` 不存在"),
            format!("there is no group `{code}`"),
        )
    })
}

/// Rejects a code that is empty, or that another group has.
fn check_free(transaction: &impl Read, code: &str) -> Result<(), ApiError> {
    let is_taken = groups::by_code(transaction, code)?.is_some();
    well_formed::new_code(code, ["分组", "group"], is_taken)
}

pub(crate) fn create(
    pool: &Pool,
    code: &str,
    name: &str,
    description: Option<&str>,
) -> Result<Group, ApiError> {
    pool.store.write(|transaction| {
        check_free(transaction, code)?;
        let group = Group {
            id: pool.new_id(),
            code: code.to_owned(),
            name: name.to_owned(),
            description: description.map(str::to_owned),
            roles: Vec::new(),
            created_at: pool.date(),
            updated_at: pool.date(),
        };
        groups::save(transaction, &group)?;
        Ok(group)
    })
}

pub(crate) fn change(
    pool: &Pool,
    code: &str,
    new_code: Option<&str>,
    change: impl FnOnce(&mut Group),
) -> Result<Group, ApiError> {
    pool.store.write(|transaction| {
        let mut group = known(transaction, code)?;
        change(&mut group);
        if let Some(new_code) = new_code.filter(|new| *new != code) {
            check_free(transaction, new_code)?;
            access::rename(transaction, Holder::Group, code, new_code)?;
            new_code.clone_into(&mut group.code);
        }
        group.updated_at = pool.date();
        groups::save(transaction, &group)?;
        Ok(group)
    })
}

/// Deletes groups: all of them, or none if one of them is unknown.
pub(crate) fn delete(pool: &Pool, codes: &[&str]) -> Result<(), ApiError> {
    let codes: BTreeSet<_> = codes.iter().collect();
    pool.store.write(|transaction| {
        for code in codes {
            dissolve(transaction, &known(transaction, code)?)?;
        }
        Ok(())
    })
}

/// Deletes a group.
pub(crate) fn dissolve(transaction: &WriteTransaction, group: &Group) -> Result<(), StoreError> {
    members::dissolve(transaction, &group.id)?;
    access::forget(transaction, Holder::Group, &group.code)?;
    GROUPS.delete(transaction, &group.id)
}

/// Adds users to a group. A member stays one.
pub(crate) fn add(pool: &Pool, code: &str, users: &[&str]) -> Result<(), ApiError> {
    pool.store.write(|transaction| {
        let group = known(transaction, code)?;
        for user in users {
            join(pool, transaction, &group, user)?;
        }
        Ok(())
    })
}

/// Adds a user to a group.
pub(crate) fn join(
    pool: &Pool,
    transaction: &WriteTransaction,
    group: &Group,
    user: &str,
) -> Result<(), ApiError> {
    let user = lookup::known(transaction, user)?;
    if members::get(transaction, &group.id, &user.id)?.is_some() {
        return Ok(());
    }
    let member = Member {
        of: group.id.clone(),
        user: user.id,
        joined_at: pool.date(),
        is_leader: false,
        is_main: false,
    };
    Ok(members::save(transaction, &member)?)
}

/// Removes users from a group. Users who are no members are ignored.
pub(crate) fn remove(pool: &Pool, code: &str, users: &[&str]) -> Result<(), ApiError> {
    pool.store.write(|transaction| {
        let group = known(transaction, code)?;
        for user in users {
            members::remove(transaction, &group.id, user)?;
        }
        Ok(())
    })
}

/// Returns the groups of a user, oldest first.
pub(crate) fn of_user(transaction: &impl Read, user: &str) -> Result<Vec<Group>, ApiError> {
    let mut groups = Vec::new();
    for member in members::of_user(transaction, user)? {
        groups.extend(GROUPS.get(transaction, &member.of)?);
    }
    Ok(groups)
}

/// Returns the ids of a group's members, oldest first.
pub(crate) fn ids(transaction: &impl Read, group: &Group) -> Result<Vec<String>, StoreError> {
    let members = members::of(transaction, &group.id)?.into_iter();
    Ok(members.map(|member| member.user).collect())
}
