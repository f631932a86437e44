//! Custom data: its fields, and their values.

use redb::WriteTransaction;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::store::error::StoreError;
use crate::store::read::Read;
use crate::store::table::Table;

/// By target and key.
pub(crate) const FIELDS: Table<Field> = Table::new("custom_fields");
/// By target, the target's id, and key.
pub(crate) const VALUES: Table<Custom> = Table::new("custom_values");

/// The kind of thing that has custom data, with the schema's names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub(crate) enum Target {
    Node,
    Org,
    User,
    Userpool,
    Role,
    Permission,
    Application,
}

/// The type of a field, with the schema's names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub(crate) enum DataType {
    String,
    Number,
    Datetime,
    Boolean,
    Object,
    Select,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Field {
    pub(crate) target_type: Target,
    pub(crate) key: String,
    pub(crate) data_type: DataType,
    pub(crate) label: String,
    pub(crate) options: Option<String>,
}

/// A value of a field. No `Debug`, because people put anything here.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Custom {
    pub(crate) key: String,
    pub(crate) value: Value,
}

impl Target {
    fn as_str(self) -> &'static str {
        match self {
            Self::Node => "node",
            Self::Org => "org",
            Self::User => "user",
            Self::Userpool => "userpool",
            Self::Role => "role",
            Self::Permission => "permission",
            Self::Application => "application",
        }
    }
}

pub(crate) fn field_key(target: Target, key: &str) -> String {
    format!("{}:{key}", target.as_str())
}

/// The length prevents ambiguity if the id contains colons.
pub(crate) fn value_key(target: Target, id: &str, key: &str) -> String {
    format!("{}:{}:{id}:{key}", target.as_str(), id.len())
}

/// Returns the fields of a kind of target, by their keys.
pub(crate) fn fields(transaction: &impl Read, target: Target) -> Result<Vec<Field>, StoreError> {
    FIELDS.under(transaction, &field_key(target, ""))
}

/// Returns the values of a target, by their keys.
pub(crate) fn values(
    transaction: &impl Read,
    target: Target,
    id: &str,
) -> Result<Vec<Custom>, StoreError> {
    VALUES.under(transaction, &value_key(target, id, ""))
}

/// Deletes a field and its values.
pub(crate) fn undefine(
    transaction: &WriteTransaction,
    target: Target,
    key: &str,
) -> Result<Option<Field>, StoreError> {
    // The keys of this target's values start like those of its fields.
    let start = field_key(target, "");
    VALUES.retain(transaction, |at, value| {
        !(at.starts_with(&start) && value.key == key)
    })?;
    FIELDS.take(transaction, &field_key(target, key))
}

/// Deletes the values of a target.
pub(crate) fn forget(
    transaction: &WriteTransaction,
    target: Target,
    id: &str,
) -> Result<(), StoreError> {
    for value in values(transaction, target, id)? {
        VALUES.delete(transaction, &value_key(target, id, &value.key))?;
    }
    Ok(())
}
