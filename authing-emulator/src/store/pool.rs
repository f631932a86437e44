//! The settings of the user pool.

use redb::WriteTransaction;
use serde::{Deserialize, Serialize};

use super::{Read, Records, StoreError, put};

pub(super) const SETTINGS: Records = Records::new("settings");

const POOL: &str = "pool";

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

pub(crate) fn save(
    transaction: &WriteTransaction,
    settings: &PoolSettings,
) -> Result<(), StoreError> {
    put(transaction, SETTINGS, POOL, settings)
}

/// The settings, which the start of the emulator has written.
pub(crate) fn settings(transaction: &impl Read) -> Result<PoolSettings, StoreError> {
    let settings = transaction.record(SETTINGS, POOL)?;
    settings.ok_or(StoreError::Missing("the pool's settings"))
}
