//! Organizations: trees of groups. Those of the v2 API are trees of departments, which are no groups.

use std::collections::HashSet;

use redb::{ReadTransaction, WriteTransaction};
use serde_json::{Value, json};

use super::group_metadata;
use super::rbac::kinds::GROUPS;
use super::users_page;
use crate::api::legacy::input;
use crate::api::legacy::objects::act::Act::{Delete, Get, List, Update};
use crate::api::legacy::objects::act::Reply;
use crate::api::legacy::objects::relations::Link;
use crate::api::legacy::objects::shape::Shape;
use crate::api::legacy::objects::{Kind, Object, text};
use crate::api::legacy::user_object::seen_by_all;
use crate::engine::call::{Args, Call, HandlerResult};
use crate::rules::api_error::{ApiError, Code};
use crate::rules::pool::Pool;
use crate::rules::users::lookup;
use crate::store::Read;

const ORGS: Kind = Kind::new("legacyOrgs", "组织机构", "organization")
    // The official SDK's tests expect the same code as for a group.
    .unknown(Code::UnknownGroup)
    .show(show);

rows! { ROWS Always;
    Query org Any Get(&ORGS, "_id");
    Query orgs Any List(&ORGS, Shape::Whole);
    Query orgRootNode Any root_node;
    Query orgChildrenNodes Any children;
    Query isRootNodeOfOrg Any is_root;
    Query searchOrgNodes Any search_nodes;
    Query orgNodeUserList Any users;
    Query searchOrgNodeUser Any search_users;
    Mutation createOrg Owner create;
    Mutation addOrgNode Owner add_node;
    Mutation removeOrgNode Owner remove_node;
    Mutation deleteOrg Owner Delete(&ORGS, "_id", Reply::Message);
}

rows! { REST OnRequest;
    Mutation updateOrg Owner Update(&ORGS, "orgId");
}

/// The groups of an organization, each with the one above it. The root is the first.
struct Tree(Vec<(String, Option<String>)>);

impl Tree {
    /// Reads the tree of an organization. A group that has been deleted is no node, nor are those below it.
    fn of(transaction: &impl Read, org: &Object) -> Result<Self, ApiError> {
        let nodes = org.get("tree").cloned().unwrap_or_default();
        let nodes: Vec<(String, Option<String>)> =
            serde_json::from_value(nodes).unwrap_or_default();
        let mut tree = Self(Vec::new());
        for (node, parent) in nodes {
            let parent_is_left = parent.as_ref().is_none_or(|id| !tree.path(id).is_empty());
            if parent_is_left && GROUPS.get(transaction, &node)?.is_some() {
                tree.0.push((node, parent));
            }
        }
        Ok(tree)
    }

    fn put_into(&self, org: &mut Object) {
        org.insert("tree".to_owned(), json!(self.0));
    }

    fn root(&self) -> &str {
        self.0.first().map_or("", |(root, _)| root)
    }

    /// Returns the ids from a node to the root, or nothing for another group.
    fn path<'a>(&'a self, id: &str) -> Vec<&'a str> {
        let mut path = Vec::new();
        let mut next = self.0.iter().find(|(node, _)| node == id);
        while let Some((node, parent)) = next {
            path.push(node.as_str());
            next = self
                .0
                .iter()
                .find(|(node, _)| Some(node) == parent.as_ref());
        }
        path
    }

    fn known<'a>(&'a self, id: &str) -> Result<&'a str, ApiError> {
        let path = self.path(id);
        let node = path.first().copied();
        node.ok_or_else(|| {
            Code::UnknownGroup.saying("组织机构没有此节点", "the organization has no such node")
        })
    }

    /// Returns a node and those below it.
    fn below(&self, id: &str) -> Vec<&str> {
        let nodes = self.0.iter().map(|(node, _)| node.as_str());
        nodes.filter(|node| self.path(node).contains(&id)).collect()
    }

    fn children<'a>(&'a self, id: &str) -> impl Iterator<Item = &'a str> {
        let nodes = self.0.iter();
        nodes
            .filter(move |(_, parent)| parent.as_deref() == Some(id))
            .map(|(node, _)| node.as_str())
    }
}

fn show(_: &Pool, read: &ReadTransaction, org: &mut Object) -> Result<(), ApiError> {
    let tree = Tree::of(read, org)?;
    let mut nodes = Vec::new();
    for (id, parent) in &tree.0 {
        let mut node = GROUPS.known(read, id)?;
        let depth = tree.path(id).len().saturating_sub(1);
        node.insert("children".to_owned(), tree.children(id).collect());
        node.insert("root".to_owned(), parent.is_none().into());
        node.insert("depth".to_owned(), depth.into());
        nodes.push(Value::Object(node));
    }
    org.insert("nodes".to_owned(), nodes.into());
    Ok(())
}

/// Returns the ids of the groups that belong to an organization.
pub(super) fn all_nodes(transaction: &impl Read) -> Result<HashSet<String>, ApiError> {
    let mut nodes = HashSet::new();
    for org in ORGS.all(transaction)? {
        let tree = Tree::of(transaction, &org)?.0.into_iter();
        nodes.extend(tree.map(|(node, _)| node));
    }
    Ok(nodes)
}

fn given<'a>(call: &Call<'a>, name: &str) -> &'a str {
    input(call).text(name).unwrap_or_default()
}

fn create(call: &Call<'_>) -> HandlerResult {
    let (pool, root) = (call.pool, given(call, "rootGroupId"));
    pool.check_id(Some(given(call, "userPoolId")))?;
    let logo = input(call).text("logo");
    let org = pool.store.write(|transaction| {
        GROUPS.known(transaction, root)?;
        let mut org = Object::from_iter([("logo".to_owned(), logo.into())]);
        Tree(vec![(root.to_owned(), None)]).put_into(&mut org);
        ORGS.create(pool, transaction, org)
    })?;
    ORGS.shown(pool, &pool.store.read()?, org)
}

fn change(
    call: &Call<'_>,
    change: impl FnOnce(&WriteTransaction, &mut Tree) -> Result<(), ApiError>,
) -> HandlerResult {
    let (pool, id) = (call.pool, given(call, "orgId"));
    let org = pool.store.write(|transaction| {
        let mut org = ORGS.known(transaction, id)?;
        let mut tree = Tree::of(transaction, &org)?;
        change(transaction, &mut tree)?;
        tree.put_into(&mut org);
        ORGS.change(pool, transaction, id, org)
    })?;
    ORGS.shown(pool, &pool.store.read()?, org)
}

fn add_node(call: &Call<'_>) -> HandlerResult {
    let (group, parent) = (given(call, "groupId"), given(call, "parentGroupId"));
    change(call, |transaction, tree| {
        GROUPS.known(transaction, group)?;
        let parent = tree.known(parent)?.to_owned();
        if !tree.path(group).is_empty() {
            return Err(Code::Internal.saying(
                "分组已是组织机构的节点",
                "the group is a node of the organization already",
            ));
        }
        tree.0.push((group.to_owned(), Some(parent)));
        Ok(())
    })
}

/// Removes a node with those below it. The groups stay.
fn remove_node(call: &Call<'_>) -> HandlerResult {
    let group = given(call, "groupId");
    change(call, |_, tree| {
        if tree.known(group)? == tree.root() {
            return Err(Code::Internal.saying(
                "不能删除根节点，请使用 `deleteOrg`",
                "the root can't be removed: use `deleteOrg`",
            ));
        }
        let gone: Vec<_> = tree.below(group).into_iter().map(str::to_owned).collect();
        tree.0.retain(|(node, _)| !gone.contains(node));
        Ok(())
    })
}

/// Returns the tree of the organization that the argument names.
fn tree(call: &Call<'_>, read: &ReadTransaction, id: &str) -> Result<Tree, ApiError> {
    Tree::of(read, &ORGS.known(read, given(call, id))?)
}

fn root_node(call: &Call<'_>) -> HandlerResult {
    let read = call.pool.store.read()?;
    let tree = tree(call, &read, "_id")?;
    let root = GROUPS.known(&read, tree.root())?;
    GROUPS.shown(call.pool, &read, root)
}

/// Lists the children of a node.
fn children(call: &Call<'_>) -> HandlerResult {
    let read = call.pool.store.read()?;
    let tree = tree(call, &read, "orgId")?;
    let node = tree.known(given(call, "groupId"))?;
    let depth = tree.path(node).len();
    let children = tree.children(node).map(|child| {
        let group = GROUPS.known(&read, child)?;
        let group = GROUPS.shown(call.pool, &read, group)?;
        Ok(json!({"group": group, "depth": depth}))
    });
    children.collect()
}

fn is_root(call: &Call<'_>) -> HandlerResult {
    let read = call.pool.store.read()?;
    let tree = tree(call, &read, "orgId")?;
    Ok((tree.root() == given(call, "groupId")).into())
}

/// Lists the nodes whose name contains a text, and whose metadata has all of the pairs.
fn search_nodes(call: &Call<'_>) -> HandlerResult {
    let read = call.pool.store.read()?;
    let tree = tree(call, &read, "orgId")?;
    let pairs: Vec<Args<'_>> = call.args.objects("metadata");
    let matching = group_metadata::matching(&read, &pairs)?;
    let name = call.args.text("name").unwrap_or_default();
    let mut found = Vec::new();
    for (node, _) in &tree.0 {
        let group = GROUPS.known(&read, node)?;
        if text(&group, "name").contains(name) && matching.contains(node) {
            found.push(group);
        }
    }
    Shape::Plain.list(call.pool, call.args, &read, &GROUPS, found)
}

/// Returns the ids of the users in a node, and of those below it if asked, each once, oldest first.
fn ids(call: &Call<'_>, read: &ReadTransaction) -> Result<Vec<String>, ApiError> {
    let tree = tree(call, read, "orgId")?;
    let node = tree.known(given(call, "nodeId"))?;
    let nodes = match call.args.flag("includeChildrenNodes") {
        true => tree.below(node),
        false => vec![node],
    };
    let mut ids = Vec::new();
    for node in nodes {
        ids.extend(Link::GroupUsers.of(read, node)?);
    }
    ids.sort();
    ids.dedup();
    Ok(ids)
}

fn users(call: &Call<'_>) -> HandlerResult {
    let read = call.pool.store.read()?;
    let ids = ids(call, &read)?;
    users_page(call.pool, call.args, &read, ids)
}

/// Lists the users in a node whose email, username, phone or nickname contains a text.
fn search_users(call: &Call<'_>) -> HandlerResult {
    let read = call.pool.store.read()?;
    let ids = ids(call, &read)?;
    let fields = ["email", "username", "phone", "nickname"];
    let mut found = lookup::search(&read, &fields, given(call, "query"))?;
    found.retain(|user| ids.contains(&user.id));
    Shape::Whole.of(call.args, found, |user| {
        seen_by_all(call.pool, &read, &user)
    })
}
