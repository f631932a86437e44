//! The user pool: who it is, and its settings.

use redb::WriteTransaction;
use serde::{Deserialize, Serialize};

use crate::store::{Read, Records, StoreError, put};

pub(crate) const SETTINGS: Records = Records::new("settings");

const POOL: &str = "pool";
const IDENTITY: &str = "identity";

/// What clients and tokens know the pool by. It has no `Debug`: secrets are no business of a log.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Identity {
    pub(crate) user_pool_id: String,
    pub(crate) secret: String,
    /// In PKCS#8 form.
    pub(crate) private_key_pem: String,
}

/// The settings, under the names that the schema gives them.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PoolSettings {
    pub(crate) name: String,
    pub(crate) descriptions: String,
    pub(crate) logo: String,
    pub(crate) allowed_origins: String,
    pub(crate) created_at: String,
    pub(crate) is_deleted: bool,
    pub(crate) email_verified_default: bool,
    pub(crate) enable_email: bool,
    pub(crate) register_disabled: bool,
    #[serde(rename = "showWXMPQRCode")]
    pub(crate) show_wxmp_qr_code: bool,
    pub(crate) use_mini_login: bool,
    pub(crate) use_self_wxapp: bool,
    /// For how many seconds a token is valid.
    pub(crate) jwt_expired: i32,
}

impl PoolSettings {
    /// A new pool's.
    pub(crate) fn new(created_at: String, jwt_expired: i32) -> Self {
        Self {
            name: "authing-emulator".to_owned(),
            descriptions: "A user pool to develop and test against".to_owned(),
            logo: "https://usercontents.authing.cn/authing-logo.png".to_owned(),
            allowed_origins: String::new(),
            created_at,
            is_deleted: false,
            email_verified_default: false,
            enable_email: true,
            register_disabled: false,
            show_wxmp_qr_code: false,
            use_mini_login: false,
            use_self_wxapp: false,
            jwt_expired,
        }
    }
}

pub(crate) fn save(
    transaction: &WriteTransaction,
    settings: &PoolSettings,
) -> Result<(), StoreError> {
    put(transaction, SETTINGS, POOL, settings)
}

/// The settings, which the founding of the pool has written.
pub(crate) fn settings(transaction: &impl Read) -> Result<PoolSettings, StoreError> {
    let settings = transaction.record(SETTINGS, POOL)?;
    settings.ok_or(StoreError::Missing("the pool's settings"))
}

pub(crate) fn save_identity(
    transaction: &WriteTransaction,
    identity: &Identity,
) -> Result<(), StoreError> {
    put(transaction, SETTINGS, IDENTITY, identity)
}

/// The identity, which the founding of the pool has written.
pub(crate) fn identity(transaction: &impl Read) -> Result<Identity, StoreError> {
    let identity = transaction.record(SETTINGS, IDENTITY)?;
    identity.ok_or(StoreError::Missing("the pool's identity"))
}
