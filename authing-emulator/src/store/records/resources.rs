//! Resources, and the namespaces in which they, roles and policies are.

use serde::{Deserialize, Serialize};

use super::fields::is_default;
use crate::store::table::Table;

/// By namespace and code.
pub(crate) const RESOURCES: Table<Resource> = Table::new("resources");
/// By code.
pub(crate) const NAMESPACES: Table<Namespace> = Table::new("namespaces");

#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Resource {
    pub(crate) id: String,
    pub(crate) namespace: String,
    pub(crate) code: String,
    /// `DATA`, `API`, `MENU`, `UI`, `BUTTON`.
    #[serde(rename = "type")]
    pub(crate) kind: String,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) description: Option<String>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) api_identifier: Option<String>,
    pub(crate) actions: Vec<Action>,
    pub(crate) created_at: String,
    pub(crate) updated_at: String,
}

/// An action that a resource knows.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Action {
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) description: Option<String>,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Namespace {
    /// Unique in the pool.
    pub(crate) id: u32,
    pub(crate) code: String,
    pub(crate) name: String,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) description: Option<String>,
}

/// Returns the key of what has a code in a namespace. The length prevents ambiguity if a part contains colons.
pub(crate) fn key(namespace: &str, code: &str) -> String {
    format!("{}:{namespace}:{code}", namespace.len())
}
