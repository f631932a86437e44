//! The user pool: its id, secret and settings.

use std::collections::BTreeMap;

use redb::WriteTransaction;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::fields::is_default;
use crate::store::error::StoreError;
use crate::store::read::Read;
use crate::store::table::Table;

pub(crate) const POOL: Table<PoolRecord> = Table::new("pool");

/// There is only one.
const KEY: &str = "pool";

/// The pool, with its settings under the schema's names. No `Debug`, because secrets must not be logged.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub(crate) struct PoolRecord {
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) id: Option<String>,
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) secret: Option<String>,
    /// In PKCS#8 form; in a seed also in PKCS#1 form.
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) private_key: Option<String>,
    /// The key that signs tokens with RS256, in PKCS#8 form. It is generated when it is first needed.
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) signing_key: Option<String>,
    /// The lifetime of tokens, in seconds. Without one it depends on the form of a token.
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) jwt_expired: Option<i32>,
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) name: Option<String>,
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) descriptions: Option<String>,
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) logo: Option<String>,
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) allowed_origins: Option<String>,
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) created_at: Option<String>,
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) is_deleted: Option<bool>,
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) email_verified_default: Option<bool>,
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) enable_email: Option<bool>,
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) register_disabled: Option<bool>,
    #[serde(rename = "showWXMPQRCode", skip_serializing_if = "is_default")]
    pub(crate) show_wxmp_qr_code: Option<bool>,
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) use_mini_login: Option<bool>,
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) use_self_wxapp: Option<bool>,
    /// The settings that only the v2 API has, under its names.
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) settings: Map<String, Value>,
    /// The variables of pipelines.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) environment: BTreeMap<String, String>,
}

impl PoolRecord {
    /// The lifetime of the owner's tokens, and of users' tokens without an app, by default: 15 days.
    pub(crate) const TOKEN_LIFETIME: i32 = 15 * 24 * 3600;
    /// The lifetime of users' tokens of an app by default: 14 days.
    pub(crate) const ID_TOKEN_LIFETIME: i32 = 14 * 24 * 3600;

    /// Returns the settings of a new pool.
    pub(crate) fn new(created_at: String) -> Self {
        Self {
            name: Some("authing-emulator".to_owned()),
            descriptions: Some("A user pool to develop and test against".to_owned()),
            logo: Some("https://usercontents.authing.cn/authing-logo.png".to_owned()),
            allowed_origins: Some(String::new()),
            created_at: Some(created_at),
            is_deleted: Some(false),
            email_verified_default: Some(false),
            enable_email: Some(true),
            register_disabled: Some(false),
            show_wxmp_qr_code: Some(false),
            use_mini_login: Some(false),
            use_self_wxapp: Some(false),
            ..Self::default()
        }
    }

    /// Returns a setting that only the v2 API has: `whitelist`, or `whitelist.phoneEnabled` in it.
    pub(crate) fn setting(&self, path: &str) -> &Value {
        let mut names = path.split('.');
        let outer = names.next().and_then(|name| self.settings.get(name));
        names.fold(outer.unwrap_or(&Value::Null), |value, name| {
            value.get(name).unwrap_or(&Value::Null)
        })
    }

    /// Returns this record, with missing values taken from `other`.
    pub(crate) fn or(self, other: Self) -> Self {
        Self {
            id: self.id.or(other.id),
            secret: self.secret.or(other.secret),
            private_key: self.private_key.or(other.private_key),
            signing_key: self.signing_key.or(other.signing_key),
            jwt_expired: self.jwt_expired.or(other.jwt_expired),
            name: self.name.or(other.name),
            descriptions: self.descriptions.or(other.descriptions),
            logo: self.logo.or(other.logo),
            allowed_origins: self.allowed_origins.or(other.allowed_origins),
            created_at: self.created_at.or(other.created_at),
            is_deleted: self.is_deleted.or(other.is_deleted),
            email_verified_default: self.email_verified_default.or(other.email_verified_default),
            enable_email: self.enable_email.or(other.enable_email),
            register_disabled: self.register_disabled.or(other.register_disabled),
            show_wxmp_qr_code: self.show_wxmp_qr_code.or(other.show_wxmp_qr_code),
            use_mini_login: self.use_mini_login.or(other.use_mini_login),
            use_self_wxapp: self.use_self_wxapp.or(other.use_self_wxapp),
            settings: other.settings.into_iter().chain(self.settings).collect(),
            environment: other
                .environment
                .into_iter()
                .chain(self.environment)
                .collect(),
        }
    }
}

pub(crate) fn save(transaction: &WriteTransaction, pool: &PoolRecord) -> Result<(), StoreError> {
    POOL.put(transaction, KEY, pool)
}

/// Returns the pool, which the first start has stored.
pub(crate) fn load(transaction: &impl Read) -> Result<PoolRecord, StoreError> {
    POOL.get(transaction, KEY)?
        .ok_or(StoreError::Missing("the pool"))
}
