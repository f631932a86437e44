//! Roles by their codes, which are unique in a namespace, and who has them: users, groups and departments.

use std::collections::BTreeSet;

use redb::WriteTransaction;

use super::{give, take};
use crate::rules::api_error::{ApiError, Code};
use crate::rules::memberships::orgs::Tree;
use crate::rules::pool::Pool;
use crate::rules::well_formed;
use crate::store::custom_data::{self, Target};
use crate::store::groups::{self, GROUPS};
use crate::store::orgs::{self, NODES};
use crate::store::roles::{self, ROLES, Role};
pub(crate) use crate::store::roles::{DEFAULT_NAMESPACE, namespace_of};
use crate::store::users::{self, User};
use crate::store::{Read, StoreError, links, members};

/// The holders of a role.
#[derive(Default)]
pub(crate) struct Holders<'a> {
    pub(crate) users: Vec<&'a str>,
    /// Their codes.
    pub(crate) groups: Vec<&'a str>,
    /// Codes or ids of nodes.
    pub(crate) nodes: Vec<&'a str>,
}

/// Returns the roles of a namespace, oldest first; of all namespaces, without one.
pub(crate) fn all(
    transaction: &impl Read,
    namespace: Option<&str>,
) -> Result<Vec<Role>, StoreError> {
    let mut roles = ROLES.all(transaction)?;
    roles.retain(|role| namespace.is_none_or(|name| namespace_of(role) == name));
    Ok(roles)
}

pub(crate) fn by_code(
    transaction: &impl Read,
    namespace: Option<&str>,
    code: &str,
) -> Result<Option<Role>, StoreError> {
    let roles = all(transaction, Some(namespace.unwrap_or(DEFAULT_NAMESPACE)))?;
    Ok(roles.into_iter().find(|role| role.name == code))
}

pub(crate) fn known(
    transaction: &impl Read,
    namespace: Option<&str>,
    code: &str,
) -> Result<Role, ApiError> {
    by_code(transaction, namespace, code)?.ok_or_else(|| {
        let namespace = namespace.unwrap_or(DEFAULT_NAMESPACE);
        Code::Internal.saying(
            format!("权限分组 `{namespace}` 内没有角色 `{code}`"),
            format!("there is no role `{code}` in the namespace `{namespace}`"),
        )
    })
}

/// Rejects a code that is empty, or that another role of the namespace has.
fn check_free(
    transaction: &impl Read,
    namespace: Option<&str>,
    code: &str,
) -> Result<(), ApiError> {
    let is_taken = by_code(transaction, namespace, code)?.is_some();
    well_formed::new_code(code, ["角色", "role"], is_taken)
}

pub(crate) fn create(
    pool: &Pool,
    namespace: Option<&str>,
    code: &str,
    description: Option<&str>,
    parent: Option<&str>,
) -> Result<Role, ApiError> {
    pool.store.write(|transaction| {
        check_free(transaction, namespace, code)?;
        let parent = parent.map(|parent| known(transaction, namespace, parent));
        let role = Role {
            id: pool.new_id(),
            name: code.to_owned(),
            namespace: namespace
                .filter(|name| *name != DEFAULT_NAMESPACE)
                .map(str::to_owned),
            parent: parent.transpose()?.map(|parent| parent.id),
            descriptions: description.map(str::to_owned),
            permissions: None,
            created_at: Some(pool.date()),
            updated_at: Some(pool.date()),
        };
        roles::save(transaction, &role)?;
        Ok(role)
    })
}

pub(crate) fn change(
    pool: &Pool,
    namespace: Option<&str>,
    code: &str,
    description: Option<&str>,
    new_code: Option<&str>,
) -> Result<Role, ApiError> {
    pool.store.write(|transaction| {
        let mut role = known(transaction, namespace, code)?;
        if let Some(description) = description {
            role.descriptions = Some(description.to_owned());
        }
        if let Some(new_code) = new_code.filter(|new| *new != code) {
            check_free(transaction, namespace, new_code)?;
            new_code.clone_into(&mut role.name);
        }
        role.updated_at = Some(pool.date());
        roles::save(transaction, &role)?;
        Ok(role)
    })
}

/// Deletes roles: all of them, or none if one of them is unknown.
pub(crate) fn delete(pool: &Pool, namespace: Option<&str>, codes: &[&str]) -> Result<(), ApiError> {
    let codes: BTreeSet<_> = codes.iter().collect();
    pool.store.write(|transaction| {
        for code in codes {
            remove(transaction, &known(transaction, namespace, code)?)?;
        }
        Ok(())
    })
}

/// Deletes a role, and takes it from all of its holders.
pub(crate) fn remove(transaction: &WriteTransaction, role: &Role) -> Result<(), StoreError> {
    for user in users::with_role(transaction, &role.id)? {
        take(transaction, role, &user)?;
    }
    for mut group in GROUPS.all(transaction)? {
        if group.roles.contains(&role.id) {
            set(&mut group.roles, role, false);
            groups::save(transaction, &group)?;
        }
    }
    for mut node in NODES.all(transaction)? {
        if node.roles.contains(&role.id) {
            set(&mut node.roles, role, false);
            orgs::save(transaction, &node)?;
        }
    }
    for mut child in ROLES.all(transaction)? {
        if child.parent.take_if(|id| *id == role.id).is_some() {
            roles::save(transaction, &child)?;
        }
    }
    custom_data::forget(transaction, Target::Role, &role.id)?;
    links::forget(transaction, links::ROLE_PERMISSIONS, &role.id)?;
    roles::delete(transaction, role)
}

/// Gives each of the roles to each of the holders, or takes them away.
pub(crate) fn assign(
    pool: &Pool,
    namespace: Option<&str>,
    codes: &[&str],
    holders: &Holders<'_>,
    give_them: bool,
) -> Result<(), ApiError> {
    pool.store.write(|transaction| {
        for code in codes {
            let role = known(transaction, namespace, code)?;
            for user in &holders.users {
                if give_them {
                    give(pool, transaction, &role, user)?;
                } else {
                    take(transaction, &role, user)?;
                }
            }
            for code in &holders.groups {
                let group = groups::by_code(transaction, code)?;
                let mut group = group.ok_or_else(|| no_holder("分组", "group", code))?;
                set(&mut group.roles, &role, give_them);
                groups::save(transaction, &group)?;
            }
            for code in &holders.nodes {
                for mut node in nodes(transaction, code)? {
                    set(&mut node.roles, &role, give_them);
                    orgs::save(transaction, &node)?;
                }
            }
        }
        Ok(())
    })
}

fn set(roles: &mut Vec<String>, role: &Role, given: bool) {
    roles.retain(|id| *id != role.id);
    if given {
        roles.push(role.id.clone());
    }
}

/// Returns the node with this id, or those with this code: a code is unique in an organization only.
fn nodes(transaction: &WriteTransaction, code: &str) -> Result<Vec<orgs::Node>, ApiError> {
    if let Some(node) = NODES.get(transaction, code)? {
        return Ok(vec![node]);
    }
    let mut nodes = NODES.all(transaction)?;
    nodes.retain(|node| node.code.as_deref() == Some(code));
    if nodes.is_empty() {
        return Err(no_holder("节点", "node", code));
    }
    Ok(nodes)
}

fn no_holder(chinese: &str, english: &str, code: &str) -> ApiError {
    Code::Internal.saying(
        format!("{chinese} `{code}` 不存在"),
        format!("there is no {english} `{code}`"),
    )
}

/// Returns the roles that a user has: given to the user, to a group, or to a department or one above it.
pub(crate) fn of_user(transaction: &impl Read, user: &User) -> Result<Vec<Role>, StoreError> {
    let mut ids: BTreeSet<String> = user.roles.iter().map(|role| role.role.clone()).collect();
    for member in members::of_user(transaction, &user.id)? {
        if let Some(group) = GROUPS.get(transaction, &member.of)? {
            ids.extend(group.roles);
        } else if let Some(node) = NODES.get(transaction, &member.of)? {
            ids.extend(of_node(transaction, &node)?);
        }
    }
    by_ids(transaction, ids)
}

/// Returns the ids of the roles of a node: its own, and those of the nodes above it.
pub(crate) fn of_node(
    transaction: &impl Read,
    node: &orgs::Node,
) -> Result<BTreeSet<String>, StoreError> {
    let tree = Tree::of(transaction, &node.org)?;
    let path = tree.path(&node.id);
    Ok(path.iter().flat_map(|node| node.roles.clone()).collect())
}

pub(crate) fn by_ids(
    transaction: &impl Read,
    ids: impl IntoIterator<Item = String>,
) -> Result<Vec<Role>, StoreError> {
    let mut roles = Vec::new();
    for id in ids {
        roles.extend(ROLES.get(transaction, &id)?);
    }
    Ok(roles)
}
