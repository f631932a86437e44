//! Organizations, and their departments, which the schema calls nodes.

pub(super) mod people;

use serde_json::{Value, json};

use super::input::required;
use super::output::{done, page, sort};
use crate::api::set;
use crate::clock::js_date::iso_date;
use crate::engine::call::{Call, HandlerResult};
use crate::rules::api_error::ApiError;
use crate::rules::memberships::orgs::{self as rules, NewNode, Tree};
use crate::rules::pool::Pool;
use crate::store::Read;
use crate::store::orgs::{self, NODES, Node, ORGS, Org};

pub(super) fn node_object(read: &impl Read, node: &Node) -> Result<Value, ApiError> {
    Ok(node_in(&Tree::of(read, &node.org)?, node))
}

fn node_in(tree: &Tree, node: &Node) -> Value {
    let path = tree.path(&node.id);
    let ids: Vec<_> = path.iter().map(|node| &node.id).collect();
    let codes: Vec<_> = path.iter().map(|node| &node.code).collect();
    let names: Vec<_> = path.iter().map(|node| &node.name).collect();
    let children: Vec<_> = tree.children(&node.id).map(|child| &child.id).collect();
    json!({
        "id": node.id,
        "orgId": node.org,
        "name": node.name,
        "nameI18n": node.name_i18n,
        "description": node.description,
        "descriptionI18n": node.description_i18n,
        "order": node.order,
        "code": node.code,
        "root": node.parent.is_none(),
        // The root has the depth zero.
        "depth": path.len().saturating_sub(1),
        "path": ids,
        "codePath": codes,
        "namePath": names,
        "children": children,
        "createdAt": iso_date(&node.created_at),
        "updatedAt": iso_date(&node.updated_at),
        "isVirtualNode": false,
    })
}

/// Returns the departments of a user, each as the nodes from the root to it.
pub(super) fn paths_of(pool: &Pool, user: &str) -> HandlerResult {
    let read = pool.store.read()?;
    let mut paths = Vec::new();
    for (node, _) in rules::people::departments(&read, user)? {
        let tree = Tree::of(&read, &node.org)?;
        let path = tree.path(&node.id).into_iter();
        paths.push(path.map(|node| node_in(&tree, node)).collect::<Vec<_>>());
    }
    Ok(json!(paths))
}

/// Returns an organization as its root, whose `children` are nodes with their own.
pub(super) fn tree_object(read: &impl Read, org: &Org) -> Result<Value, ApiError> {
    let tree = Tree::of(read, &org.id)?;
    let root = rules::known_node(read, &org.root)?;
    Ok(with_children(&tree, &root))
}

fn with_children(tree: &Tree, node: &Node) -> Value {
    let mut object = node_in(tree, node);
    let children = tree.children(&node.id);
    let children: Value = children.map(|child| with_children(tree, child)).collect();
    set(&mut object, "children", children);
    object
}

pub(super) fn org_object(read: &impl Read, org: &Org) -> Result<Value, ApiError> {
    let tree = Tree::of(read, &org.id)?;
    let nodes = tree.nodes().iter().map(|node| node_in(&tree, node));
    let root = tree.path(&org.root);
    Ok(json!({
        "id": org.id,
        "tenantId": org.tenant_id,
        "rootNode": root.first().map(|root| node_in(&tree, root)),
        "nodes": nodes.collect::<Vec<_>>(),
    }))
}

fn node_objects<'a>(read: &impl Read, nodes: impl IntoIterator<Item = &'a Node>) -> HandlerResult {
    let nodes = nodes.into_iter().map(|node| node_object(read, node));
    Ok(nodes.collect::<Result<Vec<_>, _>>()?.into())
}

pub(super) fn org(call: &Call<'_>) -> HandlerResult {
    let read = call.pool.store.read()?;
    org_object(&read, &rules::known(&read, required(call.args, "id"))?)
}

pub(super) fn orgs(call: &Call<'_>) -> HandlerResult {
    let read = call.pool.store.read()?;
    let mut orgs = ORGS.all(&read)?;
    sort(call.args, &mut orgs, |_| None);
    page(call.args, orgs, |org| org_object(&read, &org))
}

pub(super) fn node_by_id(call: &Call<'_>) -> HandlerResult {
    let read = call.pool.store.read()?;
    match NODES.get(&read, required(call.args, "id"))? {
        Some(node) => node_object(&read, &node),
        None => Ok(Value::Null),
    }
}

pub(super) fn node_by_code(call: &Call<'_>) -> HandlerResult {
    let read = call.pool.store.read()?;
    let code = required(call.args, "code");
    let nodes = orgs::nodes(&read, required(call.args, "orgId"))?;
    match nodes.iter().find(|node| node.code.as_deref() == Some(code)) {
        Some(node) => node_object(&read, node),
        None => Ok(Value::Null),
    }
}

pub(super) fn children_nodes(call: &Call<'_>) -> HandlerResult {
    let read = call.pool.store.read()?;
    let node = rules::known_node(&read, required(call.args, "nodeId"))?;
    let tree = Tree::of(&read, &node.org)?;
    Ok(tree
        .children(&node.id)
        .map(|child| node_in(&tree, child))
        .collect())
}

pub(super) fn root_node(call: &Call<'_>) -> HandlerResult {
    let read = call.pool.store.read()?;
    let org = rules::known(&read, required(call.args, "orgId"))?;
    node_object(&read, &rules::known_node(&read, &org.root)?)
}

pub(super) fn is_root_node(call: &Call<'_>) -> HandlerResult {
    let read = call.pool.store.read()?;
    let org = rules::known(&read, required(call.args, "orgId"))?;
    Ok((org.root == required(call.args, "nodeId")).into())
}

/// Returns the nodes whose name or code contains the text, ignoring case.
pub(super) fn search_nodes(call: &Call<'_>) -> HandlerResult {
    let read = call.pool.store.read()?;
    let text = required(call.args, "keyword").to_lowercase();
    let contains = |found: &String| found.to_lowercase().contains(&text);
    let mut nodes = NODES.all(&read)?;
    nodes.retain(|node| contains(&node.name) || node.code.as_ref().is_some_and(contains));
    node_objects(&read, &nodes)
}

fn new_node<'a>(call: &Call<'a>) -> NewNode<'a> {
    let args = call.args;
    NewNode {
        name: required(args, "name"),
        code: args.text("code"),
        description: args.text("description"),
        name_i18n: args.text("nameI18n"),
        description_i18n: args.text("descriptionI18n"),
        order: args.int("order"),
    }
}

pub(super) fn create_org(call: &Call<'_>) -> HandlerResult {
    let org = rules::create(call.pool, &new_node(call), call.args.text("tenantId"))?;
    org_object(&call.pool.store.read()?, &org)
}

pub(super) fn delete_org(call: &Call<'_>) -> HandlerResult {
    rules::delete(call.pool, required(call.args, "id"))?;
    Ok(done("deleted"))
}

fn added(call: &Call<'_>) -> Result<Node, ApiError> {
    let (org, parent) = (required(call.args, "orgId"), call.args.text("parentNodeId"));
    rules::add_node(call.pool, org, parent, &new_node(call))
}

/// Adds a node, and returns the whole organization.
pub(super) fn add_node(call: &Call<'_>) -> HandlerResult {
    let node = added(call)?;
    let read = call.pool.store.read()?;
    org_object(&read, &rules::known(&read, &node.org)?)
}

pub(super) fn add_node_v2(call: &Call<'_>) -> HandlerResult {
    let node = added(call)?;
    node_object(&call.pool.store.read()?, &node)
}

pub(super) fn update_node(call: &Call<'_>) -> HandlerResult {
    let args = call.args;
    let id = required(args, "id");
    let node = rules::change_node(call.pool, id, args.text("code"), |node| {
        if let Some(name) = args.text("name") {
            name.clone_into(&mut node.name);
        }
        if let Some(description) = args.owned_text("description") {
            node.description = Some(description);
        }
    })?;
    node_object(&call.pool.store.read()?, &node)
}

pub(super) fn delete_node(call: &Call<'_>) -> HandlerResult {
    let (org, node) = (required(call.args, "orgId"), required(call.args, "nodeId"));
    rules::delete_node(call.pool, org, node)?;
    Ok(done("deleted"))
}

pub(super) fn move_node(call: &Call<'_>) -> HandlerResult {
    let text = |name| required(call.args, name);
    let (org, node) = (text("orgId"), text("nodeId"));
    let org = rules::move_node(call.pool, org, node, text("targetParentId"))?;
    org_object(&call.pool.store.read()?, &org)
}
