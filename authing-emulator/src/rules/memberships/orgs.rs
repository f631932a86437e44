//! Organizations: trees of departments, which the schema calls nodes.

pub(crate) mod people;

use crate::rules::api_error::{ApiError, Code};
use crate::rules::memberships::tenants;
use crate::rules::pool::Pool;
use crate::store::custom_data::{self, Target};
use crate::store::orgs::{self, NODES, Node, ORGS, Org};
use crate::store::policies::Holder;
use crate::store::{Read, StoreError, access, members};

/// The nodes of an organization.
pub(crate) struct Tree(Vec<Node>);

impl Tree {
    pub(crate) fn of(transaction: &impl Read, org: &str) -> Result<Self, StoreError> {
        Ok(Self(orgs::nodes(transaction, org)?))
    }

    pub(crate) fn nodes(&self) -> &[Node] {
        &self.0
    }

    fn node(&self, id: &str) -> Option<&Node> {
        self.0.iter().find(|node| node.id == id)
    }

    /// Returns the nodes from the root to a node.
    pub(crate) fn path(&self, id: &str) -> Vec<&Node> {
        let mut path = Vec::new();
        let mut next = self.node(id);
        while let Some(node) = next {
            path.insert(0, node);
            next = node.parent.as_deref().and_then(|parent| self.node(parent));
        }
        path
    }

    pub(crate) fn children(&self, id: &str) -> impl Iterator<Item = &Node> {
        let children = self.0.iter();
        children.filter(move |node| node.parent.as_deref() == Some(id))
    }

    /// Returns a node and all nodes below it.
    pub(crate) fn below(&self, id: &str) -> Vec<&Node> {
        let nodes = self.0.iter();
        nodes
            .filter(|node| self.path(&node.id).iter().any(|above| above.id == id))
            .collect()
    }
}

/// A new node.
#[derive(Default)]
pub(crate) struct NewNode<'a> {
    pub(crate) name: &'a str,
    pub(crate) code: Option<&'a str>,
    pub(crate) description: Option<&'a str>,
    pub(crate) name_i18n: Option<&'a str>,
    pub(crate) description_i18n: Option<&'a str>,
    pub(crate) order: Option<i64>,
}

pub(crate) fn known(transaction: &impl Read, id: &str) -> Result<Org, ApiError> {
    let org = ORGS.get(transaction, id)?;
    org.ok_or_else(|| Code::Internal.saying("组织机构不存在", "there is no such organization"))
}

pub(crate) fn known_node(transaction: &impl Read, id: &str) -> Result<Node, ApiError> {
    let node = NODES.get(transaction, id)?;
    node.ok_or_else(|| Code::Internal.saying("节点不存在", "there is no such node"))
}

/// The same for a node of this organization.
fn node_in(transaction: &impl Read, org: &str, id: &str) -> Result<Node, ApiError> {
    let node = known_node(transaction, id)?;
    if node.org != org {
        return Err(Code::Internal.saying(
            "节点属于其他组织机构",
            "the node belongs to another organization",
        ));
    }
    Ok(node)
}

/// Creates an organization with its root.
pub(crate) fn create(
    pool: &Pool,
    root: &NewNode<'_>,
    tenant_id: Option<&str>,
) -> Result<Org, ApiError> {
    let org = Org {
        id: pool.new_id(),
        root: pool.new_id(),
        tenant_id: tenant_id.map(str::to_owned),
    };
    let node = new_node(pool, &org, None, org.root.clone(), root);
    pool.store.write(|transaction| {
        if let Some(id) = &org.tenant_id {
            tenants::known(transaction, id)?;
        }
        orgs::save(transaction, &node)?;
        ORGS.put(transaction, &org.id, &org)?;
        Ok(org)
    })
}

/// Deletes an organization with all of its nodes.
pub(crate) fn delete(pool: &Pool, id: &str) -> Result<(), ApiError> {
    pool.store.write(|transaction| {
        let org = known(transaction, id)?;
        for node in orgs::nodes(transaction, &org.id)? {
            remove(transaction, &node)?;
        }
        custom_data::forget(transaction, Target::Org, &org.id)?;
        Ok(ORGS.delete(transaction, &org.id)?)
    })
}

fn remove(transaction: &redb::WriteTransaction, node: &Node) -> Result<(), ApiError> {
    members::dissolve(transaction, &node.id)?;
    access::forget(transaction, Holder::Org, &node.id)?;
    custom_data::forget(transaction, Target::Node, &node.id)?;
    Ok(NODES.delete(transaction, &node.id)?)
}

/// Adds a node below another, or else below the root.
pub(crate) fn add_node(
    pool: &Pool,
    org: &str,
    parent: Option<&str>,
    new: &NewNode<'_>,
) -> Result<Node, ApiError> {
    pool.store.write(|transaction| {
        let org = known(transaction, org)?;
        let parent = node_in(transaction, &org.id, parent.unwrap_or(&org.root))?;
        check_code(transaction, &org.id, new.code)?;
        let node = new_node(pool, &org, Some(parent.id), pool.new_id(), new);
        orgs::save(transaction, &node)?;
        Ok(node)
    })
}

fn new_node(pool: &Pool, org: &Org, parent: Option<String>, id: String, new: &NewNode<'_>) -> Node {
    let owned = |text: Option<&str>| text.map(str::to_owned);
    Node {
        id,
        org: org.id.clone(),
        parent,
        name: new.name.to_owned(),
        name_i18n: owned(new.name_i18n),
        description: owned(new.description),
        description_i18n: owned(new.description_i18n),
        order: new.order,
        code: owned(new.code),
        roles: Vec::new(),
        created_at: pool.date(),
        updated_at: pool.date(),
    }
}

/// Rejects a code that another node of the organization has. The service's own code for it is not known.
fn check_code(transaction: &impl Read, org: &str, code: Option<&str>) -> Result<(), ApiError> {
    let nodes = orgs::nodes(transaction, org)?;
    match code.filter(|code| nodes.iter().any(|node| node.code.as_deref() == Some(code))) {
        Some(code) => Err(Code::Internal.saying(
            format!("节点 `{code}` 已存在"),
            format!("there is a node `{code}` already"),
        )),
        None => Ok(()),
    }
}

pub(crate) fn change_node(
    pool: &Pool,
    id: &str,
    code: Option<&str>,
    change: impl FnOnce(&mut Node),
) -> Result<Node, ApiError> {
    pool.store.write(|transaction| {
        let mut node = known_node(transaction, id)?;
        if code.is_some() && node.code.as_deref() != code {
            check_code(transaction, &node.org, code)?;
            node.code = code.map(str::to_owned);
        }
        change(&mut node);
        node.updated_at = pool.date();
        orgs::save(transaction, &node)?;
        Ok(node)
    })
}

/// Deletes a node with all nodes below it. The root can't be deleted.
pub(crate) fn delete_node(pool: &Pool, org: &str, id: &str) -> Result<(), ApiError> {
    pool.store.write(|transaction| {
        let org = known(transaction, org)?;
        let node = node_in(transaction, &org.id, id)?;
        if node.id == org.root {
            return Err(Code::Internal.saying(
                "不能删除根节点，请使用 `deleteOrg`",
                "the root can't be deleted: use `deleteOrg`",
            ));
        }
        for node in Tree::of(transaction, &org.id)?.below(&node.id) {
            remove(transaction, node)?;
        }
        Ok(())
    })
}

/// Moves a node, with all nodes below it, below another one.
pub(crate) fn move_node(pool: &Pool, org: &str, id: &str, parent: &str) -> Result<Org, ApiError> {
    pool.store.write(|transaction| {
        let org = known(transaction, org)?;
        let mut node = node_in(transaction, &org.id, id)?;
        let parent = node_in(transaction, &org.id, parent)?;
        if node.id == org.root {
            return Err(Code::Internal.saying("不能移动根节点", "the root can't be moved"));
        }
        let tree = Tree::of(transaction, &org.id)?;
        if tree
            .below(&node.id)
            .iter()
            .any(|below| below.id == parent.id)
        {
            return Err(Code::Internal.saying(
                "不能把节点移动到自身之下",
                "a node can't be moved below itself",
            ));
        }
        node.parent = Some(parent.id);
        node.updated_at = pool.date();
        orgs::save(transaction, &node)?;
        Ok(org)
    })
}
