//! Objects that no rule knows: they are stored in the form in which the API returns them.

use redb::WriteTransaction;
use serde_json::{Map, Value};

use crate::store::error::StoreError;
use crate::store::table::{Read, Table};

/// By collection and id.
pub(crate) const OBJECTS: Table<Object> = Table::new("objects");

pub(crate) type Object = Map<String, Value>;

/// Returns an object of a collection.
pub(crate) fn get(
    transaction: &impl Read,
    collection: &str,
    id: &str,
) -> Result<Option<Object>, StoreError> {
    OBJECTS.get(transaction, &key(collection, id))
}

/// Returns the objects of a collection, oldest first if their keys are ids.
pub(crate) fn all(transaction: &impl Read, collection: &str) -> Result<Vec<Object>, StoreError> {
    OBJECTS.under(transaction, &key(collection, ""))
}

pub(crate) fn save(
    transaction: &WriteTransaction,
    collection: &str,
    id: &str,
    object: &Object,
) -> Result<(), StoreError> {
    OBJECTS.put(transaction, &key(collection, id), object)
}

pub(crate) fn delete(
    transaction: &WriteTransaction,
    collection: &str,
    id: &str,
) -> Result<(), StoreError> {
    OBJECTS.delete(transaction, &key(collection, id))
}

/// The names of collections have no colon, so keys are unique.
fn key(collection: &str, id: &str) -> String {
    format!("{collection}:{id}")
}
