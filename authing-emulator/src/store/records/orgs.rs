//! Organizations, and their departments, which the schema calls nodes.

use redb::WriteTransaction;
use serde::{Deserialize, Serialize};

use crate::store::error::StoreError;
use crate::store::read::Read;
use crate::store::table::Table;

/// By id: oldest first.
pub(crate) const ORGS: Table<Org> = Table::new("orgs");
/// By id: oldest first.
pub(crate) const NODES: Table<Node> = Table::new("org_nodes");

#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Org {
    pub(crate) id: String,
    /// The id of the root node.
    pub(crate) root: String,
    pub(crate) tenant_id: Option<String>,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Node {
    pub(crate) id: String,
    pub(crate) org: String,
    /// `None` for the root.
    pub(crate) parent: Option<String>,
    pub(crate) name: String,
    pub(crate) name_i18n: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) description_i18n: Option<String>,
    pub(crate) order: Option<i64>,
    /// Unique in the organization.
    pub(crate) code: Option<String>,
    /// The ids of the roles that the members of this node and of those below it have.
    pub(crate) roles: Vec<String>,
    pub(crate) created_at: String,
    pub(crate) updated_at: String,
}

pub(crate) fn save(transaction: &WriteTransaction, node: &Node) -> Result<(), StoreError> {
    NODES.put(transaction, &node.id, node)
}

/// Returns the nodes of an organization, oldest first.
pub(crate) fn nodes(transaction: &impl Read, org: &str) -> Result<Vec<Node>, StoreError> {
    let mut nodes = NODES.all(transaction)?;
    nodes.retain(|node| node.org == org);
    Ok(nodes)
}
