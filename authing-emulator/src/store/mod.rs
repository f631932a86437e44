//! What the emulator remembers, in an embedded database: in memory, or in a file.
//!
//! Records are JSON texts under their keys. A rule that changes something checks and writes in one [`Store::write`],
//! and writes come one after another: two registrations of one address can't both succeed.

pub(crate) mod file;
mod format;
mod records;
pub(crate) mod runs;

pub(crate) use self::records::*;

use redb::backends::InMemoryBackend;
use redb::{
    Database, Durability, ReadTransaction, ReadableDatabase, ReadableTable, TableDefinition,
    TableHandle as _, WriteTransaction,
};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::rules::api_error::{ApiError, Code};

/// A table of JSON records.
type Records = TableDefinition<'static, &'static str, &'static [u8]>;

/// What is in memory already needs little of a cache in front of it.
const CACHE_BYTES_IN_MEMORY: usize = 4 << 20;

/// The store could not be read or written: a full disk, or a record that this version does not understand.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StoreError {
    #[error("the store failed: {0}")]
    Database(#[from] redb::Error),
    #[error("a record of the store is damaged: {0}")]
    Record(#[from] serde_json::Error),
    #[error("the store lacks {0}")]
    Missing(&'static str),
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        tracing::error!(%error, "the store failed");
        Code::Internal.saying("the emulator's store failed")
    }
}

/// Turns the database's many error types into the one above.
pub(crate) fn database(error: impl Into<redb::Error>) -> StoreError {
    StoreError::Database(error.into())
}

pub(crate) struct Store(Database);

impl Store {
    pub(crate) fn in_memory() -> Result<Self, StoreError> {
        let database = Database::builder()
            .set_cache_size(CACHE_BYTES_IN_MEMORY)
            .create_with_backend(InMemoryBackend::new())
            .map_err(database)?;
        let store = Self(database);
        store.write(create_tables)?;
        Ok(store)
    }

    /// Says whether closing it has worked. Dropping a store closes it too, without a word.
    fn close(self) -> Result<(), StoreError> {
        self.0.close().map_err(database)
    }

    /// Looks at one moment's state, whatever is written meanwhile.
    pub(crate) fn read(&self) -> Result<ReadTransaction, StoreError> {
        self.0.begin_read().map_err(database)
    }

    /// Runs a change, alone. If it fails, nothing of it is kept; if not, it is on the disk when this returns, should the
    /// store be in a file.
    ///
    /// A rule that refuses somebody and yet has something to note, such as a wrong try, gives its refusal as an
    /// outcome: `Ok(Err(…))`.
    pub(crate) fn write<T, E: From<StoreError>>(
        &self,
        change: impl FnOnce(&WriteTransaction) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut transaction = self.0.begin_write().map_err(database)?;
        transaction
            .set_durability(Durability::Immediate)
            .map_err(database)?;
        // Dropping the transaction on the way out undoes it.
        let result = change(&transaction)?;
        transaction.commit().map_err(database)?;
        Ok(result)
    }
}

/// Reading needs its tables to exist.
fn create_tables(transaction: &WriteTransaction) -> Result<(), StoreError> {
    format::mark(transaction)?;
    for table in [
        apps::APPS,
        apps::AUTHORISATIONS,
        attempts::ATTEMPTS,
        bindings::BINDINGS,
        bindings::BY_ACCOUNT,
        captchas::BY_ACCOUNT,
        captchas::CAPTCHAS,
        codes::CODES,
        directory::DIRECTORY,
        mfa::BY_ID,
        mfa::MFA,
        pool::SETTINGS,
        roles::MEMBERS,
        roles::ROLES,
        social_logins::SOCIAL_LOGINS,
        users::USERS,
        users::BY_EMAIL,
        users::BY_PHONE,
        users::BY_USERNAME,
    ] {
        transaction.open_table(table).map_err(database)?;
    }
    transaction.open_table(files::FILES).map_err(database)?;
    transaction.open_table(logins::LOGINS).map_err(database)?;
    transaction
        .open_table(messages::MESSAGES)
        .map_err(database)?;
    transaction.open_table(runs::RUNS).map_err(database)?;
    Ok(())
}

/// Leaves the pool and its settings, and nothing in it. The runs stay, too: no id is made twice.
pub(crate) fn empty(transaction: &WriteTransaction) -> Result<(), StoreError> {
    let kept = [
        format::FORMAT.name(),
        pool::SETTINGS.name(),
        runs::RUNS.name(),
    ];
    let tables: Vec<_> = transaction.list_tables().map_err(database)?.collect();
    for table in tables {
        if !kept.contains(&table.name()) {
            transaction.delete_table(table).map_err(database)?;
        }
    }
    create_tables(transaction)
}

/// Reading records, in a reading or a writing transaction alike.
pub(crate) trait Read {
    fn bytes(&self, table: Records, key: &str) -> Result<Option<Vec<u8>>, StoreError>;

    /// All keys that start so, in order, with their records.
    fn bytes_under(
        &self,
        table: Records,
        prefix: &str,
    ) -> Result<Vec<(String, Vec<u8>)>, StoreError>;

    /// All records whose keys start so, in the keys' order.
    fn records_under<T: DeserializeOwned>(
        &self,
        table: Records,
        prefix: &str,
    ) -> Result<Vec<T>, StoreError> {
        let found = self.bytes_under(table, prefix)?;
        found
            .iter()
            .map(|(_, bytes)| Ok(serde_json::from_slice(bytes)?))
            .collect()
    }

    fn record<T: DeserializeOwned>(
        &self,
        table: Records,
        key: &str,
    ) -> Result<Option<T>, StoreError> {
        let bytes = self.bytes(table, key)?;
        Ok(bytes
            .map(|bytes| serde_json::from_slice(&bytes))
            .transpose()?)
    }
}

impl Read for ReadTransaction {
    fn bytes(&self, table: Records, key: &str) -> Result<Option<Vec<u8>>, StoreError> {
        look_up(&self.open_table(table).map_err(database)?, key)
    }

    fn bytes_under(
        &self,
        table: Records,
        prefix: &str,
    ) -> Result<Vec<(String, Vec<u8>)>, StoreError> {
        collect_under(&self.open_table(table).map_err(database)?, prefix)
    }
}

impl Read for WriteTransaction {
    fn bytes(&self, table: Records, key: &str) -> Result<Option<Vec<u8>>, StoreError> {
        look_up(&self.open_table(table).map_err(database)?, key)
    }

    fn bytes_under(
        &self,
        table: Records,
        prefix: &str,
    ) -> Result<Vec<(String, Vec<u8>)>, StoreError> {
        collect_under(&self.open_table(table).map_err(database)?, prefix)
    }
}

fn look_up(
    table: &impl ReadableTable<&'static str, &'static [u8]>,
    key: &str,
) -> Result<Option<Vec<u8>>, StoreError> {
    let found = table.get(key).map_err(database)?;
    Ok(found.map(|found| found.value().to_vec()))
}

fn collect_under(
    table: &impl ReadableTable<&'static str, &'static [u8]>,
    prefix: &str,
) -> Result<Vec<(String, Vec<u8>)>, StoreError> {
    let mut found = Vec::new();
    for entry in table.range(prefix..).map_err(database)? {
        let (key, value) = entry.map_err(database)?;
        if !key.value().starts_with(prefix) {
            break;
        }
        found.push((key.value().to_owned(), value.value().to_vec()));
    }
    Ok(found)
}

fn put<T: Serialize>(
    transaction: &WriteTransaction,
    table: Records,
    key: &str,
    record: &T,
) -> Result<(), StoreError> {
    let bytes = serde_json::to_vec(record)?;
    let mut table = transaction.open_table(table).map_err(database)?;
    table.insert(key, bytes.as_slice()).map_err(database)?;
    Ok(())
}

fn take_out(transaction: &WriteTransaction, table: Records, key: &str) -> Result<(), StoreError> {
    let mut table = transaction.open_table(table).map_err(database)?;
    table.remove(key).map_err(database)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_that_fails_leaves_nothing() {
        let store = Store::in_memory().unwrap();
        let failed = store.write(|transaction| {
            put(transaction, pool::SETTINGS, "key", &1)?;
            Err::<(), _>(ApiError::from(Code::NotAllowed))
        });
        assert_eq!(failed.unwrap_err().code, 1001);
        let record: Option<i32> = store.read().unwrap().record(pool::SETTINGS, "key").unwrap();
        assert_eq!(record, None);
    }
}
