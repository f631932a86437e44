//! The nested records of an app: who may use it, and what its users agree to.

use serde::{Deserialize, Serialize};

use super::fields::is_default;
use super::policies::Holder;

/// Whether a holder may use an app.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct AccessRule {
    pub(crate) holder: Holder,
    pub(crate) id: String,
    /// The namespace of a role.
    pub(crate) namespace: String,
    /// Whether it also holds for the nodes below a node.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) inherit_by_children: bool,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) denies: bool,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) disabled: bool,
    pub(crate) created_at: String,
}

/// A text that users of an app must or can accept.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Agreement {
    /// Unique in the app.
    pub(crate) id: u32,
    pub(crate) title: String,
    pub(crate) required: bool,
    pub(crate) lang: String,
}
