//! The nested records of a user: the second factor, social accounts, roles, authorizations.

use serde::{Deserialize, Serialize};

use super::fields::{id, is_default};

/// The second factor. No `Debug`, because the key must not be logged.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Mfa {
    #[serde(default, deserialize_with = "id", skip_serializing_if = "is_default")]
    pub(crate) id: String,
    pub(crate) enable: bool,
    /// In base 32.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) share_key: Option<String>,
    /// The time step of the last accepted code. Neither its code nor earlier ones are accepted again.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) last_step: i64,
    /// A code for whoever has lost the authenticator app. It works once.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) recovery_code: Option<String>,
    /// An authenticator app that has not been confirmed with a code yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) pending: Option<Enrollment>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) created_at: Option<String>,
}

/// A new authenticator app. No `Debug`, because the key must not be logged.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Enrollment {
    /// In base 32.
    pub(crate) share_key: String,
    pub(crate) recovery_code: String,
}

/// An account at another service. A user has at most one of each kind.
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

/// A user's membership in a role.
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

/// A user's authorization of an app.
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
