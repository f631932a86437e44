//! Reading tables, in a read or a write transaction.

use redb::{ReadTransaction, ReadableTable, TableDefinition, WriteTransaction};

use super::error::{StoreError, database};

pub(super) type Definition = TableDefinition<'static, &'static str, &'static [u8]>;

/// A read or a write transaction: both can read.
pub(crate) trait Read {
    type Table<'a>: ReadableTable<&'static str, &'static [u8]>
    where
        Self: 'a;

    fn table(&self, definition: Definition) -> Result<Self::Table<'_>, StoreError>;
}

impl Read for ReadTransaction {
    type Table<'a> = redb::ReadOnlyTable<&'static str, &'static [u8]>;

    fn table(&self, definition: Definition) -> Result<Self::Table<'_>, StoreError> {
        self.open_table(definition).map_err(database)
    }
}

impl Read for WriteTransaction {
    type Table<'a> = redb::Table<'a, &'static str, &'static [u8]>;

    fn table(&self, definition: Definition) -> Result<Self::Table<'_>, StoreError> {
        self.open_table(definition).map_err(database)
    }
}
