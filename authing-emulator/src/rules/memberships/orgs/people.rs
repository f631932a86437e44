//! The members of departments.

use redb::WriteTransaction;

use super::{Tree, known_node};
use crate::rules::api_error::{ApiError, Code};
use crate::rules::pool::Pool;
use crate::rules::users::lookup;
use crate::store::Read;
use crate::store::members::{self, Member};
use crate::store::orgs::{self, NODES, Node};

/// The ways to name a node.
pub(crate) struct Named<'a> {
    pub(crate) id: Option<&'a str>,
    pub(crate) org: Option<&'a str>,
    pub(crate) code: Option<&'a str>,
}

/// Returns the node with the id, or else with the code in the organization.
fn named(transaction: &impl Read, named: &Named<'_>) -> Result<Node, ApiError> {
    match (named.id, named.org, named.code) {
        (Some(id), _, _) => known_node(transaction, id),
        (None, Some(org), Some(code)) => {
            let nodes = orgs::nodes(transaction, org)?;
            let node = nodes
                .into_iter()
                .find(|node| node.code.as_deref() == Some(code));
            node.ok_or_else(|| Code::Internal.saying("节点不存在", "there is no such node"))
        }
        _ => Err(Code::ParameterMissing.saying(
            "需要 `nodeId`，或 `orgId` 和 `nodeCode`",
            "`nodeId` is required, or `orgId` with `nodeCode`",
        )),
    }
}

/// Adds users to a department, and returns it. A user's first department is the main one.
pub(crate) fn add(
    pool: &Pool,
    node: &Named<'_>,
    users: &[&str],
    is_leader: bool,
) -> Result<Node, ApiError> {
    pool.store.write(|transaction| {
        let node = named(transaction, node)?;
        for user in users {
            join(pool, transaction, &node, user, is_leader)?;
        }
        Ok(node)
    })
}

fn join(
    pool: &Pool,
    transaction: &WriteTransaction,
    node: &Node,
    user: &str,
    is_leader: bool,
) -> Result<(), ApiError> {
    let user = lookup::known(transaction, user)?;
    let before = members::get(transaction, &node.id, &user.id)?;
    let is_first = departments(transaction, &user.id)?.is_empty();
    let member = Member {
        of: node.id.clone(),
        user: user.id,
        joined_at: before
            .as_ref()
            .map_or_else(|| pool.date(), |before| before.joined_at.clone()),
        is_leader,
        is_main: before.map_or(is_first, |before| before.is_main),
    };
    Ok(members::save(transaction, &member)?)
}

/// Removes users from a department, and returns it. Users who are no members are ignored.
pub(crate) fn remove(pool: &Pool, node: &Named<'_>, users: &[&str]) -> Result<Node, ApiError> {
    pool.store.write(|transaction| {
        let node = named(transaction, node)?;
        for user in users {
            members::remove(transaction, &node.id, user)?;
        }
        Ok(node)
    })
}

/// Moves users from one department to another. A member of both stays what it is in the other one.
pub(crate) fn transfer(pool: &Pool, users: &[&str], from: &str, to: &str) -> Result<(), ApiError> {
    pool.store.write(|transaction| {
        let (from, to) = (known_node(transaction, from)?, known_node(transaction, to)?);
        for user in users {
            let before = members::remove(transaction, &from.id, user)?;
            let Some(before) = before else {
                return Err(Code::UnknownUser
                    .saying("有用户不在原节点", "a user is no member of the source node"));
            };
            let member = match members::get(transaction, &to.id, user)? {
                Some(there) => Member {
                    is_main: there.is_main || before.is_main,
                    ..there
                },
                None => Member {
                    of: to.id.clone(),
                    ..before
                },
            };
            members::save(transaction, &member)?;
        }
        Ok(())
    })
}

/// Sets the user's main department, which must be one of the user's; without one, the user has none.
pub(crate) fn set_main(pool: &Pool, user: &str, node: Option<&str>) -> Result<(), ApiError> {
    pool.store.write(|transaction| {
        let user = lookup::known(transaction, user)?;
        let departments = departments(transaction, &user.id)?;
        if node.is_some_and(|node| departments.iter().all(|(_, member)| member.of != node)) {
            return Err(
                Code::Internal.saying("用户不在此部门", "the user is no member of this department")
            );
        }
        for (_, mut member) in departments {
            member.is_main = node == Some(&member.of);
            members::save(transaction, &member)?;
        }
        Ok(())
    })
}

/// Returns the departments of a user, oldest first.
pub(crate) fn departments(
    transaction: &impl Read,
    user: &str,
) -> Result<Vec<(Node, Member)>, ApiError> {
    let mut departments = Vec::new();
    for member in members::of_user(transaction, user)? {
        let node = NODES.get(transaction, &member.of)?;
        departments.extend(node.map(|node| (node, member)));
    }
    Ok(departments)
}

/// Returns the ids of a department's members, and of those below it if asked, each once, oldest first.
pub(crate) fn ids(
    transaction: &impl Read,
    node: &Node,
    with_children: bool,
) -> Result<Vec<String>, ApiError> {
    let tree = Tree::of(transaction, &node.org)?;
    let nodes = match with_children {
        true => tree.below(&node.id),
        false => vec![node],
    };
    let mut ids = Vec::new();
    for node in nodes {
        let members = members::of(transaction, &node.id)?;
        ids.extend(members.into_iter().map(|member| member.user));
    }
    ids.sort();
    ids.dedup();
    Ok(ids)
}
