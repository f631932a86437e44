//! Login attempts, with their time, origin and result.

use redb::WriteTransaction;
use serde::{Deserialize, Serialize};

use crate::store::error::StoreError;
use crate::store::read::Read;
use crate::store::table::Table;

/// By user, oldest first.
pub(crate) const LOGINS: Table<Login> = Table::new("logins");

/// The number of entries in a user's history. Older ones are dropped, or a load test would fill the store.
const KEPT: u64 = 100;

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Login {
    pub(crate) id: String,
    pub(crate) when: String,
    pub(crate) success: bool,
    pub(crate) result: String,
    pub(crate) ip: String,
    pub(crate) device: Option<String>,
    pub(crate) browser: Option<String>,
    /// The app that the user logged in to.
    #[serde(default)]
    pub(crate) app: Option<String>,
}

pub(crate) fn add(
    transaction: &WriteTransaction,
    user: &str,
    login: &Login,
) -> Result<(), StoreError> {
    LOGINS.append(transaction, &key(user), login, KEPT)
}

/// Returns a user's history, newest first.
pub(crate) fn of_user(transaction: &impl Read, user: &str) -> Result<Vec<Login>, StoreError> {
    let mut logins = LOGINS.under(transaction, &key(user))?;
    logins.reverse();
    Ok(logins)
}

/// Returns whether a user has logged in to an app.
pub(crate) fn have_app(transaction: &impl Read, user: &str, app: &str) -> Result<bool, StoreError> {
    let mut logins = of_user(transaction, user)?.into_iter();
    Ok(logins.any(|login| login.success && login.app.as_deref() == Some(app)))
}

pub(super) fn forget(transaction: &WriteTransaction, user: &str) -> Result<(), StoreError> {
    LOGINS.delete_log(transaction, &key(user))
}

fn key(user: &str) -> String {
    format!("{user}:")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Store;

    #[test]
    fn the_newest_are_kept_for_each_user() {
        let store = Store::in_memory().unwrap();
        for number in 0..KEPT + 5 {
            let login = Login {
                id: number.to_string(),
                when: String::new(),
                success: true,
                result: String::new(),
                ip: String::new(),
                device: None,
                browser: None,
                app: None,
            };
            store
                .write(|transaction| add(transaction, "anna", &login))
                .unwrap();
        }
        let read = store.read().unwrap();
        let history = of_user(&read, "anna").unwrap();
        assert_eq!(history.len(), 100);
        assert_eq!(history[0].id, "104");
        assert!(of_user(&read, "ann").unwrap().is_empty());
    }
}
