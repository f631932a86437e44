//! Policies, and their assignments.

use redb::WriteTransaction;
use serde::{Deserialize, Serialize};
use serde_json::Value;

pub(crate) use super::resources::key;
use crate::store::error::StoreError;
use crate::store::read::Read;
use crate::store::table::Table;

/// By namespace and code.
pub(crate) const POLICIES: Table<Policy> = Table::new("policies");
/// By policy and holder.
pub(crate) const ASSIGNMENTS: Table<Assignment> = Table::new("policy_assignments");

#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Policy {
    pub(crate) namespace: String,
    pub(crate) code: String,
    pub(crate) description: Option<String>,
    pub(crate) statements: Vec<Statement>,
    pub(crate) created_at: String,
    pub(crate) updated_at: String,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Statement {
    pub(crate) resource: String,
    pub(crate) actions: Vec<String>,
    /// Whether it forbids the actions.
    pub(crate) denies: bool,
    /// As it was sent. Conditions are stored, not evaluated.
    pub(crate) condition: Option<Value>,
}

/// The kind of someone who can have permissions, with the schema's names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub(crate) enum Holder {
    User,
    /// Identified by its code.
    Role,
    /// Identified by its code.
    Group,
    /// A node of an organization.
    Org,
    /// A key of an app.
    #[serde(rename = "AK_SK")]
    AccessKey,
}

/// A policy that a holder has.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Assignment {
    pub(crate) namespace: String,
    pub(crate) code: String,
    pub(crate) holder: Holder,
    pub(crate) id: String,
    pub(crate) is_enabled: bool,
}

pub(crate) fn assignment_key(assignment: &Assignment) -> String {
    let Assignment {
        namespace,
        code,
        holder,
        id,
        ..
    } = assignment;
    format!("{}{holder:?}:{id}", key_of_policy(namespace, code))
}

/// Returns the beginning of the keys of a policy's assignments.
fn key_of_policy(namespace: &str, code: &str) -> String {
    let policy = key(namespace, code);
    format!("{}:{policy}:", policy.len())
}

/// Returns the assignments of a policy, or of all in a namespace.
pub(crate) fn assignments(
    transaction: &impl Read,
    namespace: &str,
    code: Option<&str>,
) -> Result<Vec<Assignment>, StoreError> {
    let policy = code.map(|code| key_of_policy(namespace, code));
    let mut assignments = ASSIGNMENTS.under(transaction, &policy.unwrap_or_default())?;
    assignments.retain(|assignment| assignment.namespace == namespace);
    Ok(assignments)
}

/// Deletes the policies of a namespace, and their assignments.
pub(crate) fn forget_in(transaction: &WriteTransaction, namespace: &str) -> Result<(), StoreError> {
    POLICIES.retain(transaction, |_, policy| policy.namespace != namespace)?;
    ASSIGNMENTS.retain(transaction, |_, assignment| {
        assignment.namespace != namespace
    })
}

pub(crate) fn save(transaction: &WriteTransaction, policy: &Policy) -> Result<(), StoreError> {
    POLICIES.put(transaction, &key(&policy.namespace, &policy.code), policy)
}
