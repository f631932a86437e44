//! Who tried to log in, when, from where, and how it ended.

use redb::{ReadTransaction, ReadableTable, TableDefinition, WriteTransaction};
use serde::{Deserialize, Serialize};

use crate::store::{StoreError, database};

pub(crate) const LOGINS: TableDefinition<'static, (&str, u64), &[u8]> =
    TableDefinition::new("logins");

/// How many a user's history keeps. The rest is forgotten, or a load test would fill the store.
const KEPT: u64 = 100;

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Login {
    pub(crate) id: String,
    pub(crate) when: String,
    pub(crate) success: bool,
    pub(crate) result: String,
    pub(crate) ip: String,
    pub(crate) device: Option<String>,
    pub(crate) browser: Option<String>,
}

pub(crate) fn add(
    transaction: &WriteTransaction,
    user: &str,
    login: &Login,
) -> Result<(), StoreError> {
    let bytes = serde_json::to_vec(login)?;
    let mut table = transaction.open_table(LOGINS).map_err(database)?;
    let next = {
        let newest = table
            .range((user, 0)..=(user, u64::MAX))
            .map_err(database)?
            .next_back();
        let newest = newest.transpose().map_err(database)?;
        newest.map_or(0, |(key, _)| key.value().1 + 1)
    };
    table
        .insert((user, next), bytes.as_slice())
        .map_err(database)?;
    if let Some(oldest) = next.checked_sub(KEPT) {
        table.remove((user, oldest)).map_err(database)?;
    }
    Ok(())
}

/// A user's history, newest first.
pub(crate) fn of_user(transaction: &ReadTransaction, user: &str) -> Result<Vec<Login>, StoreError> {
    let table = transaction.open_table(LOGINS).map_err(database)?;
    let entries = table
        .range((user, 0)..=(user, u64::MAX))
        .map_err(database)?
        .rev();
    entries
        .map(|entry| Ok(serde_json::from_slice(entry.map_err(database)?.1.value())?))
        .collect()
}

pub(crate) fn forget(transaction: &WriteTransaction, user: &str) -> Result<(), StoreError> {
    let mut table = transaction.open_table(LOGINS).map_err(database)?;
    table
        .retain_in((user, 0)..=(user, u64::MAX), |_, _| false)
        .map_err(database)
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
