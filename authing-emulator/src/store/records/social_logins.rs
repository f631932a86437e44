//! The social logins of the user pool.

use redb::WriteTransaction;
use serde::{Deserialize, Serialize};

use super::fields::{id, is_default};
use crate::store::error::StoreError;
use crate::store::table::{Table, numbered};

/// By their position in the list.
pub(crate) const SOCIAL_LOGINS: Table<SocialLogin> = Table::new("social_logins");

#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct SocialLogin {
    #[serde(default, deserialize_with = "id", skip_serializing_if = "is_default")]
    pub(crate) id: String,
    /// Such as `github`: the `type` of the users' accounts.
    #[serde(rename = "type")]
    pub(crate) kind: String,
    pub(crate) name: String,
    pub(crate) enabled: bool,
}

pub(crate) fn save(
    transaction: &WriteTransaction,
    logins: &[SocialLogin],
) -> Result<(), StoreError> {
    for (index, login) in (0..).zip(logins) {
        SOCIAL_LOGINS.put(transaction, &numbered("", index), login)?;
    }
    Ok(())
}

/// Returns the social logins of a new pool. One is disabled, which clients must handle.
pub(crate) fn of_a_new_pool() -> Vec<SocialLogin> {
    let logins = [
        ("5e0000000000000000000001", "github", "GitHub", true),
        ("5e0000000000000000000002", "wechat", "WeChat", true),
        ("5e0000000000000000000003", "qq", "QQ", true),
        ("5e0000000000000000000004", "weibo", "Weibo", true),
        ("5e0000000000000000000005", "google", "Google", true),
        ("5e0000000000000000000006", "alipay", "Alipay", false),
    ];
    logins
        .map(|(id, kind, name, enabled)| SocialLogin {
            id: id.to_owned(),
            kind: kind.to_owned(),
            name: name.to_owned(),
            enabled,
        })
        .into()
}
