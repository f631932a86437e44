//! Tables of JSON records under text keys, sorted by key.

use std::marker::PhantomData;

use redb::{
    ReadableTable, ReadableTableMetadata as _, TableDefinition, TableHandle as _, WriteTransaction,
};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::error::{StoreError, database};
use super::ranks::{self, Ranks};
use super::read::{Definition, Read};

/// A table of one kind of record.
pub(crate) struct Table<T> {
    definition: Definition,
    /// Finds pages of it.
    ranks: Option<Ranks>,
    record: PhantomData<fn() -> T>,
}

impl<T> Table<T> {
    pub(super) const fn new(name: &'static str) -> Self {
        Self {
            definition: TableDefinition::new(name),
            ranks: None,
            record: PhantomData,
        }
    }

    /// Returns a table whose pages are found quickly, however late. Its other table, of this name, makes changes a little slower.
    pub(super) const fn paged(name: &'static str, ranks: &'static str) -> Self {
        let definition = TableDefinition::new(name);
        Self {
            definition,
            ranks: Some(Ranks::new(definition, ranks)),
            record: PhantomData,
        }
    }

    pub(super) fn name(&self) -> &str {
        self.definition.name()
    }

    /// Creates the table if it does not exist, which reading requires.
    pub(super) fn create(&self, transaction: &WriteTransaction) -> Result<(), StoreError> {
        if let Some(ranks) = &self.ranks {
            ranks.create(transaction)?;
        }
        transaction.table(self.definition).map(drop)
    }

    /// Counts the records again, for their pages: after a change that has not counted them.
    pub(super) fn count_again(&self, transaction: &WriteTransaction) -> Result<(), StoreError> {
        match &self.ranks {
            Some(ranks) => ranks.rebuild(transaction),
            None => Ok(()),
        }
    }

    pub(crate) fn count(&self, transaction: &impl Read) -> Result<u64, StoreError> {
        let table = transaction.table(self.definition)?;
        table.len().map_err(database)
    }

    pub(crate) fn delete(
        &self,
        transaction: &WriteTransaction,
        key: &str,
    ) -> Result<(), StoreError> {
        let was_there = {
            let mut table = transaction.table(self.definition)?;
            table.remove(key).map_err(database)?.is_some()
        };
        match &self.ranks {
            Some(ranks) if was_there => ranks.removed(transaction, key),
            _ => Ok(()),
        }
    }
}

impl<T: Serialize + DeserializeOwned> Table<T> {
    pub(crate) fn get(&self, transaction: &impl Read, key: &str) -> Result<Option<T>, StoreError> {
        let table = transaction.table(self.definition)?;
        let found = table.get(key).map_err(database)?;
        let record = found.map(|found| serde_json::from_slice(found.value()));
        Ok(record.transpose()?)
    }

    pub(crate) fn put(
        &self,
        transaction: &WriteTransaction,
        key: &str,
        record: &T,
    ) -> Result<(), StoreError> {
        let bytes = serde_json::to_vec(record)?;
        let is_new = {
            let mut table = transaction.table(self.definition)?;
            table
                .insert(key, bytes.as_slice())
                .map_err(database)?
                .is_none()
        };
        match &self.ranks {
            Some(ranks) if is_new => ranks.added(transaction, key),
            _ => Ok(()),
        }
    }

    /// Deletes a record and returns it.
    pub(crate) fn take(
        &self,
        transaction: &WriteTransaction,
        key: &str,
    ) -> Result<Option<T>, StoreError> {
        let record = self.get(transaction, key)?;
        self.delete(transaction, key)?;
        Ok(record)
    }

    /// Returns all records, in the order of their keys.
    pub(crate) fn all(&self, transaction: &impl Read) -> Result<Vec<T>, StoreError> {
        self.page(transaction, 0, usize::MAX)
    }

    /// Returns at most `take` records after the first `skip`.
    pub(crate) fn page(
        &self,
        transaction: &impl Read,
        skip: usize,
        take: usize,
    ) -> Result<Vec<T>, StoreError> {
        let table = transaction.table(self.definition)?;
        let total = table.len().map_err(database)?;
        let (mut start, mut skip) = (String::new(), skip);
        if let Some(ranks) = &self.ranks {
            let position = u64::try_from(skip).unwrap_or(u64::MAX);
            if position >= total {
                return Ok(Vec::new());
            }
            let (part, rest) = ranks.find(transaction, position, total)?;
            (start, skip) = (part, ranks::position(rest));
        }
        let entries = table.range(start.as_str()..).map_err(database)?;
        entries
            .skip(skip)
            .take(take)
            .map(|entry| Ok(serde_json::from_slice(entry.map_err(database)?.1.value())?))
            .collect()
    }

    /// Returns at most `take` records after the first `skip` of those whose keys start with `prefix`, and the number of all
    /// of these. The table must be [`paged`](Self::paged).
    pub(crate) fn page_under(
        &self,
        transaction: &impl Read,
        prefix: &str,
        skip: usize,
        take: usize,
    ) -> Result<(Vec<T>, u64), StoreError> {
        let Some(ranks) = &self.ranks else {
            return Err(StoreError::Missing("the ranks of a table"));
        };
        let first = ranks.before(transaction, prefix)?;
        // No key has this character, which sorts last.
        let end = format!("{prefix}{}", char::MAX);
        let number = ranks.before(transaction, &end)?.saturating_sub(first);
        let left = ranks::position(number).saturating_sub(skip).min(take);
        if left == 0 {
            return Ok((Vec::new(), number));
        }
        let skip = ranks::position(first).saturating_add(skip);
        Ok((self.page(transaction, skip, left)?, number))
    }

    /// Returns all records whose keys start with `prefix`, in the order of their keys.
    pub(crate) fn under(
        &self,
        transaction: &impl Read,
        prefix: &str,
    ) -> Result<Vec<T>, StoreError> {
        let table = transaction.table(self.definition)?;
        let mut records = Vec::new();
        for entry in table.range(prefix..).map_err(database)? {
            let (key, value) = entry.map_err(database)?;
            if !key.value().starts_with(prefix) {
                break;
            }
            records.push(serde_json::from_slice(value.value())?);
        }
        Ok(records)
    }

    /// Deletes the records that are not to be kept.
    pub(crate) fn retain(
        &self,
        transaction: &WriteTransaction,
        keep: impl Fn(&str, &T) -> bool,
    ) -> Result<(), StoreError> {
        let mut table = transaction.table(self.definition)?;
        // A record that can't be read is an error where it is used.
        let is_kept = |key: &str, value: &[u8]| {
            serde_json::from_slice(value).map_or(true, |record| keep(key, &record))
        };
        table.retain(is_kept).map_err(database)?;
        drop(table);
        self.count_again(transaction)
    }

    /// Appends to the log whose keys start with `prefix`. It keeps the newest `kept` records.
    pub(crate) fn append(
        &self,
        transaction: &WriteTransaction,
        prefix: &str,
        record: &T,
        kept: u64,
    ) -> Result<(), StoreError> {
        let newest = {
            let table = transaction.table(self.definition)?;
            let (first, last) = (numbered(prefix, 0), numbered(prefix, u64::MAX));
            let mut entries = table.range(first.as_str()..=&last).map_err(database)?;
            let newest = entries.next_back().transpose().map_err(database)?;
            newest.and_then(|(key, _)| key.value().strip_prefix(prefix)?.parse::<u64>().ok())
        };
        let next = newest.map_or(0, |newest| newest + 1);
        self.put(transaction, &numbered(prefix, next), record)?;
        match next.checked_sub(kept) {
            Some(oldest) => self.delete(transaction, &numbered(prefix, oldest)),
            None => Ok(()),
        }
    }

    /// Deletes the log whose keys start with `prefix`.
    pub(crate) fn delete_log(
        &self,
        transaction: &WriteTransaction,
        prefix: &str,
    ) -> Result<(), StoreError> {
        let mut table = transaction.table(self.definition)?;
        let (first, last) = (numbered(prefix, 0), numbered(prefix, u64::MAX));
        table
            .retain_in(first.as_str()..=last.as_str(), |_, _| false)
            .map_err(database)
    }
}

/// Returns the key of a list or log entry, zero-padded so that keys sort like the numbers.
pub(super) fn numbered(prefix: &str, number: u64) -> String {
    format!("{prefix}{number:020}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Store;

    const NUMBERS: Table<u64> = Table::new("settings");

    #[test]
    fn records_are_found_by_key_by_prefix_and_by_position() {
        let store = Store::in_memory().unwrap();
        let kept = store.write(|transaction| {
            NUMBERS.create(transaction)?;
            for (number, key) in ["b:2", "a:1", "b:1", "c"].into_iter().enumerate() {
                NUMBERS.put(transaction, key, &(number as u64))?;
            }
            assert_eq!(NUMBERS.take(transaction, "c")?, Some(3));
            assert_eq!(NUMBERS.take(transaction, "c")?, None);
            NUMBERS.under(transaction, "b:")
        });
        assert_eq!(kept.unwrap(), [2, 0]);
        let read = store.read().unwrap();
        assert_eq!(NUMBERS.get(&read, "a:1").unwrap(), Some(1));
        assert_eq!(NUMBERS.all(&read).unwrap(), [1, 2, 0]);
        assert_eq!(NUMBERS.page(&read, 1, 1).unwrap(), [2]);
        assert_eq!(NUMBERS.count(&read).unwrap(), 3);
    }

    #[test]
    fn a_log_keeps_the_newest_of_each_prefix() {
        let store = Store::in_memory().unwrap();
        let deleted = store.write(|transaction| {
            NUMBERS.create(transaction)?;
            for number in 0..7 {
                NUMBERS.append(transaction, "ann:", &number, 3)?;
            }
            NUMBERS.append(transaction, "anna:", &7, 3)?;
            assert_eq!(NUMBERS.under(transaction, "ann:")?, [4, 5, 6]);
            NUMBERS.delete_log(transaction, "ann:")?;
            NUMBERS.all(transaction)
        });
        assert_eq!(deleted.unwrap(), [7]);
    }
}
