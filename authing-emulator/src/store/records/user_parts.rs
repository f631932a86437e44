//! What a user's record has in it besides fields: the second factor, social accounts, roles, authorizations.

use serde::{Deserialize, Serialize};

use super::fields::{id, is_default};

/// The second factor. It has no `Debug`: the key is no business of a log.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Mfa {
    #[serde(default, deserialize_with = "id", skip_serializing_if = "is_default")]
    pub(crate) id: String,
    pub(crate) enable: bool,
    /// In base 32.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) share_key: Option<String>,
    /// The time step of the last code that was accepted. Neither it nor those before are accepted again.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) last_step: i64,
}

/// An account at another service, of which a user has one of each kind at most.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct SocialAccount {
    #[serde(default, deserialize_with = "id", skip_serializing_if = "is_default")]
    pub(crate) id: String,
    /// Such as `github`.
    #[serde(rename = "type")]
    pub(crate) kind: String,
    pub(crate) unionid: String,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) user_info: String,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) created_at: Option<String>,
}

/// That a user has a role.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Membership {
    #[serde(default, deserialize_with = "id", skip_serializing_if = "is_default")]
    pub(crate) id: String,
    /// The role's id. A seed may have its name.
    pub(crate) role: String,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) created_at: Option<String>,
}

/// What a user has authorized an app to.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Authorization {
    #[serde(default, deserialize_with = "id", skip_serializing_if = "is_default")]
    pub(crate) id: String,
    /// The app's id. A seed may have its name.
    pub(crate) app: String,
    pub(crate) scope: String,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) when: Option<String>,
}
