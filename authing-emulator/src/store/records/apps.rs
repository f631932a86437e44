//! The OAuth and OIDC apps of the pool.

use redb::WriteTransaction;
use serde::{Deserialize, Serialize};

use super::fields::{id, is_default};
use crate::store::error::StoreError;
use crate::store::table::Table;

/// By id: oldest first.
pub(crate) const APPS: Table<App> = Table::new("apps");

/// No `Debug`, because secrets must not be logged.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct App {
    #[serde(default, deserialize_with = "id", skip_serializing_if = "is_default")]
    pub(crate) id: String,
    pub(crate) kind: AppKind,
    pub(crate) name: String,
    /// The key of the app's tokens.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) secret: Option<String>,
    /// The ways in which a login to the app must be confirmed. Empty: none.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) mfa_policies: Vec<MfaPolicy>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) created_at: Option<String>,
}

/// A way in which a login must be confirmed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[non_exhaustive]
pub enum MfaPolicy {
    /// A code sent to the phone.
    Sms,
    /// A code sent by email.
    Email,
    /// A code of an authenticator app.
    Otp,
    /// A photo of the face.
    Face,
}

/// The protocol by which an app logs users in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum AppKind {
    /// OAuth 2.0.
    OAuth,
    /// OpenID Connect.
    Oidc,
}

pub(crate) fn save(transaction: &WriteTransaction, app: &App) -> Result<(), StoreError> {
    APPS.put(transaction, &app.id, app)
}
