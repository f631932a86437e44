//! The social logins that the user pool has.

use redb::WriteTransaction;
use serde::{Deserialize, Serialize};

use crate::store::{Read, Records, StoreError, put};

/// By their places in the list.
pub(crate) const SOCIAL_LOGINS: Records = Records::new("social_logins");

#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct SocialLogin {
    pub(crate) id: String,
    /// How bindings call it.
    pub(crate) kind: String,
    pub(crate) name: String,
    pub(crate) enabled: bool,
}

impl SocialLogin {
    pub(crate) fn image(&self) -> String {
        format!("https://usercontents.authing.cn/social/{}.svg", self.kind)
    }
}

/// All of them, in the order in which they were saved.
pub(crate) fn all(transaction: &impl Read) -> Result<Vec<SocialLogin>, StoreError> {
    transaction.records_under(SOCIAL_LOGINS, "")
}

pub(crate) fn save(
    transaction: &WriteTransaction,
    logins: &[SocialLogin],
) -> Result<(), StoreError> {
    for (place, login) in logins.iter().enumerate() {
        // As wide as any number, so that keys sort as the numbers do.
        put(transaction, SOCIAL_LOGINS, &format!("{place:020}"), login)?;
    }
    Ok(())
}

/// What a new pool has. One is switched off, which clients have to heed.
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
