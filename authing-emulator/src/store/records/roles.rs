//! Roles. Their members are in the users' records.

use redb::WriteTransaction;
use serde::{Deserialize, Serialize};

use super::access;
use super::fields::{id, is_default};
use super::policies::Holder;
use crate::store::error::StoreError;
use crate::store::table::Table;

/// The namespace of a role that names none.
pub(crate) const DEFAULT_NAMESPACE: &str = "default";

/// By id: oldest first.
pub(crate) const ROLES: Table<Role> = Table::paged("roles", "roles_ranks");

#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Role {
    #[serde(default, deserialize_with = "id", skip_serializing_if = "is_default")]
    pub(crate) id: String,
    /// The v2 API calls it the code.
    pub(crate) name: String,
    /// The namespace in which the code is unique. `None` is the default one.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) namespace: Option<String>,
    /// The id of the parent.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) parent: Option<String>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) descriptions: Option<String>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) permissions: Option<String>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) created_at: Option<String>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) updated_at: Option<String>,
}

pub(crate) fn namespace_of(role: &Role) -> &str {
    role.namespace.as_deref().unwrap_or(DEFAULT_NAMESPACE)
}

/// Returns whether what the roles of a name may do in a namespace is what this one may do: it is of this namespace, or of the
/// default one, whose roles count in all.
pub(crate) fn counts_in(role: &Role, namespace: &str) -> bool {
    [namespace, DEFAULT_NAMESPACE].contains(&namespace_of(role))
}

/// Stores a role. What it may do follows a new name.
pub(crate) fn save(transaction: &WriteTransaction, role: &Role) -> Result<(), StoreError> {
    let before = ROLES.get(transaction, &role.id)?;
    ROLES.put(transaction, &role.id, role)?;
    let Some(before) = before.filter(|before| before.name != role.name) else {
        return Ok(());
    };
    access::copy_in(
        transaction,
        Holder::Role,
        &before.name,
        &role.name,
        |namespace| counts_in(role, namespace),
    )?;
    end(transaction, &before)
}

/// Deletes a role, and what it may do.
pub(crate) fn delete(transaction: &WriteTransaction, role: &Role) -> Result<(), StoreError> {
    ROLES.delete(transaction, &role.id)?;
    end(transaction, role)
}

/// Deletes what a role that no longer has its name may do, except where another role has the name.
fn end(transaction: &WriteTransaction, role: &Role) -> Result<(), StoreError> {
    let mut others = ROLES.all(transaction)?;
    others.retain(|other| other.name == role.name);
    access::forget_in(transaction, Holder::Role, &role.name, |namespace| {
        counts_in(role, namespace) && !others.iter().any(|other| counts_in(other, namespace))
    })
}
