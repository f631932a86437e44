//! The number of records in each part of a table, by which the n-th record is found without iterating up to it.
//!
//! A part begins with a key and ends before the next part's key. Parts are halved when they grow.

use redb::{ReadableTable, TableDefinition, WriteTransaction};

use super::error::{StoreError, database};
use super::read::{Definition, Read};

/// The maximum number of records in a part. Counts are shorter than records, so there may be many of them.
const MOST: u64 = 128;

/// The first part begins before every key.
const FIRST: &str = "";

pub(super) struct Ranks {
    records: Definition,
    parts: Definition,
}

impl Ranks {
    pub(super) const fn new(records: Definition, parts: &'static str) -> Self {
        Self {
            records,
            parts: TableDefinition::new(parts),
        }
    }

    pub(super) fn create(&self, transaction: &WriteTransaction) -> Result<(), StoreError> {
        transaction.table(self.parts).map(drop)
    }

    /// Counts all records again.
    pub(super) fn rebuild(&self, transaction: &WriteTransaction) -> Result<(), StoreError> {
        transaction.delete_table(self.parts).map_err(database)?;
        let records = transaction.table(self.records)?;
        let mut parts = transaction.table(self.parts)?;
        let mut part = (FIRST.to_owned(), 0);
        for entry in records.iter().map_err(database)? {
            let (key, _) = entry.map_err(database)?;
            if part.1 == MOST / 2 {
                put(&mut parts, &part.0, part.1)?;
                part = (key.value().to_owned(), 0);
            }
            part.1 += 1;
        }
        put(&mut parts, &part.0, part.1)
    }

    /// Counts a record that was added.
    pub(super) fn added(
        &self,
        transaction: &WriteTransaction,
        key: &str,
    ) -> Result<(), StoreError> {
        let mut parts = transaction.table(self.parts)?;
        let (start, before) = part_of(&parts, key)?;
        let count = before + 1;
        if count <= MOST {
            return put(&mut parts, &start, count);
        }
        let records = transaction.table(self.records)?;
        let half = count / 2;
        let mut range = records.range(start.as_str()..).map_err(database)?;
        let middle = range.nth(position(half)).transpose().map_err(database)?;
        let Some((middle, _)) = middle else {
            return Err(StoreError::Missing("a counted record"));
        };
        put(&mut parts, &start, half)?;
        put(&mut parts, middle.value(), count - half)
    }

    /// Counts a record that was deleted no longer.
    pub(super) fn removed(
        &self,
        transaction: &WriteTransaction,
        key: &str,
    ) -> Result<(), StoreError> {
        let mut parts = transaction.table(self.parts)?;
        let (start, count) = part_of(&parts, key)?;
        match count.checked_sub(1) {
            Some(0) if start != FIRST => {
                parts.remove(start.as_str()).map_err(database)?;
                Ok(())
            }
            Some(count) => put(&mut parts, &start, count),
            None => Err(StoreError::Missing("the count of a record")),
        }
    }

    /// Returns the key of a part, and how many of its records precede the record at this position. `total` is the number of
    /// all records.
    pub(super) fn find(
        &self,
        transaction: &impl Read,
        position: u64,
        total: u64,
    ) -> Result<(String, u64), StoreError> {
        let parts = transaction.table(self.parts)?;
        let mut entries = parts.iter().map_err(database)?;
        if position < total / 2 {
            let mut left = position;
            for entry in entries {
                let (start, count) = read(entry)?;
                if left < count {
                    return Ok((start, left));
                }
                left -= count;
            }
        } else {
            // From the nearer end.
            let mut left = total.saturating_sub(position);
            while let Some(entry) = entries.next_back() {
                let (start, count) = read(entry)?;
                if left <= count {
                    return Ok((start, count - left));
                }
                left -= count;
            }
        }
        Err(StoreError::Missing("the count of a record"))
    }

    /// Returns the number of records whose keys are less than this one.
    pub(super) fn before(&self, transaction: &impl Read, key: &str) -> Result<u64, StoreError> {
        let parts = transaction.table(self.parts)?;
        let (own, _) = part_of(&parts, key)?;
        let mut sum = 0;
        for entry in parts.range(..own.as_str()).map_err(database)? {
            sum += read(entry)?.1;
        }
        let records = transaction.table(self.records)?;
        for entry in records.range(own.as_str()..key).map_err(database)? {
            entry.map_err(database)?;
            sum += 1;
        }
        Ok(sum)
    }
}

type Entry<'a> = (
    redb::AccessGuard<'a, &'static str>,
    redb::AccessGuard<'a, &'static [u8]>,
);

fn read(entry: Result<Entry<'_>, redb::StorageError>) -> Result<(String, u64), StoreError> {
    let (start, count) = entry.map_err(database)?;
    Ok((start.value().to_owned(), decoded(count.value())?))
}

/// Returns the part to which a key belongs. An empty table has none yet.
fn part_of(
    parts: &impl ReadableTable<&'static str, &'static [u8]>,
    key: &str,
) -> Result<(String, u64), StoreError> {
    let mut until = parts.range(FIRST..=key).map_err(database)?;
    match until.next_back() {
        Some(entry) => read(entry),
        None => Ok((FIRST.to_owned(), 0)),
    }
}

fn put(
    parts: &mut redb::Table<'_, &'static str, &'static [u8]>,
    start: &str,
    count: u64,
) -> Result<(), StoreError> {
    let count = count.to_le_bytes();
    parts.insert(start, count.as_slice()).map_err(database)?;
    Ok(())
}

fn decoded(count: &[u8]) -> Result<u64, StoreError> {
    let count = count
        .try_into()
        .map_err(|_| StoreError::Missing("a count of records"))?;
    Ok(u64::from_le_bytes(count))
}

/// Returns a number of records as the position of one in memory.
pub(super) fn position(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use rand_core::{Rng as _, SeedableRng as _};

    use crate::store::table::Table;
    use crate::store::{Store, StoreError};

    const NUMBERS: Table<u32> = Table::paged("numbers", "numbers_ranks");
    const ROUNDS: u32 = 4000;

    fn key(number: u32) -> String {
        format!(
            "{}:{number:04}",
            if number.is_multiple_of(3) { "a" } else { "b" }
        )
    }

    fn check(store: &Store, expected: &[u32]) {
        let read = store.read().unwrap();
        let total = expected.len();
        assert_eq!(NUMBERS.count(&read).unwrap(), total as u64);
        for skip in [
            0,
            1,
            total / 3,
            total / 2,
            total.saturating_sub(7),
            total,
            total + 9,
        ] {
            let page = NUMBERS.page(&read, skip, 7).unwrap();
            let expected: Vec<u32> = expected.iter().skip(skip).take(7).copied().collect();
            assert_eq!(page, expected, "{skip} of {total}");
        }
        for prefix in ["", "a:", "b:", "b:1", "c"] {
            let under: Vec<u32> = expected
                .iter()
                .filter(|number| key(**number).starts_with(prefix))
                .copied()
                .collect();
            let (page, number) = NUMBERS
                .page_under(&read, prefix, under.len() / 2, 3)
                .unwrap();
            assert_eq!(number, under.len() as u64, "{prefix}");
            let expected: Vec<u32> = under
                .iter()
                .skip(under.len() / 2)
                .take(3)
                .copied()
                .collect();
            assert_eq!(page, expected, "{prefix}");
        }
    }

    /// Random changes, compared with a plain list.
    #[test]
    fn pages_are_right_after_additions_and_deletions() {
        let store = Store::in_memory().unwrap();
        store
            .write(|transaction| NUMBERS.create(transaction))
            .unwrap();
        let mut random = rand_chacha::ChaCha20Rng::seed_from_u64(1);
        let mut expected: Vec<u32> = Vec::new();
        let sort = |list: &mut Vec<u32>| list.sort_by_key(|number| key(*number));
        check(&store, &expected);
        for phase in 0..4 {
            let changed = store.write(|transaction| {
                for round in 0..ROUNDS {
                    let number = match phase {
                        // In ascending order, like users are created.
                        0 => round,
                        _ => random.next_u32() % ROUNDS,
                    };
                    let deletes = phase == 3 || (phase > 0 && random.next_u32() % 2 == 0);
                    if deletes {
                        expected.retain(|other| *other != number);
                        NUMBERS.delete(transaction, &key(number))?;
                    } else {
                        if !expected.contains(&number) {
                            expected.push(number);
                        }
                        NUMBERS.put(transaction, &key(number), &number)?;
                    }
                }
                Ok::<_, StoreError>(())
            });
            changed.unwrap();
            sort(&mut expected);
            check(&store, &expected);
        }
        let rebuilt = store.write(|transaction| NUMBERS.count_again(transaction));
        rebuilt.unwrap();
        check(&store, &expected);
        let emptied = store.write(|transaction| {
            for number in 0..ROUNDS {
                NUMBERS.delete(transaction, &key(number))?;
            }
            NUMBERS.put(transaction, &key(1), &1)
        });
        emptied.unwrap();
        check(&store, &[1]);
    }

    #[test]
    fn a_change_that_fails_changes_no_count() {
        let store = Store::in_memory().unwrap();
        store
            .write(|transaction| NUMBERS.create(transaction))
            .unwrap();
        let failed = store.write(|transaction| {
            NUMBERS.put(transaction, "a", &1)?;
            Err::<(), _>(StoreError::Missing("luck"))
        });
        failed.unwrap_err();
        check(&store, &[]);
    }
}
