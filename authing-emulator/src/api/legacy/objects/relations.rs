//! Relations between objects: who has a role, what a group contains.

use redb::WriteTransaction;

use super::{Kind, Object};
use crate::rules::access::roles;
use crate::rules::api_error::{ApiError, Code};
use crate::rules::memberships::groups;
use crate::rules::pool::Pool;
use crate::rules::users::lookup;
use crate::store::groups::{GROUPS, Group};
use crate::store::roles::{ROLES, Role};
use crate::store::{Read, links, members, users};

/// A relation, of which one field relates an object to one other object and another field to several.
#[derive(Clone, Copy)]
pub(in crate::api::legacy) struct Relation {
    pub(in crate::api::legacy) of: &'static Kind,
    /// The input with the id of that object.
    pub(in crate::api::legacy) id: &'static str,
    pub(in crate::api::legacy) link: Link,
    /// The input with the other id, and that with several.
    pub(in crate::api::legacy) others: [&'static str; 2],
}

#[derive(Clone, Copy)]
pub(in crate::api::legacy) enum Link {
    RoleUsers,
    GroupUsers,
    GroupRoles,
    /// Only the legacy API has it. The permissions are this collection.
    RolePermissions(&'static Kind),
}

impl Relation {
    /// Relates the object to others, or ends that, and returns it.
    pub(super) fn set(
        &self,
        pool: &Pool,
        transaction: &WriteTransaction,
        id: &str,
        others: &[&str],
        related: bool,
    ) -> Result<Object, ApiError> {
        let object = self.of.known(transaction, id)?;
        for other in others {
            self.link.set(pool, transaction, id, other, related)?;
        }
        Ok(object)
    }
}

impl Link {
    fn set(
        self,
        pool: &Pool,
        transaction: &WriteTransaction,
        from: &str,
        to: &str,
        related: bool,
    ) -> Result<(), ApiError> {
        match self {
            Self::RoleUsers => {
                let role = role(transaction, from)?;
                lookup::known(transaction, to)?;
                match related {
                    true => roles::give(pool, transaction, &role, to)?,
                    false => drop(roles::take(transaction, &role, to)?),
                }
            }
            Self::GroupUsers => {
                let group = group(transaction, from)?;
                lookup::known(transaction, to)?;
                match related {
                    true => groups::join(pool, transaction, &group, to)?,
                    false => drop(members::remove(transaction, &group.id, to)?),
                }
            }
            Self::GroupRoles => {
                let (mut group, role) = (group(transaction, from)?, role(transaction, to)?);
                group.roles.retain(|id| *id != role.id);
                if related {
                    group.roles.push(role.id);
                }
                GROUPS.put(transaction, &group.id, &group)?;
            }
            Self::RolePermissions(permissions) => {
                permissions.known(transaction, to)?;
                links::set(transaction, links::ROLE_PERMISSIONS, from, to, related)?;
            }
        }
        Ok(())
    }

    /// Returns the ids of the related objects.
    pub(in crate::api::legacy) fn of(
        self,
        transaction: &impl Read,
        from: &str,
    ) -> Result<Vec<String>, ApiError> {
        Ok(match self {
            Self::RoleUsers => users::with_role(transaction, from)?,
            Self::GroupUsers => groups::ids(transaction, &group(transaction, from)?)?,
            Self::GroupRoles => group(transaction, from)?.roles,
            Self::RolePermissions(_) => links::of(transaction, links::ROLE_PERMISSIONS, from)?,
        })
    }
}

pub(super) fn role(transaction: &impl Read, id: &str) -> Result<Role, ApiError> {
    Ok(ROLES.get(transaction, id)?.ok_or(Code::UnknownRbacRole)?)
}

pub(super) fn group(transaction: &impl Read, id: &str) -> Result<Group, ApiError> {
    Ok(GROUPS.get(transaction, id)?.ok_or(Code::UnknownGroup)?)
}
