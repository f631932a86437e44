//! Groups of users. Their members are [`members`](super::members).

use redb::WriteTransaction;
use serde::{Deserialize, Serialize};

use crate::store::error::StoreError;
use crate::store::read::Read;
use crate::store::table::Table;

/// By id: oldest first.
pub(crate) const GROUPS: Table<Group> = Table::new("groups");

#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Group {
    pub(crate) id: String,
    /// Unique.
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) description: Option<String>,
    /// The ids of the roles that all members have.
    pub(crate) roles: Vec<String>,
    pub(crate) created_at: String,
    pub(crate) updated_at: String,
}

pub(crate) fn save(transaction: &WriteTransaction, group: &Group) -> Result<(), StoreError> {
    GROUPS.put(transaction, &group.id, group)
}

pub(crate) fn by_code(transaction: &impl Read, code: &str) -> Result<Option<Group>, StoreError> {
    let groups = GROUPS.all(transaction)?;
    Ok(groups.into_iter().find(|group| group.code == code))
}
