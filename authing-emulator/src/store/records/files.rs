//! Uploaded files.

use redb::{ReadTransaction, TableDefinition, WriteTransaction};

use crate::store::error::{StoreError, database};

/// By their keys: the content type and the content.
pub(crate) const FILES: TableDefinition<'static, &str, (&str, &[u8])> =
    TableDefinition::new("files");

pub(crate) struct File {
    pub(crate) content_type: String,
    pub(crate) content: Vec<u8>,
}

pub(crate) fn add(
    transaction: &WriteTransaction,
    key: &str,
    content_type: &str,
    content: &[u8],
) -> Result<(), StoreError> {
    let mut table = transaction.open_table(FILES).map_err(database)?;
    table
        .insert(key, (content_type, content))
        .map_err(database)?;
    Ok(())
}

pub(crate) fn by_key(transaction: &ReadTransaction, key: &str) -> Result<Option<File>, StoreError> {
    let table = transaction.open_table(FILES).map_err(database)?;
    let found = table.get(key).map_err(database)?;
    Ok(found.map(|found| {
        let (content_type, content) = found.value();
        File {
            content_type: content_type.to_owned(),
            content: content.to_vec(),
        }
    }))
}
