//! What a data file says of itself, so that no other version and no other program's file is taken for one.

use redb::{Database, ReadableDatabase as _, TableDefinition, TableError, WriteTransaction};

use super::file::DataFileError;
use super::{StoreError, database};

/// Its name and its types stay as they are in all versions: what else may have changed is said in it.
pub(super) const FORMAT: TableDefinition<'static, &str, u64> =
    TableDefinition::new("authing-emulator");

const VERSION: &str = "format";

/// The version that this program reads and writes. A change that it can't read files of before with makes it the next.
pub(super) const CURRENT: u64 = 1;

pub(super) fn mark(transaction: &WriteTransaction) -> Result<(), StoreError> {
    let mut table = transaction.open_table(FORMAT).map_err(database)?;
    table.insert(VERSION, CURRENT).map_err(database)?;
    Ok(())
}

/// Refuses what this version can't read.
pub(super) fn check(found: &Database) -> Result<(), DataFileError> {
    let read = found.begin_read().map_err(DataFileError::damaged)?;
    let table = match read.open_table(FORMAT) {
        Ok(table) => table,
        Err(TableError::Storage(error)) => return Err(DataFileError::damaged(error)),
        Err(_) => return Err(DataFileError::Foreign),
    };
    let version = table.get(VERSION).map_err(DataFileError::damaged)?;
    match version.map(|version| version.value()) {
        Some(CURRENT) => Ok(()),
        Some(format) if format > CURRENT => Err(DataFileError::Newer { format }),
        _ => Err(DataFileError::Foreign),
    }
}
