//! What a data file says of itself, so that no other version and no other program's file is taken for one.

use redb::{Database, ReadableDatabase as _, TableDefinition, TableError, WriteTransaction};

use super::error::{StoreError, database};

/// Its name and its types stay as they are in all versions: what else may have changed is said in it.
pub(super) const FORMAT: TableDefinition<'static, &str, u64> =
    TableDefinition::new("authing-emulator");

const VERSION: &str = "format";

/// The version that this program reads and writes. A change that it can't read files of before with makes it the next.
pub(super) const CURRENT: u64 = 2;

pub(super) fn mark(transaction: &WriteTransaction) -> Result<(), StoreError> {
    let mut table = transaction.open_table(FORMAT).map_err(database)?;
    table.insert(VERSION, CURRENT).map_err(database)?;
    Ok(())
}

/// The version of a file, or `None` if it is no file of an emulator.
pub(super) fn version(found: &Database) -> Result<Option<u64>, StoreError> {
    let read = found.begin_read().map_err(database)?;
    let table = match read.open_table(FORMAT) {
        Ok(table) => table,
        Err(TableError::Storage(error)) => return Err(database(error)),
        Err(_) => return Ok(None),
    };
    let version = table.get(VERSION).map_err(database)?;
    Ok(version.map(|version| version.value()))
}
