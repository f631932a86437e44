//! The format marker of a data file, which distinguishes it from other versions' and other programs' files.

use redb::{Database, ReadableDatabase as _, TableDefinition, TableError, WriteTransaction};

use super::error::{StoreError, database};

/// The table's name and types are the same in all versions.
pub(super) const FORMAT: TableDefinition<'static, &str, u64> =
    TableDefinition::new("authing-emulator");

const VERSION: &str = "format";

/// The version that this program reads and writes. Incremented by every change that an older version would not understand: it
/// must keep out of the file. New tables, and new fields that have a default, need no new version.
pub(super) const CURRENT: u64 = 6;

/// The oldest version that is brought up to date when the file is opened. Version 6 added indexes.
pub(super) const OLDEST: u64 = 5;

pub(super) fn mark(transaction: &WriteTransaction) -> Result<(), StoreError> {
    let mut table = transaction.open_table(FORMAT).map_err(database)?;
    table.insert(VERSION, CURRENT).map_err(database)?;
    Ok(())
}

/// Returns the version of a file, or `None` if it is not a data file.
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
