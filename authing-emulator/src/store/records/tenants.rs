//! Tenants: companies that use apps of the pool, with the users who belong to them.

use redb::WriteTransaction;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::fields::is_default;
use crate::store::error::StoreError;
use crate::store::table::Table;

/// By id: oldest first.
pub(crate) const TENANTS: Table<Tenant> = Table::new("tenants");

#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Tenant {
    pub(crate) id: String,
    pub(crate) name: String,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) logo: Option<String>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) description: Option<String>,
    /// The style of the login page.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) css: Option<String>,
    /// As it was sent.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) page: Option<Value>,
    /// The ids of the apps.
    pub(crate) apps: Vec<String>,
    pub(crate) members: Vec<TenantMember>,
    pub(crate) created_at: String,
    pub(crate) updated_at: String,
}

#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct TenantMember {
    pub(crate) user: String,
    pub(crate) is_enabled: bool,
    pub(crate) is_admin: bool,
    pub(crate) joined_at: String,
}

/// Deletes the memberships of a user.
pub(super) fn forget(transaction: &WriteTransaction, user: &str) -> Result<(), StoreError> {
    for mut tenant in TENANTS.all(transaction)? {
        if tenant.members.iter().any(|member| member.user == user) {
            tenant.members.retain(|member| member.user != user);
            TENANTS.put(transaction, &tenant.id, &tenant)?;
        }
    }
    Ok(())
}
